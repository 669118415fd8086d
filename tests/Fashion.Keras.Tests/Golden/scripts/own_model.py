"""A model with a call of its own, and one around it, for OwnCallModelTests."""
import json, sys
import numpy as np
import keras
from keras import layers

out = sys.argv[1]


@keras.saving.register_keras_serializable("pkg")
class OwnNet(keras.Model):
    def __init__(self, units=4, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.first = layers.Dense(units, activation="relu")
        self.repeated = layers.Dense(units, activation="tanh")
        self.drop = layers.Dropout(0.5)
        self.second = layers.Dense(2)

    def call(self, x, training=None):
        h = self.first(x)
        h = self.repeated(self.repeated(h))
        return self.second(self.drop(h, training=training))

    def get_config(self):
        return {**super().get_config(), "units": self.units}


if len(sys.argv) > 2:
    for name in ("ours.keras", "ours_nested.keras"):
        m = keras.models.load_model(f"{out}/{name}")
        want = json.load(open(f"{out}/{name}.json"))
        got = m.predict(np.array(want["x"], "float32"), verbose=0)
        print(name, np.abs(got - np.array(want["y"])).max())
        m.fit(np.ones((4, 3)), np.ones((4, 2)), verbose=0) if getattr(m, "optimizer", None) else None
    want = json.load(open(f"{out}/ours.keras.json"))
    m = OwnNet()
    m.predict(np.array(want["x"], "float32"), verbose=0)
    m.load_weights(f"{out}/ours.weights.h5")
    print("weights", np.abs(m.predict(np.array(want["x"], "float32"), verbose=0) - np.array(want["y"])).max())
    sys.exit()

keras.utils.set_random_seed(3)
x = np.random.default_rng(0).normal(size=(5, 3)).astype("float32")
y = np.random.default_rng(1).normal(size=(5, 2)).astype("float32")
model = OwnNet(units=4)
model.compile(keras.optimizers.SGD(0.1), "mse", metrics=["mae"])
model.predict(x, verbose=0)
model.drop.rate = 0.0
model.fit(x, y, batch_size=5, epochs=2, shuffle=False, verbose=0)
model.save(f"{out}/own.keras")
model.save_weights(f"{out}/own.weights.h5")
before = model.predict(x, verbose=0)
loss = model.evaluate(x, y, verbose=0)
i = keras.Input((3,))
outer = keras.Model(i, layers.Dense(1)(OwnNet(units=4, name="inner")(i)))
outer.save(f"{out}/own_nested.keras")
nested = outer.predict(x, verbose=0)
json.dump({"x": x.tolist(), "y": y.tolist(), "output": before.tolist(), "evaluate": loss, "nested": nested.tolist()}, open(f"{out}/own.json", "w"))
