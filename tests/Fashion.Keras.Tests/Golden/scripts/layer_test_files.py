"""Models of the configurations that Keras's own layer tests give to run_layer_test, with what Keras predicts: kind "keras_files".

Run with Keras 3.16 on PyTorch: python layer_test_files.py OUTPUT_FOLDER
"""
import ast
import collections
import glob
import importlib
import json
import os
import sys
import unittest
import warnings

import keras
import numpy as np
import torch
from keras.src import testing

import types


class Stub(types.ModuleType):
    """Decorators that are not installed here change nothing."""

    def __getattr__(self, name):
        return Stub(name)

    def __call__(self, *args, **kwargs):
        return args[0] if len(args) == 1 and callable(args[0]) and not kwargs else self


warnings.simplefilter("ignore")
torch.set_num_threads(1)
OUT = os.path.join(sys.argv[1], "keras_files")
os.makedirs(OUT, exist_ok=True)
counts, failed = collections.Counter(), []


def tensor(x):
    x = np.asarray(x)
    return {"shape": list(x.shape), "dtype": "float32", "data": [float(f"{v:.9g}") for v in x.astype("float32").ravel()]}


def is_shape(s):
    return isinstance(s, (tuple, list)) and all(isinstance(v, int) or v is None for v in s)


def record(self, layer_cls, init_kwargs, input_shape=None, input_dtype=None, input_sparse=False, input_ragged=False, input_data=None, call_kwargs=None, **rest):
    name, call_kwargs = layer_cls.__name__, {k: v for k, v in (call_kwargs or {}).items() if k != "training"}
    try:
        if input_sparse or input_ragged:
            return
        rng = np.random.RandomState(len(name) + counts[name])
        if input_data is None:
            shapes = [input_shape] if is_shape(input_shape) else list(input_shape.values()) if isinstance(input_shape, dict) else list(input_shape)
            keys = list(input_shape) if isinstance(input_shape, dict) else None
            types = [input_dtype] * len(shapes) if not isinstance(input_dtype, (list, tuple, dict)) else list(input_dtype.values()) if isinstance(input_dtype, dict) else list(input_dtype)
            data = [rng.randint(0, 2, s).astype(t) if t and ("int" in t or t == "bool") else np.round(rng.uniform(0, 1, s), 3).astype("float32") for s, t in zip(shapes, types)]
        else:
            many = isinstance(input_data, (list, tuple)) and all(hasattr(d, "shape") for d in input_data)
            keys = list(input_data) if isinstance(input_data, dict) else None
            data = [np.array(keras.ops.convert_to_numpy(d)) for d in (input_data.values() if keys else input_data if many else [input_data])]
        keras.utils.clear_session()
        layer = layer_cls(**init_kwargs)
        inputs = [keras.Input(d.shape[1:], dtype=str(d.dtype), name=f"in{i}") for i, d in enumerate(data)]
        given = {k.removesuffix("_shape"): v for k, v in zip(keys, inputs)} if keys else inputs[0] if len(inputs) == 1 else inputs
        y = layer(**given, **(call_kwargs or {})) if keys else layer(given, **(call_kwargs or {}))
        model = keras.Model(inputs, y)
        values = model(data if len(data) > 1 else data[0], training=False)
        values = [v.detach().numpy() for v in keras.tree.flatten(values)]
        file = f"{name}_{counts[name]:02d}"
        model.save(os.path.join(OUT, file + ".keras"))
        with open(os.path.join(OUT, file + ".keras.json"), "w") as f:
            json.dump({"inputs": [tensor(d) for d in data], "expected": [tensor(v) for v in values], "config": repr(init_kwargs)[:300]}, f)
        counts[name] += 1
    except Exception as error:  # noqa: BLE001
        failed.append((name, repr(init_kwargs)[:120], repr(error)[:160]))


testing.TestCase.run_layer_test = record
root = os.path.dirname(keras.__file__)
for path in sorted(glob.glob(os.path.join(root, "src/layers/**/*_test.py"), recursive=True)):
    with open(path) as f:
        tree = ast.parse(f.read())
    names = {n.name for n in ast.walk(tree) if isinstance(n, ast.FunctionDef) and "run_layer_test" in ast.dump(n)}
    if not names:
        continue
    missing = [m for m in ("pytest", "grain", "tensorflow") if m not in sys.modules]
    sys.modules.update({m: Stub(m) for m in missing})
    try:
        module = importlib.import_module("keras." + os.path.relpath(path, root)[:-3].replace(os.sep, "."))
    except Exception as error:  # noqa: BLE001
        failed.append((path, "", repr(error)[:160]))
        continue
    finally:
        for m in missing:
            del sys.modules[m]
    suite = unittest.TestSuite()
    for case in unittest.defaultTestLoader.loadTestsFromModule(module):
        for test in case:
            if any(test._testMethodName == n or (test._testMethodName.startswith(n)) for n in names):
                suite.addTest(test)
    suite.run(unittest.TestResult())
print(json.dumps(counts))
for f in failed:
    print("not recorded:", *f)
