"""Architectures as JSON by real Keras, with weights and predictions: NAME.arch.json, NAME.weights.h5, NAME.json."""
import json, os, sys
import keras, numpy as np
from keras import layers as L, ops

OUT = sys.argv[1]
os.makedirs(OUT, exist_ok=True)


def tensor(a):
    a = np.asarray(a, "float32")
    return {"shape": list(a.shape), "dtype": "float32", "data": [float(v) for v in a.ravel()]}


def add(name, model, *inputs, build=None):
    text = model.to_json(indent=2 if name == "sequential_compiled" else None)
    if build: model.build(build)
    model.set_weights([w + np.random.default_rng(3).normal(0, 0.1, w.shape).astype("float32") for w in model.get_weights()])
    x = list(inputs) if len(inputs) > 1 else inputs[0]
    y = model.predict(x, verbose=0)
    open(f"{OUT}/{name}.arch.json", "w").write(text)
    model.save_weights(f"{OUT}/{name}.weights.h5")
    json.dump({"inputs": [tensor(i) for i in inputs], "expected": [tensor(o) for o in (y if isinstance(y, list) else [y])], "built": build is None,
               "optimizer": type(model.optimizer).__name__ if model.compiled else None}, open(f"{OUT}/{name}.json", "w"))


keras.utils.set_random_seed(7)
rng = np.random.default_rng(1)
x4 = rng.normal(size=(3, 4)).astype("float32")
m = keras.Sequential([L.Input((4,)), L.Dense(5, activation="relu", kernel_regularizer=keras.regularizers.L2(1e-3)), L.Dropout(0.2), L.Dense(2, activation="softmax")], name="classifier")
m.compile(keras.optimizers.Adam(keras.optimizers.schedules.ExponentialDecay(0.01, 10, 0.9)), "sparse_categorical_crossentropy", metrics=["accuracy", keras.metrics.SparseTopKCategoricalAccuracy(k=2)])
add("sequential_compiled", m, x4)

add("sequential_unbuilt", keras.Sequential([L.Dense(3, activation="tanh"), keras.Sequential([L.Dense(2)], name="inner"), L.Dense(1)], name="unbuilt"), x4, build=(None, 4))
add("sequential_recurrent", keras.Sequential([L.Input((None, 4)), L.GRU(3, return_sequences=True), L.LSTM(2, recurrent_activation="hard_sigmoid")]), rng.normal(size=(2, 5, 4)).astype("float32"))

a, b = L.Input((4,), name="a"), L.Input((4,), name="b")
shared = keras.Sequential([L.Input((4,)), L.Dense(3, activation="elu"), L.BatchNormalization()], name="tower")
ha, hb = shared(a), shared(b)
z = L.Concatenate(name="join")([ha, hb, ops.abs(ha - hb)])
out1, out2 = L.Dense(2, name="first")(z), L.Dense(1, activation="sigmoid", name="second")(z * 2.0 + 1.0)
f = keras.Model([a, b], [out1, out2], name="twins")
f.compile(keras.optimizers.SGD(0.1, momentum=0.9), loss={"first": "mse", "second": "binary_crossentropy"}, loss_weights={"first": 1.0, "second": 0.5}, metrics={"second": ["accuracy"]})
add("functional_twins", f, x4, rng.normal(size=(3, 4)).astype("float32"))

i = L.Input((8, 8, 1)); h = L.Conv2D(3, 3, padding="same", use_bias=False)(i); h = L.BatchNormalization()(h); h = ops.relu(h) ; h = h[:, 1:7]
h = ops.reshape(ops.mean(h, axis=2), (-1, 18)) / 255.0
add("functional_operations", keras.Model(i, L.Dense(2)(h)), rng.normal(size=(2, 8, 8, 1)).astype("float32"))

enc_in = L.Input((4,)); enc = keras.Model(enc_in, L.Dense(2, name="code")(enc_in), name="encoder")
dec_in = L.Input((2,)); dec = keras.Model(dec_in, L.Dense(4, name="back")(dec_in), name="decoder")
ae_in = L.Input((4,)); add("functional_autoencoder", keras.Model(ae_in, dec(enc(ae_in)), name="autoencoder"), x4)
