"""Files of real Keras 3.16 (backend torch): declared types and batch sizes of inputs, precision policies, Lambda layers.

usage: KERAS_BACKEND=torch python3 make_corner_files.py OUT
Writes OUT/keras_files, OUT/policy_files, OUT/replaced_files: NAME and NAME.json with inputs and Keras's predictions.
"""
import json, os, sys
import h5py
import keras
import numpy as np
from keras import layers as L

out = sys.argv[1]


def tensor(a):
    a = np.asarray(a, "float64")
    return {"shape": list(a.shape), "dtype": "float32", "data": [float(v) for v in a.ravel()]}


def write(folder, name, model, inputs, formats=(".keras", ".h5")):
    os.makedirs(f"{out}/{folder}", exist_ok=True)
    expected = model.predict(inputs if len(inputs) > 1 else inputs[0], verbose=0)
    expected = expected if isinstance(expected, list) else [expected]
    for extension in formats:
        path = f"{out}/{folder}/{name}{extension}"
        model.save(path)
        facts = {"inputs": [tensor(i) for i in inputs], "expected": [tensor(np.asarray(e, "float32")) for e in expected]}
        json.dump(facts, open(path + ".json", "w"))


keras.utils.set_random_seed(7)
numbers = np.array([[0.6, 1.75, 0.2, 3.2], [7.7, 2.0, 1.0, 0.0], [-1.5, 254.9, 300.5, -3.0]], "float32")
for dtype in ["int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "bool", "float16", "bfloat16", "float64"]:
    a = keras.Input((4,), dtype=dtype, name="a")
    # Torch has no arithmetic for these two and takes larger types, which do not wrap around.
    data = np.abs(numbers) if dtype in ("uint16", "uint32") else numbers
    rare = dtype not in ("int32", "int64", "uint8", "bool", "float16")
    write("keras_files", f"input_{dtype}", keras.Model(a, L.Dense(2)(L.Dense(3, activation="tanh")(a))), [data], (".keras",) if rare else (".keras", ".h5"))
    model = keras.Sequential([keras.Input((4,), dtype=dtype), L.Reshape((2, 2)), L.Flatten(), L.Dense(2)])
    if dtype in ("int32", "uint8", "float16"):
        write("keras_files", f"input_{dtype}_sequential", model, [numbers])
for dtype in ["int32", "int64", "uint8", "float32"]:
    a, b = keras.Input((3,), dtype=dtype, name="a"), keras.Input((2,), name="b")
    x = L.Concatenate()([L.Flatten()(L.Embedding(20, 2)(a)), b])
    write("keras_files", f"ids_{dtype}", keras.Model([a, b], L.Dense(2)(x)), [np.array([[0, 1, 19], [3.9, 4, 5]], "float32"), np.array([[.5, 1.5], [-2.5, 3]], "float32")], (".keras", ".h5") if dtype == "int32" else (".keras",))
a = keras.Input((2, 2, 1), dtype="uint8")
write("keras_files", "pixels_uint8", keras.Model(a, L.Dense(1)(L.Flatten()(L.Rescaling(1 / 255)(a)))), [np.array([[[[0], [255]], [[128.0], [3]]]], "float32")])
inner = keras.Sequential([keras.Input((4,), dtype="int32", name="inner_in"), L.Dense(2)], name="inner")
a = keras.Input((4,), dtype="float32")
write("keras_files", "inner_int32", keras.Model(a, L.Dense(2)(inner(a))), [numbers])

x = np.linspace(-1, 1, 30).reshape(3, 10).astype("float32")
write("keras_files", "batch_sequential", keras.Sequential([keras.Input(batch_shape=(32, 10)), L.Dense(2)]), [x])
a = keras.Input(batch_shape=(2, 10), name="a")
write("keras_files", "batch_functional", keras.Model(a, L.Dense(2)(L.Reshape((10,))(a))), [x])
write("keras_files", "batch_recurrent", keras.Sequential([keras.Input(batch_shape=(4, 5, 2)), L.LSTM(2)]), [x.reshape(3, 5, 2)])
# Keras 2 has no InputLayer in a Sequential; Keras 3 reads its files.
for dtype in ["int32", "float32"]:
    path = f"{out}/keras_files/keras2_batch_{dtype}.h5"
    model = keras.Sequential([keras.Input(batch_shape=(32, 4), dtype=dtype), L.Dense(2)])
    model.save(path)
    with h5py.File(path, "r+") as f:
        config = json.loads(f.attrs["model_config"])
        layers = config["config"]["layers"]
        layers[1]["config"].update({"batch_input_shape": [32, 4], "dtype": dtype})
        for key in ("module", "registered_name", "build_config"):
            layers[1].pop(key, None)
        config["config"]["layers"] = layers[1:]
        config["config"].pop("dtype", None)
        config["config"].pop("build_input_shape", None)
        f.attrs["model_config"] = json.dumps(config)
        f.attrs["keras_version"] = "2.2.4"
    data = numbers if dtype == "float32" else np.trunc(numbers)
    json.dump({"inputs": [tensor(data)], "expected": [tensor(model.predict(data, verbose=0))]}, open(path + ".json", "w"))

keras.config.set_dtype_policy("mixed_float16")
model = keras.Sequential([keras.Input((4,)), L.Dense(3, activation="relu"), L.Dense(1, dtype="float32")])
model.compile(keras.optimizers.Adam(0.01), "mse")
model.fit(np.ones((4, 4)), np.ones((4, 1)), verbose=0)
write("policy_files", "mixed_float16_scaled", model, [numbers[:1]])
keras.config.set_dtype_policy("float32")

for policy in ["float16", "bfloat16", "mixed_float16", "mixed_bfloat16", "float64"]:
    keras.utils.set_random_seed(3)
    a = keras.Input((6, 6, 1))
    y = L.MaxPooling2D(dtype=policy)(L.BatchNormalization(dtype=policy)(L.Conv2D(3, 3, activation="relu", dtype=policy)(a)))
    y = L.Dense(4, activation="softmax", dtype="float32" if policy.startswith("mixed") else policy)(L.Flatten(dtype=policy)(y))
    model = keras.Model(a, y)
    if policy.startswith("mixed"):
        model.compile(keras.optimizers.Adam(0.01), "mse")
        model.fit(np.ones((4, 6, 6, 1)), np.ones((4, 4)), verbose=0)
    write("policy_files", policy, model, [np.random.rand(3, 6, 6, 1).astype("float32")], (".keras",) if policy == "bfloat16" else (".keras", ".h5"))


def halve(t):
    return t * 0.5 + 1


def add(ts):
    return ts[0] + 2 * ts[1]


@keras.saving.register_keras_serializable("mine", "Weighted")
class Weighted(L.Layer):
    def build(self, shape):
        self.scale = self.add_weight(name="scale", shape=(shape[-1],), initializer="random_normal")

    def call(self, x):
        return x * self.scale


keras.utils.set_random_seed(5)
write("replaced_files", "sequential", keras.Sequential([keras.Input((4,)), L.Dense(3), L.Lambda(halve, name="half"), L.Dense(2)]), [numbers])
a, b = keras.Input((4,), name="a"), keras.Input((4,), name="b")
half = L.Lambda(halve, name="half")
sum_ = L.Lambda(add, name="sum")([half(L.Dense(3)(a)), half(L.Dense(3)(b))])
write("replaced_files", "functional", keras.Model([a, b], L.Dense(2)(half(sum_))), [numbers, numbers[::-1]])
inner = keras.Sequential([keras.Input((3,)), L.Lambda(halve, name="half"), L.Dense(2)], name="inner")
a = keras.Input((4,), name="a")
write("replaced_files", "nested", keras.Model(a, inner(L.Lambda(halve, name="half_outside")(L.Dense(3)(a)))), [numbers])
write("replaced_files", "weighted", keras.Sequential([keras.Input((4,)), L.Dense(3), Weighted(name="scaled"), L.Dense(3), Weighted(name="scaled_again")]), [numbers])
