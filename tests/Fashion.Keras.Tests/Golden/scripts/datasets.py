"""Small files of the formats of Keras's data sets, and what Keras's own loaders make of them: kind "dataset".

Run with Keras 3.16: python datasets.py OUTPUT_FOLDER
"""
import importlib
import io
import json
import os
import pickle
import sys
import tarfile
import zipfile

import numpy as np
from keras.src.datasets.cifar import load_batch
from keras.src.utils.sequence_utils import pad_sequences

OUT = sys.argv[1]
os.makedirs(OUT, exist_ok=True)
RNG = np.random.RandomState(7)


class OldPickler(pickle._Pickler):
    """Writes byte strings as Python 2 did, which made the original files."""

    dispatch = dict(pickle._Pickler.dispatch)

    def save_bytes(self, obj):
        self.write(b"U" + bytes([len(obj)]) + obj if len(obj) < 256 else b"T" + len(obj).to_bytes(4, "little") + obj)
        self.memoize(obj)

    dispatch[bytes] = save_bytes


def old_pickle(obj):
    target = io.BytesIO()
    OldPickler(target, 2).dump(obj)
    return target.getvalue().replace(b"cnumpy._core.multiarray\n", b"cnumpy.core.multiarray\n")


def object_npy(array, protocol):
    """An object array as NumPy saves it, by a protocol of one's choice; 0 stands for Python 2."""
    target = io.BytesIO()
    np.lib.format.write_array_header_1_0(target, {"descr": "|O", "fortran_order": False, "shape": array.shape})
    target.write(old_pickle(array) if protocol == 0 else pickle.dumps(array, protocol))
    return target.getvalue()


def number_npy(array):
    target = io.BytesIO()
    np.save(target, array)
    return target.getvalue()


def npz(name, **members):
    with zipfile.ZipFile(os.path.join(OUT, name), "w", zipfile.ZIP_DEFLATED) as file:
        for member, content in members.items():
            file.writestr(member + ".npy", content)


def texts(count):
    array = np.empty(count, dtype=object)
    for i in range(count):
        array[i] = [int(w) for w in np.minimum(RNG.zipf(1.3, RNG.randint(1, 12)), 70000)]
    return array


def lists(x):
    return [[int(w) for w in t] for t in x]


def call(name, path, **arguments):
    module = importlib.import_module("keras.src.datasets." + name)
    module.get_file = lambda *a, **k: os.path.join(OUT, path)
    return module.load_data(**arguments)


expected = {}

# MNIST
np.savez_compressed(os.path.join(OUT, "mnist.npz"), x_train=RNG.randint(0, 256, (5, 4, 3)).astype("uint8"), y_train=np.arange(5).astype("uint8"),
                    x_test=RNG.randint(0, 256, (2, 4, 3)).astype("uint8"), y_test=np.array([9, 8], "uint8"))
(x, y), (xt, yt) = call("mnist", "mnist.npz")
expected["mnist"] = [x.tolist(), y.tolist(), xt.tolist(), yt.tolist()]


# CIFAR
def cifar(name, folder, batches, label_keys):
    with tarfile.open(os.path.join(OUT, name), "w:gz", format=tarfile.GNU_FORMAT) as tar:
        directory = tarfile.TarInfo(folder)
        directory.type = tarfile.DIRTYPE
        tar.addfile(directory)
        members = [(b, {b"data": RNG.randint(0, 4, (n, 3072)).astype("uint8") * (i + 1), b"filenames": [b"a.png"] * n, b"batch_label": b"batch",
                        **{k: [int(v) for v in RNG.randint(0, 20, n)] for k in label_keys}}) for i, (b, n) in enumerate(batches)]
        for member, content in [("readme.html", None), *members, ("batches.meta", {b"label_names": [b"x"]})]:
            data = b"text" if content is None else old_pickle(content)
            info = tarfile.TarInfo(f"{folder}/{member}")
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
        for member, content in members:
            with open(os.path.join(OUT, "batch"), "wb") as file:
                file.write(old_pickle(content))
            for key in label_keys:
                data, labels = load_batch(os.path.join(OUT, "batch"), key.decode())
                images = data.transpose(0, 2, 3, 1).astype("int64")
                # Where each value is, in two sums, instead of 3072 numbers per image.
                weights = np.arange(3072).reshape(32, 32, 3) + 1
                expected[f"{name}/{member}/{key.decode()}"] = [list(map(int, labels)), [int((i * weights).sum()) for i in images], [int((i * weights * weights % 997).sum()) for i in images]]
        os.remove(os.path.join(OUT, "batch"))


cifar("cifar-10-python.tar.gz", "cifar-10-batches-py", [(f"data_batch_{i}", 2) for i in range(1, 6)] + [("test_batch", 3)], [b"labels"])
cifar("cifar-100-python.tar.gz", "cifar-100-python", [("train", 4), ("test", 2)], [b"fine_labels", b"coarse_labels"])

# IMDB and Reuters: the original files, NumPy 1 and NumPy 2 pickled by different protocols.
OPTIONS = [{}, {"num_words": 50}, {"num_words": 30, "skip_top": 4, "oov_char": None}, {"maxlen": 7, "seed": 5, "start_char": None, "index_from": 0},
           {"start_char": None, "index_from": 2, "oov_char": 9, "num_words": 100, "skip_top": 3}]
train, test = texts(30), texts(20)
for protocol in (0, 3, 4, 5):
    npz(f"imdb_{protocol}.npz", x_train=object_npy(train, protocol), y_train=number_npy(RNG.randint(0, 2, 30)), x_test=object_npy(test, protocol), y_test=number_npy(RNG.randint(0, 2, 20)))
    npz(f"reuters_{protocol}.npz", x=object_npy(train, protocol), y=number_npy(RNG.randint(0, 46, 30)))
for protocol in (0, 3, 4, 5):
    expected[f"imdb_{protocol}"], expected[f"reuters_{protocol}"] = [], []
    for options in OPTIONS if protocol == 0 else OPTIONS[:2]:
        (x, y), (xt, yt) = call("imdb", f"imdb_{protocol}.npz", **options)
        expected[f"imdb_{protocol}"].append({"options": options, "result": [lists(x), y.tolist() if hasattr(y, "tolist") else list(map(int, y)), lists(xt), list(map(int, yt))]})
        (x, y), (xt, yt) = call("reuters", f"reuters_{protocol}.npz", test_split=0.3, **options)
        expected[f"reuters_{protocol}"].append({"options": options, "result": [lists(x), list(map(int, y)), lists(xt), list(map(int, yt))]})

# Tables
for name, dtype, rows in (("boston_housing", "float64", 23), ("california_housing", "float32", 620)):
    width = 13 if dtype == "float64" else 2
    np.savez(os.path.join(OUT, name + ".npz"), x=RNG.rand(rows, width).round(3).astype(dtype), y=RNG.rand(rows).round(3).astype(dtype))
    cases = [{}, {"test_split": 0.35, "seed": 4}] if width == 13 else [{"test_split": 0.97}, {"version": "small", "test_split": 0.98, "seed": 9}]
    expected[name] = []
    for options in cases:
        (x, y), (xt, yt) = call(name, name + ".npz", **options)
        expected[name].append({"options": options, "counts": [len(x), len(xt)], "result": [x.tolist(), y.tolist(), xt[:5].tolist(), yt[:5].tolist()]})

# NumPy's own files and random numbers
for label, array in {"f8": np.linspace(-1, 1, 6).reshape(2, 3), "big_i4": np.arange(6, dtype=">i4").reshape(3, 2), "fortran": np.asfortranarray(np.arange(24, dtype="int16").reshape(2, 3, 4)),
                     "bool": np.array([True, False, True]), "half": np.array([0.5, -2], "float16"), "scalar": np.array(7, "uint64"), "empty": np.zeros((0, 3), "float32")}.items():
    np.save(os.path.join(OUT, f"array_{label}.npy"), array)
    expected[f"array_{label}"] = [list(array.shape), [float(v) for v in array.ravel()]]
expected["permutations"] = []
for seed, count in ((0, 5), (113, 100), (4294967295, 33), (42, 1000)):
    order = np.arange(count)
    np.random.RandomState(seed).shuffle(order)
    expected["permutations"].append([seed, order.tolist()])
sequences = [[1, 2, 3, 4], [5], [], [6, 7]]
expected["pad_sequences"] = [[o, pad_sequences(sequences, **o).tolist()] for o in ({}, {"maxlen": 2}, {"maxlen": 3, "padding": "post", "truncating": "post", "value": 9}, {"maxlen": 6, "padding": "post"})]

with open(os.path.join(OUT, "expected.json"), "w") as file:
    file.write("{\n" + ",\n".join(f" {json.dumps(k)}: {json.dumps(v)}" for k, v in expected.items()) + "\n}\n")
