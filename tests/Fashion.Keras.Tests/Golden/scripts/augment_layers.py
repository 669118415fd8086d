"""Golden cases of the layers that augment images, where their result does not depend on chance: kinds "layer" and "mask".

Run with Keras 3.16 on PyTorch: python augment_layers.py OUTPUT_FOLDER
"""
import json

import keras
import numpy as np
import torch

from golden import VERSIONS, Lines, made, noise, numpy, tensor, write

LAST, FIRST = (2, 5, 6, 3), (2, 3, 5, 6)


def layer_case(name, class_name, config, x, training=True):
    layer = made(class_name, json.loads(json.dumps(config)))
    source = torch.tensor(x, requires_grad=True)
    with torch.enable_grad():
        y = layer(source * 1, training=training)
        direction = noise(tuple(y.shape), 99)
        loss = (y * torch.tensor(direction)).sum()
    full = {k: v for k, v in layer.get_config().items() if k != "bounding_box_format"}
    case = {"schema": 1, "kind": "layer", "name": name, "made_with": VERSIONS, "class_name": class_name, "config": config, "full_config": full,
            "training": training, "inputs": [tensor(numpy(source))], "weights": [], "outputs": [tensor(numpy(y))], "output_shape": list(y.shape)}
    if y.requires_grad:
        gradient = torch.autograd.grad(loss, source, allow_unused=True)[0]
        if gradient is not None and not torch.isnan(gradient).any():
            case["gradient"] = {"R": [tensor(direction)], "loss": float(loss.detach()), "inputs": [tensor(gradient)], "weights": []}
    write("layer", name, case)


def mask_cases(class_name, config, shape):
    cases = []
    for which in (None, "ones", "some"):
        for training in (False, True):
            layer = made(class_name, json.loads(json.dumps(config)))
            x = torch.tensor(noise(shape, 5, 0, 1))
            mask = None if which is None else np.ones(shape[:3], bool) if which == "ones" else np.random.RandomState(6).rand(*shape[:3]) > 0.4
            if mask is not None:
                keras.src.backend.set_keras_mask(x, torch.tensor(mask))
            values = x.numpy().copy()
            y = layer(x, training=training)
            out = keras.src.backend.get_keras_mask(y)
            cases.append({"config": config, "training": training, "inputs": [tensor(values)], "masks": [None if mask is None else tensor(mask)], "weights": [],
                          "outputs": None if training else [tensor(y.numpy())], "output_masks": [None if out is None else tensor(out.numpy())]})
    body = Lines("[\n  " + ",\n  ".join(json.dumps(c) for c in cases) + "\n ]")
    write("mask", class_name, {"schema": 1, "kind": "mask", "name": class_name, "made_with": {k: VERSIONS[k] for k in ("keras", "torch")}, "class_name": class_name, "cases": body})


def both(class_name, config, name, seed=20, most=255):
    """The same setting for values from 0 to 255 and, channels first, from 0 to 1."""
    layer_case(name, class_name, dict(config, **({"seed": 1} if class_name.startswith("Random") else {})), noise(LAST, seed, 0, most))
    layer_case(name + "_first", class_name, dict(config, value_range=[0.0, 1.0], data_format="channels_first"), noise(FIRST, seed, 0, 1))


for value in (0.0, 0.3, 1.0):
    both("RandomSharpness", {"factor": [value, value]}, f"random_sharpness_fixed_{str(value).replace('.', '_')}")
for bits in (1, 3, 8):
    both("RandomPosterization", {"factor": [bits, bits]}, f"random_posterization_{bits}")
both("RandomGaussianBlur", {"factor": [1.0, 1.0], "sigma": [0.7, 0.7]}, "random_gaussian_blur_fixed")
both("RandomGaussianBlur", {"factor": [1.0, 1.0], "kernel_size": 5, "sigma": [1.0, 1.0]}, "random_gaussian_blur_5")
both("RandomGaussianBlur", {"factor": [0.0, 0.0]}, "random_gaussian_blur_never")
both("Solarization", {}, "solarization_all")
both("AutoContrast", {}, "auto_contrast")
layer_case("auto_contrast_flat", "AutoContrast", {}, np.concatenate([np.full((2, 4, 5, 1), 7.0), np.zeros((2, 4, 5, 1)), noise((2, 4, 5, 1), 3, 20, 90)], axis=3).astype("float32"), training=False)
both("Equalization", {}, "equalization")
both("Equalization", {"bins": 12}, "equalization_12")
layer_case("equalization_flat", "Equalization", {}, np.concatenate([np.full((2, 4, 5, 1), 7.0), noise((2, 4, 5, 1), 3, 20, 30)], axis=3).astype("float32"))
layer_case("equalization_inference", "Equalization", {"value_range": [-1, 1]}, noise(LAST, 4), training=False)
for name, config in (("shear", {"x_factor": [0.0, 0.0]}), ("erasing", {"factor": 0.0}), ("perspective", {"factor": [1.0, 1.0], "scale": 0.0})):
    layer_case(f"random_{name}_nothing", f"Random{name.capitalize()}", dict(config, seed=1), noise(LAST, 21, 0, 255))
layer_case("random_erasing_inference", "RandomErasing", {"fill_value": [1.0, 2.0, 3.0], "scale": [0.1, 0.4]}, noise(LAST, 22, 0, 255), training=False)
layer_case("random_erasing_all", "RandomErasing", {"factor": [1.0, 1.0], "scale": [1.0, 1.0], "fill_value": [10.0, 20.0, 300.0]}, noise(LAST, 22, 0, 255))
layer_case("random_shear_inference", "RandomShear", {"x_factor": [0.2, 0.4], "y_factor": [0.1, 0.2], "fill_mode": "wrap"}, noise(LAST, 22, 0, 255), training=False)
layer_case("solarization_inference", "Solarization", {"addition_factor": 0.3, "threshold_factor": [0.1, 0.2]}, noise(LAST, 22, 0, 255), training=False)
layer_case("random_color_jitter_fixed", "RandomColorJitter", {"brightness_factor": [0.1, 0.1], "saturation_factor": [0.8, 0.8], "hue_factor": [0.0, 0.0], "value_range": [0.0, 1.0], "seed": 1}, noise(LAST, 23, 0.1, 0.6))
layer_case("random_color_jitter_brightness", "RandomColorJitter", {"brightness_factor": [-0.2, -0.2], "data_format": "channels_first", "seed": 1}, noise(FIRST, 23, 0, 255))
layer_case("random_color_jitter_none", "RandomColorJitter", {"seed": 1}, noise(LAST, 23, 0, 255))
for name, class_name, config in (("mix_up", "MixUp", {"alpha": 0.4}), ("cut_mix", "CutMix", {"factor": [0.2, 0.5]}), ("rand_augment", "RandAugment", {"num_ops": 3, "factor": 0.4}), ("aug_mix", "AugMix", {"num_chains": 2, "all_ops": False}),
                                 ("random_elastic_transform", "RandomElasticTransform", {"scale": 0.5, "fill_mode": "nearest"})):
    layer_case(name + "_inference", class_name, dict(config, seed=1), noise(LAST, 24, 0, 255), training=False)
layer_case("rand_augment_no_ops", "RandAugment", {"num_ops": 0, "seed": 1}, noise(LAST, 24, 0, 255))
layer_case("random_elastic_transform_nothing", "RandomElasticTransform", {"scale": 0.0, "seed": 1}, noise(LAST, 24, 0, 255))
CLAHE = "ContrastLimitedAdaptiveHistogramEqualization"
for name, config, shape in (("default", {}, (2, 17, 20, 2)), ("tiles", {"tile_grid_size": [2, 3], "clip_limit": 2.0}, (2, 9, 14, 3)), ("no_limit", {"tile_grid_size": [2, 2], "clip_limit": 0.0}, (1, 8, 8, 1)), ("one_tile", {"tile_grid_size": [1, 1]}, (1, 8, 7, 1)),
                            ("small", {}, (1, 6, 5, 1))):
    layer_case("clahe_" + name, CLAHE, config, noise(shape, 25, 0, 255), training=False)
layer_case("clahe_first", CLAHE, {"tile_grid_size": [3, 2], "value_range": [0.0, 1.0], "data_format": "channels_first"}, noise((2, 2, 9, 10), 26, 0, 1))

SHAPE = (2, 5, 6, 3)
for class_name, config in (("RandomErasing", {}), ("RandomShear", {"x_factor": 0.5}), ("RandomPerspective", {}), ("RandomGaussianBlur", {}), ("RandomSharpness", {"factor": 0.5}),
                           ("RandomPosterization", {"factor": 4}), ("Solarization", {"threshold_factor": 0.5}), ("AutoContrast", {}), ("Equalization", {}), ("RandomColorJitter", {"brightness_factor": 0.5}), ("MixUp", {}), ("CutMix", {}),
                           ("RandAugment", {}), ("AugMix", {}), ("RandomElasticTransform", {}), (CLAHE, {"tile_grid_size": [2, 2]})):
    mask_cases(class_name, config, SHAPE)
