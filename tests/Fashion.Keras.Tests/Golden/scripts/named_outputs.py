"""Model files with outputs by name, not in the order of the names, and of one shape: weights that are mistaken for each other are not refused.

Run with real Keras: python3 named_outputs.py OUT_DIRECTORY"""
import json
import os

import keras
from golden import OUT, fill, noise, numpy, tensor

x = keras.Input((4,), name="x")
h = keras.layers.Dense(5, activation="tanh", name="shared")(x)
outputs = {"low": keras.layers.Dense(2, name="first")(h), "high": keras.layers.Dense(2, name="second")(h)}
model = keras.Model(x, outputs)
fill(model.weights)
given = noise((3, 4), 1)
y = model(given, training=False)
facts = {"inputs": [tensor(given)], "expected": [tensor(numpy(y[name])) for name in outputs]}
os.makedirs(os.path.join(OUT, "keras_files"), exist_ok=True)
for extension in (".keras", ".h5"):
    path = os.path.join(OUT, "keras_files", "named_outputs" + extension)
    model.save(path)
    with open(path + ".json", "w") as file:
        json.dump(facts, file)
