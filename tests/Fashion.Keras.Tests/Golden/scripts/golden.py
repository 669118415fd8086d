"""What the scripts for golden cases of layers share: tensors as JSON, cases of kind "layer" and "mask", model files."""
import json
import os
import sys

import keras
import numpy as np
import torch

OUT = sys.argv[1]
VERSIONS = {"keras": keras.__version__, "torch": torch.__version__.split("+")[0], "numpy": np.__version__}
torch.set_num_threads(1)


class Lines(str):
    """Text that goes into a file as it is."""


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


def noise(shape, seed, low=-1.0, high=1.0):
    return np.round(np.random.RandomState(seed).uniform(low, high, shape), 3).astype("float32")


def numpy(t):
    return t.detach().numpy()


def fill(weights, seed=50):
    """Small round numbers; moving variances positive."""
    for i, w in enumerate(weights):
        if w.dtype != "float32":
            continue
        w.assign(noise(w.shape, seed + i, *((0.5, 1.5) if w.name in ("moving_variance", "gamma", "moving_stddev", "renorm_stddev") else (-1.0, 1.0))))


def stored(weights, kinds=True):
    return [dict({"name": w.name}, **({"path": w.path, "trainable": w.trainable} if kinds else {}), value=tensor(w.numpy())) for w in weights]


def own_weights(layer):
    """Without the states of random generators."""
    return [w for w in layer.weights if w.name != "seed_generator_state"]


def made(class_name, config):
    return keras.saving.deserialize_keras_object({"module": "keras.layers", "class_name": class_name, "config": config, "registered_name": None})


def layer_case(name, class_name, config, x, training=False, note=None, kind="layer"):
    layer = made(class_name, json.loads(json.dumps(config)))
    x = torch.tensor(noise(x, 1) if isinstance(x, tuple) else x, requires_grad=True)
    layer.build(tuple(x.shape))
    fill(own_weights(layer))
    case = {"schema": 1, "kind": kind, "name": name, "made_with": VERSIONS, "class_name": class_name, "config": config,
            "full_config": layer.get_config(), "training": training, "inputs": [tensor(numpy(x))], "weights": stored(own_weights(layer))}
    with torch.enable_grad():
        y = layer(x * 1, training=training)
        direction = noise(tuple(y.shape), 99)
        loss = (y * torch.tensor(direction)).sum()
        trained = layer.trainable_weights
        gradients = torch.autograd.grad(loss, [x] + [w.value for w in trained], allow_unused=True)
    case.update(outputs=[tensor(numpy(y))], output_shape=list(y.shape))
    if note:
        case["note"] = note
    case["gradient"] = {"R": [tensor(direction)], "loss": float(loss), "inputs": [None if gradients[0] is None else tensor(gradients[0])],
                        "weights": [{"name": w.name, "value": None if g is None else tensor(g)} for w, g in zip(trained, gradients[1:])]}
    if training:
        case["weights_after"] = stored(own_weights(layer))
    write(kind, name, case)


def mask_cases(class_name, cases, random=False):
    """cases: (config, shape, masks); for each without and with training. Outputs of training steps with random numbers are not recorded."""
    lines = []
    for config, shape, masks in cases:
        for training in (False, True):
            for mask in masks:
                keras.utils.clear_session()
                layer = made(class_name, json.loads(json.dumps(config)))
                layer.build(shape)
                fill(own_weights(layer))
                x = torch.tensor(noise(shape, 7))
                before = stored(own_weights(layer), kinds=False)
                if mask is not None:
                    keras.src.backend.set_keras_mask(x, torch.tensor(mask))
                case = {"config": config, "training": training, "inputs": [tensor(numpy(x))], "masks": [None if mask is None else tensor(mask)], "weights": before}
                try:
                    y = layer(x, training=training)
                except Exception as error:  # noqa: BLE001
                    lines.append(dict(case, error=str(error).split("\n")[0][:120]))
                    print(class_name, "error", repr(error)[:200])
                    continue
                out = keras.src.backend.get_keras_mask(y)
                known = not (random and training)
                case.update(outputs=[tensor(numpy(y))] if known else None, output_masks=[None if out is None else tensor(out.numpy())])
                if training and before:
                    case["weights_after"] = stored(own_weights(layer), kinds=False)
                lines.append(case)
    body = Lines("[\n  " + ",\n  ".join(json.dumps(c) for c in lines) + "\n ]")
    write("mask", class_name, {"schema": 1, "kind": "mask", "name": class_name, "made_with": {k: VERSIONS[k] for k in ("keras", "torch")},
                               "class_name": class_name, "cases": body})


def model_files(name, model, inputs, formats=(".keras", ".h5")):
    fill(model.weights)
    os.makedirs(os.path.join(OUT, "keras_files"), exist_ok=True)
    y = model(inputs if len(inputs) > 1 else inputs[0], training=False)
    y = list(y) if isinstance(y, (tuple, list)) else [y]
    facts = {"inputs": [tensor(x) for x in inputs], "expected": [tensor(numpy(t)) for t in y]}
    for extension in formats:
        path = os.path.join(OUT, "keras_files", name + extension)
        model.save(path)
        with open(path + ".json", "w") as file:
            json.dump(facts, file)


def some(shape, seed=6):
    return np.random.RandomState(seed).rand(*shape) > 0.4
