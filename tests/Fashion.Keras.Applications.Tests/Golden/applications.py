"""What real Keras makes of its architectures: tables of layers, predictions, files, one training step, preprocessing.

Run with Keras 3.16 on PyTorch:
    python applications.py OUT            writes the JSON files and the small gzipped model files of this folder
    python applications.py OUT --whole    writes, per case, the three kinds of files as Keras leaves them, for JudgeTests

Weights are not random: weight k of a model has the elements low + (high - low) * T[(i + 37 k) % 127], i its row-major index and
T a table of multiples of 1/128 that both sides compute; the limits are such that all elements are exact floats. The table is short,
so files of such weights are small when compressed.
"""
import gzip
import json
import os
import sys

import keras
import numpy as np
import torch
from keras import applications
from keras.src.legacy.saving import legacy_h5_format
from keras.src.utils import file_utils

OUT = sys.argv[1]
WHOLE = "--whole" in sys.argv
PERIOD = 127
torch.set_num_threads(1)

# name: architecture, arguments by Keras's names, size of the images, kinds of files that are kept here
CASES = {
    "vgg16": ("VGG16", {"include_top": False, "input_shape": [32, 32, 3], "pooling": "avg"}, 32, []),
    "vgg16_top": ("VGG16", {"input_shape": [32, 32, 3], "classes": 10}, None, []),
    "resnet50": ("ResNet50", {"input_shape": [32, 32, 3], "classes": 10}, 32, []),
    "resnet50_max": ("ResNet50", {"include_top": False, "pooling": "max"}, None, []),
    "resnet101": ("ResNet101", {"input_shape": [32, 32, 3], "classes": 10}, None, []),
    "resnet50v2": ("ResNet50V2", {"input_shape": [32, 32, 3], "classes": 10}, 32, []),
    "mobilenetv2": ("MobileNetV2", {"input_shape": [32, 32, 3], "alpha": 0.35, "classes": 10}, 32, ["weights.h5", "h5", "keras", "legacy.h5"]),
    "mobilenetv2_open": ("MobileNetV2", {"alpha": 0.5, "include_top": False, "pooling": "max"}, 45, []),
    "mobilenetv2_wide": ("MobileNetV2", {"alpha": 1.3, "input_shape": [96, 96, 3], "classes": 7, "classifier_activation": None}, None, []),
    "mobilenetv3small": ("MobileNetV3Small", {"input_shape": [32, 32, 3], "alpha": 0.35, "classes": 10}, 32, ["weights.h5", "h5", "keras"]),
    "mobilenetv3small_minimal": ("MobileNetV3Small", {"alpha": 0.35, "classes": 10, "minimalistic": True, "dropout_rate": 0.0, "include_preprocessing": False}, 40, []),
    "mobilenetv3large": ("MobileNetV3Large", {"input_shape": [32, 32, 3], "alpha": 0.35, "classes": 10}, 32, ["weights.h5"]),
    "mobilenetv3large_wide": ("MobileNetV3Large", {"alpha": 1.25, "include_top": False, "pooling": "avg"}, None, []),
    "efficientnetb0": ("EfficientNetB0", {"input_shape": [32, 32, 3], "classes": 10}, 32, ["weights.h5", "keras"]),
    "efficientnetb0_imagenet": ("EfficientNetB0", {"include_top": False, "input_shape": [32, 32, 3], "pooling": "avg", "weights": "imagenet"}, 32, ["keras"]),
}


def table():
    """The numbers 1/128 ... 127/128 in an order that a multiplicative generator of whole numbers below 2^31 - 1 shuffles."""
    numbers, value = [(i + 1) / 128 for i in range(PERIOD)], 20241
    for i in range(PERIOD - 1, 0, -1):
        value = value * 48271 % 2147483647
        j = value % (i + 1)
        numbers[i], numbers[j] = numbers[j], numbers[i]
    return np.array(numbers)


TABLE = table()
RANGES = {"bias": (-0.125, 0.125), "gamma": (0.75, 1.25), "beta": (-0.25, 0.25), "moving_mean": (-0.125, 0.125), "moving_variance": (0.5, 1.5),
          "mean": (0.375, 0.5), "variance": (0.0625, 0.125)}


def span(name, shape, gain):
    if name in RANGES:
        return RANGES[name]
    # The power of two next to the limit of variance gain / fan; a depthwise kernel sees one channel only.
    fan = shape[0] * shape[1] if shape[-1] == 1 and len(shape) == 4 else int(np.prod(shape[:-1]))
    limit = 2.0 ** round(np.log2(3.0 * gain / fan) / 2)
    return -limit, limit


def fill(model, gain):
    for k, weight in enumerate(model.weights):
        if weight.name == "count":
            continue
        low, high = span(weight.name, tuple(weight.shape), gain)
        values = (low + (high - low) * TABLE).astype("float32")
        size = int(np.prod(weight.shape))
        weight.assign(values[(np.arange(size) + 37 * k) % PERIOD].reshape(weight.shape))


# So that predictions depend on the image, and on no class alone.
GAINS = {"ResNet50": 0.125, "ResNet50V2": 0.5, "VGG16": 0.5, "MobileNetV2": 2, "MobileNetV3Small": 1.6, "MobileNetV3Large": 1.6, "EfficientNetB0": 1.6, "mobilenetv3small_minimal": 1,
         "mobilenetv2_open": 1, "efficientnetb0_imagenet": 1.4}


def images(count, size):
    index = np.arange(count * size * size * 3)
    return (256 * TABLE[(index * 7 + index // 61) % PERIOD]).astype("float32").reshape(count, size, size, 3)


def build(architecture, arguments):
    keras.backend.clear_session()
    arguments = {k: tuple(v) if isinstance(v, list) else v for k, v in arguments.items()}
    function = getattr(applications, architecture)
    if arguments.get("weights") != "imagenet":
        return function(weights=None, **arguments)
    # Nothing is downloaded: the weights stay as they are made.
    load, fetch = keras.Model.load_weights, file_utils.get_file
    try:
        keras.Model.load_weights = lambda *_, **__: None
        file_utils.get_file = lambda *_, **__: ""
        return function(**arguments)
    finally:
        keras.Model.load_weights, file_utils.get_file = load, fetch


def rows(model):
    return [f"{layer.name} | {type(layer).__name__} | {layer.output.shape} | {layer.count_params()} | "
            + ", ".join(t._keras_history.operation.name for t in ([] if isinstance(layer, keras.layers.InputLayer) else inputs(layer)))
            for layer in model.layers]


def inputs(layer):
    given = layer.input
    return given if isinstance(given, list) else [given]


def operation_rows(model):
    """Operations between layers, which model.layers leaves out."""
    return [f"{o.name} | {type(o).__name__} | {o.output.shape}" for o in model.operations if not isinstance(o, keras.layers.Layer)]


def numbers(array):
    return {"shape": list(array.shape), "data": [float(f"{v:.7g}") for v in np.asarray(array, "float32").ravel()]}


def write(name, case):
    with open(os.path.join(OUT, name + ".json"), "w") as file:
        json.dump(case, file, indent=0, ensure_ascii=False)
        file.write("\n")


def save(model, path, kind):
    if kind == "legacy.h5":  # the layout of the weights that Keras offers for download
        import h5py
        with h5py.File(path, "w") as file:
            legacy_h5_format.save_weights_to_hdf5_group(file, model)
    elif kind == "weights.h5":
        model.save_weights(path)
    else:
        model.save(path)


def architecture_cases():
    for name, (architecture, arguments, size, kinds) in CASES.items():
        if WHOLE and size is None:
            continue
        model = build(architecture, arguments)
        case = {"architecture": architecture, "arguments": arguments, "name": model.name, "rows": rows(model), "operations": operation_rows(model),
                "parameters": model.count_params(), "trainable": sum(int(np.prod(w.shape)) for w in model.trainable_weights),
                "weights": [f"{w.path.split('/')[-2]}/{w.name} {tuple(w.shape)}" for w in model.weights]}
        if name == "vgg16_top":
            lines = []
            model.summary(line_length=78, print_fn=lines.append)
            case["summary"] = "\n".join(lines)
        if size is not None:
            gain = GAINS.get(name, GAINS[architecture])
            fill(model, gain)
            case["gain"], case["size"], case["count"], case["scaled"] = gain, size, 2 if arguments.get("include_top", True) else 1, architecture in ["MobileNetV2", "ResNet50V2"]
            x = images(case["count"], size) / 127.5 - 1 if case["scaled"] else images(case["count"], size)
            case["prediction"] = numbers(model.predict(x, verbose=0))
        for kind in ["weights.h5", "h5", "keras"] if WHOLE else kinds:
            path = os.path.join(OUT, f"{name}.{kind}")
            save(model, path, kind)
            if not WHOLE:
                with open(path, "rb") as plain, gzip.GzipFile(path + ".gz", "wb", 9, mtime=0) as packed:
                    packed.write(plain.read())
                os.remove(path)
        write(name, case)
        print(name, model.count_params(), flush=True)


def training_case():
    """A step of SGD on each of three batches: the loss, and the smaller weights after it. Later steps meet kinks of ReLU6, where float32 and float64 part."""
    model, steps = build("MobileNetV2", {"input_shape": [64, 64, 3], "alpha": 0.35, "classes": 10}), []
    x = images(24, 64) / 127.5 - 1
    for batch in range(3):
        fill(model, GAINS["MobileNetV2"])
        model.compile(keras.optimizers.SGD(0.0001), "sparse_categorical_crossentropy")
        loss = float(model.train_on_batch(x[8 * batch:8 * batch + 8], np.arange(8)))
        steps.append({"loss": loss, "weights": {w.path: numbers(np.asarray(w)) for w in model.weights if np.prod(w.shape) <= 16 or w.path in ["Conv1/kernel", "expanded_conv_depthwise/kernel"]}})
    write("training", {"steps": steps})


def tuning_case():
    """A frozen base inside a model with a new head, as the guide to transfer learning has it: two steps, then thawed, two more."""
    base = build("MobileNetV3Small", {"input_shape": [32, 32, 3], "alpha": 0.35, "include_top": False, "pooling": "avg"})
    gain = GAINS["MobileNetV3Small"]
    fill(base, gain)
    base.trainable = False
    entry = keras.Input((32, 32, 3))
    head = keras.layers.Dense(3, activation="softmax", name="head")
    model = keras.Model(entry, head(base(entry, training=False)))
    for k, weight in enumerate(head.weights):
        low, high = span(weight.name, tuple(weight.shape), gain)
        weight.assign(((low + (high - low) * TABLE)[(np.arange(int(np.prod(weight.shape))) + 37 * k) % PERIOD]).reshape(weight.shape))
    x, y = images(4, 32), np.array([1, 0, 2, 1])
    model.compile(keras.optimizers.SGD(0.05), "sparse_categorical_crossentropy")
    losses = [float(model.train_on_batch(x, y)) for _ in range(2)]
    counts = [len(model.trainable_weights), len(model.non_trainable_weights)]
    base.trainable = True
    model.compile(keras.optimizers.SGD(0.001), "sparse_categorical_crossentropy")
    losses += [float(model.train_on_batch(x, y)) for _ in range(2)]
    write("tuning", {"losses": losses, "counts": counts, "thawed": [len(model.trainable_weights), len(model.non_trainable_weights)],
                     "kernel": numbers(np.asarray(head.kernel)), "prediction": numbers(model.predict(x, verbose=0))})


def preprocessing_cases():
    families = {"vgg16": applications.vgg16, "resnet": applications.resnet, "resnet_v2": applications.resnet_v2, "mobilenet_v2": applications.mobilenet_v2,
                "mobilenet_v3": applications.mobilenet_v3, "efficientnet": applications.efficientnet}
    x = images(2, 3)
    cases = {family: numbers(module.preprocess_input(x.copy())) for family, module in families.items()}
    for mode in ["caffe", "tf", "torch"]:
        cases[mode] = numbers(applications.imagenet_utils.preprocess_input(x.copy(), mode=mode))
        cases[mode + "_first"] = numbers(applications.imagenet_utils.preprocess_input(x.transpose(0, 3, 1, 2).copy(), data_format="channels_first", mode=mode))
        cases[mode + "_single"] = numbers(applications.imagenet_utils.preprocess_input(x[0].copy(), mode=mode))
        cases[mode + "_first_single"] = numbers(applications.imagenet_utils.preprocess_input(x[0].transpose(2, 0, 1).copy(), data_format="channels_first", mode=mode))
    write("preprocessing", cases)


os.makedirs(OUT, exist_ok=True)
architecture_cases()
if not WHOLE:
    training_case()
    tuning_case()
    preprocessing_cases()
