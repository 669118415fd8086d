"""Cases of layers that Keras 2 had and Keras 3 has no longer: ThresholdedReLU, LocallyConnected1D and LocallyConnected2D.

Keras 2 was not run. Results come from the formulas of its documentation, written out connection by connection, and gradients
from PyTorch; model files are written with h5py in the layout of Keras 2.4. Run: python keras2_layers.py OUTPUT_FOLDER
"""
import itertools
import json
import os

import h5py
import numpy as np
import torch

from golden import OUT, VERSIONS, Lines, noise, some, tensor, write

MADE = {"torch": VERSIONS["torch"], "numpy": VERSIONS["numpy"]}
RULES = {key: None for key in ("kernel_regularizer", "bias_regularizer", "activity_regularizer", "kernel_constraint", "bias_constraint")}


def local_config(filters, kernel, strides, rank, **more):
    return dict({"name": f"locally_connected{rank}d", "trainable": True, "dtype": "float32", "filters": filters, "kernel_size": kernel, "strides": strides, "padding": "valid",
                 "data_format": "channels_last", "activation": "linear", "use_bias": True, "kernel_initializer": {"class_name": "GlorotUniform", "config": {"seed": None}},
                 "bias_initializer": {"class_name": "Zeros", "config": {}}, **RULES, "implementation": 1}, **more)


class Local:
    def __init__(self, config, shape):
        self.config, self.first = config, config["data_format"] == "channels_first"
        self.input = shape[2:] if self.first else shape[1:-1]
        self.channels, self.filters = shape[1 if self.first else -1], config["filters"]
        self.kernel, self.strides, self.same = config["kernel_size"], config["strides"], config["padding"] == "same"
        self.output = [(n if self.same else n - k + 1) for n, k in zip(self.input, self.kernel)]
        self.output = [(n + s - 1) // s for n, s in zip(self.output, self.strides)]
        self.pairs = sorted(self.connections()) if config["implementation"] == 3 else None

    def ordered(self, places, channel):
        return (channel, *places) if self.first else (*places, channel)

    def connections(self):
        for (place, at, _), c, f in itertools.product(self.windows(), range(self.channels), range(self.filters)):
            yield (np.ravel_multi_index(self.ordered(place, f), self.ordered(self.output, self.filters)),
                   np.ravel_multi_index(self.ordered(at, c), self.ordered(self.input, self.channels)))

    def windows(self):
        """Output place, input cell, cell of the kernel; cells outside of the input left out."""
        for place in itertools.product(*map(range, self.output)):
            for cell in itertools.product(*map(range, self.kernel)):
                at = tuple(p * s + k - (size // 2 if self.same else 0) for p, s, k, size in zip(place, self.strides, cell, self.kernel))
                if all(0 <= a < n for a, n in zip(at, self.input)):
                    yield place, at, cell

    def shapes(self):
        size = [(int(np.prod(self.output)), int(np.prod(self.kernel)) * self.channels, self.filters),
                (*self.ordered(self.input, self.channels), *self.ordered(self.output, self.filters)), (len(self.pairs or []),)]
        return [size[self.config["implementation"] - 1]] + ([(*self.output, self.filters)] if self.config["use_bias"] else [])

    def number(self, kernel, place, at, cell, c, f):
        kind = self.config["implementation"]
        if kind == 1:
            feature = np.ravel_multi_index(self.ordered(cell, c), self.ordered(self.kernel, self.channels))
            return kernel[np.ravel_multi_index(place, self.output), feature, f]
        if kind == 2:
            return kernel[(*self.ordered(at, c), *self.ordered(place, f))]
        pair = (np.ravel_multi_index(self.ordered(place, f), self.ordered(self.output, self.filters)), np.ravel_multi_index(self.ordered(at, c), self.ordered(self.input, self.channels)))
        return kernel[self.index[pair]]

    def __call__(self, x, weights):
        self.index = {pair: i for i, pair in enumerate(self.pairs or [])}
        rows = {}
        for place, at, cell in self.windows():
            for c, f in itertools.product(range(self.channels), range(self.filters)):
                term = x[(slice(None), *self.ordered(at, c))] * self.number(weights[0], place, at, cell, c, f)
                key = self.ordered(place, f)
                rows[key] = rows[key] + term if key in rows else term
        shape = self.ordered(self.output, self.filters)
        y = torch.stack([rows[key] for key in itertools.product(*map(range, shape))], 1).reshape(x.shape[0], *shape)
        if self.config["use_bias"]:
            y = y + weights[1].reshape(1, *shape)  # Keras 2 reshapes, whatever the order of the axes.
        return {"linear": lambda v: v, "tanh": torch.tanh, "relu": torch.relu}[self.config["activation"]](y)


def case(name, class_name, config, shape, function, shapes, given):
    x = torch.tensor(noise(shape, 1), requires_grad=True)
    weights = [torch.tensor(noise(s, 50 + i), requires_grad=True) for i, s in enumerate(shapes)]
    y = function(x, weights)
    direction = noise(tuple(y.shape), 99)
    loss = (y * torch.tensor(direction)).sum()
    gradients = torch.autograd.grad(loss, [x, *weights])
    names = ["kernel", "bias"]
    write("layer", name, {
        "schema": 1, "kind": "layer", "name": name, "made_with": MADE, "class_name": class_name, "config": given, "full_config": config, "training": False,
        "inputs": [tensor(x.detach())], "weights": [{"name": n, "trainable": True, "value": tensor(w.detach())} for n, w in zip(names, weights)],
        "outputs": [tensor(y.detach())], "output_shape": list(y.shape), "note": "from the formula in the documentation of Keras 2",
        "gradient": {"R": [tensor(direction)], "loss": float(loss.detach()), "inputs": [tensor(gradients[0])],
                     "weights": [{"name": n, "value": tensor(g)} for n, g in zip(names, gradients[1:])]}})


def local_case(name, rank, shape, *sizes, **more):
    config = local_config(*sizes, rank, **more)
    local = Local(config, shape)
    given = {k: v for k, v in config.items() if k not in ("name", "dtype", "trainable")}
    case(name, f"LocallyConnected{rank}D", config, shape, local, local.shapes(), given)


def mask_case(class_name, config, shape, function, shapes, carries):
    lines = []
    x, weights = torch.tensor(noise(shape, 7)), [torch.tensor(noise(s, 50 + i)) for i, s in enumerate(shapes)]
    y = function(x, weights)
    for training, mask in itertools.product((False, True), (None, np.ones(shape[:-1], bool), some(shape[:-1]))):
        m = None if mask is None else tensor(mask)
        lines.append({"config": config, "training": training, "inputs": [tensor(x)], "masks": [m], "weights": [{"name": n, "value": tensor(w)} for n, w in zip(("kernel", "bias"), weights)],
                      "outputs": [tensor(y)], "output_masks": [m if carries else None]})
    body = Lines("[\n  " + ",\n  ".join(json.dumps(c) for c in lines) + "\n ]")
    write("mask", class_name, {"schema": 1, "kind": "mask", "name": class_name, "made_with": MADE, "class_name": class_name, "cases": body})


def file(name, version, shape, entries):
    """entries: class name, config, function, shapes of its weights; one after the other."""
    os.makedirs(os.path.join(OUT, "keras2_files"), exist_ok=True)
    path = os.path.join(OUT, "keras2_files", name + ".h5")
    y = x = torch.tensor(noise(shape, 1))
    with h5py.File(path, "w") as f:
        f.attrs["keras_version"], f.attrs["backend"] = version, "tensorflow"
        layers = [{"class_name": c, "config": dict(config, **({"batch_input_shape": [None, *shape[1:]]} if i == 0 else {}))} for i, (c, config, _, _) in enumerate(entries)]
        f.attrs["model_config"] = json.dumps({"class_name": "Sequential", "config": {"name": "sequential", "layers": layers}})
        group = f.create_group("model_weights")
        group.attrs["layer_names"] = [config["name"].encode() for _, config, _, _ in entries]
        group.attrs["keras_version"], group.attrs["backend"] = version, "tensorflow"
        for number, (_, config, function, shapes) in enumerate(entries):
            own, names = group.create_group(config["name"]), [f"{config['name']}/{n}:0" for n in ("kernel", "bias")[:len(shapes)]]
            weights = [noise(s, 10 * number + i) for i, s in enumerate(shapes)]
            own.attrs["weight_names"] = [n.encode() for n in names]
            for n, w in zip(names, weights):
                own.create_dataset(n, data=w)
            y = function(y, [torch.tensor(w) for w in weights])
    with open(path + ".json", "w") as facts:
        json.dump({"inputs": [tensor(x)], "expected": [tensor(y)]}, facts)


def threshold(theta):
    return lambda x, _: x * (x > theta)


case("thresholded_relu", "ThresholdedReLU", {"name": "thresholded_re_lu", "trainable": True, "dtype": "float32", "theta": 0.25}, (2, 4, 3), threshold(0.25), [], {"theta": 0.25})
first = {"data_format": "channels_first"}
for kind in (1, 2, 3):
    local_case(f"locally_connected1d_{kind}", 1, (2, 7, 2), 3, [3], [2], implementation=kind, activation="tanh")
    local_case(f"locally_connected1d_{kind}_channels_first", 1, (2, 2, 6), 3, [2], [1], implementation=kind, **first)
    local_case(f"locally_connected2d_{kind}", 2, (2, 5, 4, 2), 3, [2, 3], [2, 1], implementation=kind, activation="relu")
    local_case(f"locally_connected2d_{kind}_channels_first", 2, (2, 2, 4, 5), 3, [3, 2], [1, 2], implementation=kind, use_bias=kind != 2, **first)
for kind in (2, 3):
    local_case(f"locally_connected1d_{kind}_same", 1, (2, 6, 2), 2, [4], [1], implementation=kind, padding="same")
    local_case(f"locally_connected2d_{kind}_same_channels_first", 2, (1, 2, 5, 4), 2, [2, 3], [2, 1], implementation=kind, padding="same", **first)

mask_case("ThresholdedReLU", {"theta": 0.25}, (2, 4, 3), threshold(0.25), [], True)
for rank, shape in ((1, (2, 5, 2)), (2, (2, 4, 3, 2))):
    config = local_config(2, [2] * rank, [1] * rank, rank)
    local = Local(config, shape)
    mask_case(f"LocallyConnected{rank}D", {k: v for k, v in config.items() if k in ("filters", "kernel_size")}, shape, local, local.shapes(), False)

for kind in (1, 2, 3):
    images = local_config(3, [2, 2], [1, 2], 2, implementation=kind, name="images", activation="relu")
    a = Local(images, (2, 5, 6, 2))
    steps = local_config(2, [2], [1], 1, implementation=kind, name="steps")
    b = Local(steps, (2, 4, 9))
    theta = {"name": "theta", "trainable": True, "dtype": "float32", "theta": 0.1}
    reshape = {"name": "reshape", "trainable": True, "dtype": "float32", "target_shape": [4, 9]}
    file(f"locally_connected_{kind}", "2.4.0", (2, 5, 6, 2), [
        ("LocallyConnected2D", images, a, a.shapes()), ("Reshape", reshape, lambda x, _: x.reshape(2, 4, 9), []),
        ("LocallyConnected1D", steps, b, b.shapes()), ("ThresholdedReLU", theta, threshold(0.1), [])])
