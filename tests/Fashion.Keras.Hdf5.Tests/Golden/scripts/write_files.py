# Writes the golden files, each with its listing: python3 write_files.py FOLDER
# Made with h5py 3.16 on HDF5 2.2, which knows all versions of the format.
import gzip
import os
import subprocess
import sys

import h5py
import numpy as np

folder = sys.argv[1]
here = os.path.dirname(os.path.abspath(__file__))
r = np.random.default_rng(1)


def everything(f, newest):
    for t in ["i1", "u1", "<i2", ">i2", "<u4", ">i8", "<f2", ">f2", "<f4", ">f4", "<f8", ">f8"]:
        f["numbers/" + t.replace("<", "little_").replace(">", "big_")] = r.integers(0, 99, (5, 7)).astype(t)
    f["bool"] = np.array([True, False, True])
    f["scalar"] = 3.5
    f["null"] = h5py.Empty("f4")
    f["texts"] = np.array(["a", "", "bé"], dtype=object)
    f["fixed_texts"] = np.array([b"ab", b"c"])
    small = dict(dtype="u1")
    f.create_dataset("gzip", data=r.random((50, 33)), chunks=(7, 8), compression="gzip", shuffle=True, fletcher32=True)
    f.create_dataset("odd_fletcher", data=np.arange(35, dtype="u1"), chunks=(5,), fletcher32=True)
    f.create_dataset("single", data=r.random((5, 3)), chunks=(5, 3), compression="gzip")
    f.create_dataset("single_plain", data=r.random((5, 3)), chunks=(5, 3))
    f.create_dataset("fixed_array", data=np.arange(600) % 251, chunks=(4,), **small)
    f.create_dataset("fixed_array_pages", data=np.arange(4500) % 251, chunks=(2,), **small)
    f.create_dataset("extensible", data=np.arange(2700).reshape(3, 900) % 251, chunks=(1, 2), maxshape=(3, None), **small)
    f.create_dataset("extensible_gzip", data=np.arange(400.0), chunks=(3,), maxshape=(None,), compression="gzip")
    f.create_dataset("tree", data=np.arange(3000).reshape(50, 60) % 251, chunks=(3, 4), maxshape=(None, None), compression="gzip", **small)
    f.create_dataset("tree_plain", data=np.arange(4000).reshape(80, 50) % 251, chunks=(3, 4), maxshape=(None, None), **small)
    x = f.create_dataset("missing_chunks", (100, 10), dtype="f4", chunks=(7, 3), fillvalue=2.5)
    x[10:20] = 1
    f.create_dataset("never_written", (4, 4), dtype="f4", fillvalue=7)
    many = f.create_group("many")
    for i in range(400):
        many[f"link{i}"] = f["scalar"]
    a = f.create_group("attributes", track_order=True)
    for i in range(60):
        a.attrs[f"a{i}"] = "x" * i
    a.attrs["numbers"] = np.arange(6, dtype=">i4").reshape(2, 3)
    if newest:
        a.attrs["large"] = np.array([b"y" * 5000] * 20)
    f["soft"] = h5py.SoftLink("/scalar")
    f["elsewhere"] = h5py.ExternalLink("other.h5", "/x")
    f["shared_type"] = np.dtype("f4")
    f.create_dataset("of_shared_type", data=np.arange(3.0), dtype=f["shared_type"])


def compact(f):
    create = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    create.set_layout(h5py.h5d.COMPACT)
    d = h5py.h5d.create(f.id, b"compact", h5py.h5t.IEEE_F32LE, h5py.h5s.create_simple((6,)), create)
    d.write(h5py.h5s.ALL, h5py.h5s.ALL, np.arange(6, dtype="f4"))


def finish(name):
    path = os.path.join(folder, name + ".h5")
    listing = subprocess.run([sys.executable, os.path.join(here, "list_files.py"), path], check=True, capture_output=True, text=True).stdout
    open(os.path.join(folder, name + ".list"), "w").write(listing)
    with open(path, "rb") as source, gzip.GzipFile(path + ".gz", "wb", mtime=0) as packed:
        packed.write(source.read())
    os.remove(path)


os.makedirs(folder, exist_ok=True)
for version in ["earliest", "v110", "latest"]:
    with h5py.File(os.path.join(folder, version + ".h5"), "w", libver="earliest" if version == "earliest" else (version, version)) as f:
        everything(f, version != "earliest")
        compact(f)
    finish(version)
with h5py.File(os.path.join(folder, "order.h5"), "w", track_order=True) as f:
    for i in range(40):
        f[f"d{i}"] = i
finish("order")
with h5py.File(os.path.join(folder, "user_block.h5"), "w", userblock_size=512) as f:
    f["x"] = np.arange(5.0)
finish("user_block")
