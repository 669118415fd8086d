"""Models made of parts of others, for SurgeryTests: a branching model, layers applied with training, and what parts of it give."""
import json, sys
import numpy as np
import keras
from keras import layers

keras.utils.set_random_seed(1)
out = sys.argv[1]
x = keras.Input((6,), name="x")
a = layers.Dense(5, activation="relu", name="a")(x)
b = layers.Dense(5, activation="tanh", name="b")(x)
s = layers.Add(name="s")([a, b])
t = s * a
n = layers.BatchNormalization(name="n")(t, training=False)
d = layers.Dropout(0.5, name="d")(n, training=False)
flat = layers.Flatten(name="flatten")(d)
y = layers.Dense(3, activation="softmax", name="y")(flat)
model = keras.Model(x, y)
model.save(f"{out}/surgery.keras")
model.save(f"{out}/surgery.h5")
data = np.random.default_rng(0).normal(size=(4, 6)).astype("float32")
mid = np.random.default_rng(1).normal(size=(4, 5)).astype("float32")
features = keras.Model(model.inputs, model.get_layer("flatten").output)
tail = keras.Model([model.get_layer("s").output, model.get_layer("a").output], model.output)
json.dump({
    "x": data.tolist(), "mid": mid.tolist(),
    "features": features.predict(data, verbose=0).tolist(),
    "tail": tail.predict([mid, np.abs(mid)], verbose=0).tolist(),
    "output": model.predict(data, verbose=0).tolist(),
}, open(f"{out}/surgery.json", "w"))
