"""Golden cases of keras.ops and keras.random: what the programs that make one file per area share.

A file Golden/ops/AREA.json has the list "cases". A case has
  op         name in keras.ops ("sum", "image.resize"),
  inputs     tensors,
  listed     whether the inputs are one argument, a list,
  named      names of the last inputs, which are given by them,
  args       the other arguments, by Keras's names,
  outputs    what Keras gives (flat, where it gives lists or pairs),
  gradient   absent for what has none; else R, one tensor per output, and "inputs": the gradients of sum(output * R) (null for indices),
  operation  absent where Keras has none between layers; else its class, module and configuration.
"""
import json
import os

import keras
import numpy as np
import torch
from keras import ops

torch.set_num_threads(1)


def tensor(array):
    array = np.asarray(array)
    kind = "bool" if array.dtype == bool else "int32" if array.dtype.kind in "iu" else "float32"
    if kind == "float32":
        values = [number(v) for v in array.astype("float32").ravel().tolist()]
    else:
        values = array.ravel().tolist()
    return {"shape": list(array.shape), "dtype": kind, "data": values}


def number(value):
    if value != value:
        return "NaN"
    if value in (float("inf"), float("-inf")):
        return "Infinity" if value > 0 else "-Infinity"
    return float(f"{value:.9g}")


def noise(shape, seed=0, low=-1.0, high=1.0):
    return np.round(np.random.RandomState(seed).uniform(low, high, shape), 3).astype("float32")


def flat(result):
    if isinstance(result, (list, tuple)):
        return [t for part in result for t in flat(part)]
    return [result]


def plain(value):
    if isinstance(value, dict):
        return {k: plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(v) for v in value]
    if isinstance(value, float):
        return number(value)
    return value


class Area:
    """The cases of one file."""

    def __init__(self, name):
        self.name = name
        self.cases = []

    def case(self, op, *inputs, name=None, listed=False, named=(), gradient=True, note=None, **args):
        """Runs one operation; the last inputs may be named. Inputs of integers and truth values have no gradient."""
        function = ops
        for part in op.split("."):
            function = getattr(function, part)
        arrays = [np.asarray(i) for i in inputs]
        arrays = [a.astype("float32") if a.dtype.kind == "f" else a.astype("int32") if a.dtype.kind in "iu" else a for a in arrays]
        sources = [torch.tensor(a, requires_grad=gradient and a.dtype.kind == "f") for a in arrays]

        def call(tensors):
            if listed:
                return function(tensors, **args)
            plainly = len(tensors) - len(named)
            return function(*tensors[:plainly], **dict(zip(named, tensors[plainly:])), **args)

        outputs = flat(call(sources))
        outputs = [o if isinstance(o, torch.Tensor) else torch.as_tensor(o) for o in outputs]
        same = sum(c["op"] == op for c in self.cases)
        case = {"name": name or (op if same == 0 else f"{op}_{same}"), "op": op, "inputs": [tensor(a) for a in arrays]}
        if listed:
            case["listed"] = True
        if named:
            case["named"] = list(named)
        if args:
            case["args"] = plain(args)
        case["outputs"] = [tensor(o.detach().cpu().numpy()) for o in outputs]
        wanted = [s for s in sources if s.requires_grad]
        smooth = [(i, o) for i, o in enumerate(outputs) if o.requires_grad and o.dtype.is_floating_point]
        if gradient and wanted and smooth:
            r = [noise(tuple(o.shape), 1000 + i) for i, o in enumerate(outputs)]
            given = self.gradients(sum((o * torch.tensor(r[i])).sum() for i, o in smooth), wanted)
            if given is not None:
                found = dict(zip(map(id, wanted), given))
                inputs = [found.get(id(s)) for s in sources]
                case["gradient"] = {
                    "R": [tensor(v) for v in r],
                    "inputs": [None if g is None else tensor(g.numpy()) for g in inputs],
                }
        operation = self.operation(call, arrays)
        if operation:
            case["operation"] = operation
        if note:
            case["note"] = note
        assert all(c["name"] != case["name"] for c in self.cases), case["name"]
        self.cases.append(case)

    @staticmethod
    def gradients(loss, sources):
        """None where PyTorch knows no gradient."""
        try:
            return torch.autograd.grad(loss, sources, allow_unused=True)
        except RuntimeError as error:
            if "is not implemented" not in str(error):
                raise
            return None

    @staticmethod
    def operation(call, arrays):
        """How a file names the operation between layers."""
        try:
            tensors = [keras.KerasTensor(a.shape, "bool" if a.dtype == bool else str(a.dtype)) for a in arrays]
            result = flat(call(tensors))
            made = result[0]._keras_history.operation
            return {"class_name": type(made).__name__, "module": type(made).__module__, "config": plain({k: v for k, v in made.get_config().items() if k != "name"})} if made else None
        except Exception:
            return None

    def write(self, folder):
        os.makedirs(folder, exist_ok=True)
        versions = {"keras": keras.__version__, "torch": torch.__version__.split("+")[0], "numpy": np.__version__}
        with open(os.path.join(folder, self.name + ".json"), "w") as file:
            cases = ",\n".join("  " + json.dumps(c, separators=(",", ":")) for c in self.cases)
            file.write(f'{{\n "schema": 1,\n "kind": "ops",\n "made_with": {json.dumps(versions)},\n "cases": [\n{cases}\n ]\n}}\n')
        print(self.name, len(self.cases), "cases,", len({c["op"] for c in self.cases}), "operations")
