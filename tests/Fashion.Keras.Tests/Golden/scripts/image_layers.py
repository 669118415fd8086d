"""Golden cases of the layers that resize, crop and recolour images: kinds "layer" and "mask", and their default configs.

Run with Keras 3.16 on PyTorch: python image_layers.py OUTPUT_FOLDER
"""
import json
import os
import sys

import keras
import numpy as np
import torch

OUT = sys.argv[1]
VERSIONS = {"keras": keras.__version__, "torch": torch.__version__.split("+")[0], "numpy": np.__version__}
torch.set_num_threads(1)


def tensor(array):
    array = np.asarray(array)
    kind = "bool" if array.dtype == bool else "float32"
    values = array.ravel().tolist() if kind == "bool" else [float(f"{v:.9g}") for v in array.astype("float32").ravel()]
    return {"shape": list(array.shape), "dtype": kind, "data": values}


def write(kind, name, case):
    os.makedirs(os.path.join(OUT, kind), exist_ok=True)
    with open(os.path.join(OUT, kind, name + ".json"), "w") as file:
        lines = ",\n".join(f" {json.dumps(k)}: {v if isinstance(v, Lines) else json.dumps(v)}" for k, v in case.items())
        file.write("{\n" + lines + "\n}\n")


class Lines(str):
    pass


def noise(shape, seed, low=0.0, high=1.0):
    return np.round(np.random.RandomState(seed).uniform(low, high, shape), 3).astype("float32")


def smooth(shape):
    n, h, w, c = shape
    y, x = np.mgrid[0:h, 0:w]
    planes = [np.sin(0.3 * y + i) * np.cos(0.2 * x - i) + 0.1 * i for i in range(n * c)]
    return np.stack(planes).reshape(n, c, h, w).transpose(0, 2, 3, 1).astype("float32")


def lanczos(layer, x):
    """PyTorch's Resizing refuses Lanczos; Keras's own scale_and_translate computes what Keras's other engines do in Resizing."""
    size, shape = (layer.height, layer.width), x.shape
    scale = torch.tensor([size[0] / shape[1], size[1] / shape[2]])
    return keras.ops.image.scale_and_translate(
        x, (shape[0], *size, shape[3]), scale, torch.zeros(2), (1, 2), layer.interpolation, antialias=layer.antialias)


def layer_case(name, class_name, config, x, training=False, note=None):
    layer = getattr(keras.layers, class_name)(**config)
    source = torch.tensor(x, requires_grad=True)
    call = (lambda t: lanczos(layer, t)) if str(config.get("interpolation", "")).startswith("lanczos") else (lambda t: layer(t, training=training))
    with torch.enable_grad():
        y = call(source * 1)  # RandomBrightness adds in place
        direction = noise(tuple(y.shape), 99, -1, 1)
        loss = (y * torch.tensor(direction)).sum()
        if y.requires_grad:
            loss.backward()
    full = layer.get_config()
    if class_name == "RandomCrop" and "seed" not in config:
        del full["seed"]
    case = {"schema": 1, "kind": "layer", "name": name, "made_with": VERSIONS, "class_name": class_name, "config": config,
            "full_config": full, "training": training, "inputs": [tensor(x)], "weights": [],
            "outputs": [tensor(y.detach().numpy())], "output_shape": list(y.shape)}
    if note:
        case["note"] = note
    if source.grad is not None:
        case["gradient"] = {"R": [tensor(direction)], "loss": float(loss), "inputs": [tensor(source.grad.numpy())], "weights": []}
    write("layer", name, case)


def mask_cases(class_name, config, shape):
    cases = []
    for which in (None, "ones", "some"):
        for training in (False, True):
            layer = getattr(keras.layers, class_name)(**config)
            x = torch.tensor(noise(shape, 5))
            mask = None if which is None else np.ones(shape[:3], bool) if which == "ones" else np.random.RandomState(6).rand(*shape[:3]) > 0.4
            if mask is not None:
                keras.src.backend.set_keras_mask(x, torch.tensor(mask))
            values = x.numpy().copy()
            y = layer(x, training=training)
            out = keras.src.backend.get_keras_mask(y)
            known = not training or not class_name.startswith("Random")
            cases.append({"config": config, "training": training, "inputs": [tensor(values)], "masks": [None if mask is None else tensor(mask)],
                          "weights": [], "outputs": [tensor(y.numpy())] if known else None,
                          "output_masks": [None if out is None else tensor(out.numpy())]})
    body = Lines("[\n  " + ",\n  ".join(json.dumps(c) for c in cases) + "\n ]")
    write("mask", class_name, {"schema": 1, "kind": "mask", "name": class_name, "made_with": {k: VERSIONS[k] for k in ("keras", "torch")},
                               "class_name": class_name, "cases": body})


BIG, SMALL = (2, 9, 7, 3), (1, 4, 5, 2)
for interpolation in ("nearest", "bilinear", "bicubic", "lanczos3", "lanczos5"):
    note = lanczos.__doc__ if interpolation.startswith("lanczos") else None
    layer_case(f"resizing_{interpolation}_down", "Resizing", {"height": 4, "width": 5, "interpolation": interpolation}, noise(BIG, 1), note=note)
    layer_case(f"resizing_{interpolation}_up", "Resizing", {"height": 9, "width": 11, "interpolation": interpolation}, noise(SMALL, 2), note=note)
    layer_case(f"resizing_{interpolation}_antialias", "Resizing", {"height": 3, "width": 10, "interpolation": interpolation, "antialias": True}, noise((1, 13, 7, 2), 3), note=note)
layer_case("resizing_smooth", "Resizing", {"height": 12, "width": 17}, smooth((1, 20, 25, 3)))
layer_case("resizing_channels_first", "Resizing", {"height": 3, "width": 8, "data_format": "channels_first"}, noise((2, 3, 6, 5), 4))
layer_case("resizing_one_side", "Resizing", {"height": 9, "width": 4, "interpolation": "bicubic"}, noise(BIG, 1))
for h, w in ((4, 8), (6, 3), (5, 5)):
    layer_case(f"resizing_crop_{h}_{w}", "Resizing", {"height": h, "width": w, "crop_to_aspect_ratio": True}, noise(BIG, 5))
    layer_case(f"resizing_pad_{h}_{w}", "Resizing", {"height": h, "width": w, "pad_to_aspect_ratio": True, "fill_value": 0.5, "interpolation": "bicubic"}, noise(BIG, 5))
layer_case("center_crop_odd", "CenterCrop", {"height": 4, "width": 2}, noise(BIG, 6))
layer_case("center_crop_same", "CenterCrop", {"height": 9, "width": 7}, noise(BIG, 6))
layer_case("center_crop_larger", "CenterCrop", {"height": 6, "width": 10}, noise(BIG, 7))
layer_case("center_crop_channels_first", "CenterCrop", {"height": 3, "width": 4, "data_format": "channels_first"}, noise((2, 3, 6, 5), 8))
layer_case("random_crop_same_inference", "RandomCrop", {"height": 9, "width": 7, "seed": 3}, noise(BIG, 9))
layer_case("random_crop_one_side_training", "RandomCrop", {"height": 9, "width": 4, "seed": 3}, noise(BIG, 9), training=True)
layer_case("random_crop_smaller_training", "RandomCrop", {"height": 12, "width": 8, "seed": 3}, noise(BIG, 9), training=True)
layer_case("random_crop_small_channels_first_training", "RandomCrop", {"height": 4, "width": 9, "seed": 3, "data_format": "channels_first"}, noise((2, 3, 6, 5), 9), training=True)
layer_case("random_brightness_inference", "RandomBrightness", {"factor": 0.3}, noise(BIG, 10, 0, 255))
layer_case("random_brightness_fixed", "RandomBrightness", {"factor": [0.3, 0.3], "seed": 1}, noise(BIG, 10, 0, 255), training=True)
layer_case("random_brightness_fixed_range", "RandomBrightness", {"factor": [-0.25, -0.25], "value_range": [-1.0, 1.0], "data_format": "channels_first"}, noise((2, 3, 4, 5), 11, -1, 1), training=True)
layer_case("random_contrast_inference", "RandomContrast", {"factor": [0.2, 0.4]}, noise(BIG, 12, 0, 255))
layer_case("random_contrast_fixed", "RandomContrast", {"factor": [-0.4, 0.4]}, noise(BIG, 12, 0, 255), training=True)
for class_name, factor in (("RandomSaturation", [0.7, 0.7]), ("RandomSaturation", [0.2, 0.2]), ("RandomColorDegeneration", [0.4, 0.4]), ("RandomColorDegeneration", [-0.5, -0.5]), ("RandomHue", [0.0, 0.0]), ("RandomInvert", [1.0, 1.0])):
    name = f"{keras.src.utils.naming.to_snake_case(class_name)}_fixed_{str(factor[0]).replace('.', '_').replace('-', 'minus_')}"
    layer_case(name, class_name, {"factor": factor, "value_range": [0.0, 1.0], "seed": 1}, noise((2, 4, 5, 3), 15), training=True)
    layer_case(name + "_255", class_name, {"factor": factor, "data_format": "channels_first"}, noise((2, 3, 4, 5), 16, 0, 6 if class_name == "RandomSaturation" else 255), training=True)
layer_case("random_grayscale_all", "RandomGrayscale", {"factor": 1.0}, noise((2, 4, 5, 3), 17), training=True)
layer_case("random_grayscale_none", "RandomGrayscale", {"factor": 0.0, "data_format": "channels_first"}, noise((2, 3, 4, 5), 17), training=True)
layer_case("random_hue_inference", "RandomHue", {"factor": 0.5}, noise((2, 4, 5, 3), 18))
layer_case("upsampling2d_bicubic", "UpSampling2D", {"size": [2, 3], "interpolation": "bicubic"}, noise(SMALL, 14))

for class_name, config in (("Resizing", {"height": 4, "width": 3}), ("CenterCrop", {"height": 4, "width": 3}), ("RandomCrop", {"height": 5, "width": 6, "seed": 1}),
                           ("RandomBrightness", {"factor": 0.2}), ("RandomContrast", {"factor": 0.2})):
    mask_cases(class_name, config, (2, 5, 6, 2))
for class_name in ("RandomSaturation", "RandomHue", "RandomColorDegeneration", "RandomInvert", "RandomGrayscale"):
    mask_cases(class_name, {"factor": 0.5}, (2, 5, 6, 3))

with open(os.path.join(OUT, "configs.txt"), "w") as file:
    for class_name in ("CenterCrop", "RandomCrop", "Resizing"):
        extra = {"seed": 1} if class_name == "RandomCrop" else {}
        file.write(f"  {json.dumps(class_name)}: {json.dumps(getattr(keras.layers, class_name)(4, 3, **extra).get_config())},\n")
