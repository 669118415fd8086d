"""Model files with the state of optimizers (optimizer_files/): NAME.keras after two steps of training, NAME.json with what three more steps make of
the weights. The first layer is wide enough for weights that this library keeps in another order.

Run with real Keras: python3 optimizer_files.py OUT_DIRECTORY"""
import json
import sys

import keras
import numpy as np

O = keras.optimizers
MODELS = {
    "adafactor": lambda: O.Adafactor(0.05, weight_decay=0.01),
    "lamb": lambda: O.Lamb(0.05, clipnorm=1.0),
    "muon": lambda: O.Muon(0.02),
    "muon_accumulate": lambda: O.Muon(0.02, exclude_layers=["out"], gradient_accumulation_steps=2, use_ema=True, ema_momentum=0.5),
    "schedule_free": lambda: O.ScheduleFreeAdamW(0.02, warmup_steps=4),
    "loss_scale": lambda: O.LossScaleOptimizer(O.Adam(0.01), initial_scale=1024.0, dynamic_growth_steps=3),
    "loss_scale_factor": lambda: O.SGD(0.01, momentum=0.9, loss_scale_factor=16.0),
}


def data():
    i, j = np.meshgrid(np.arange(6), np.arange(64), indexing="ij")
    return np.sin(0.7 * i + 0.3 * j).astype("float32"), np.cos(0.5 * i[:, :2] + j[:, :2]).astype("float32")


def main(out):
    x, y = data()
    for name, optimizer in MODELS.items():
        keras.utils.clear_session()
        keras.utils.set_random_seed(7)
        model = keras.Sequential([keras.Input((64,)), keras.layers.Dense(64, "tanh", name="wide"), keras.layers.Dense(2, name="out")])
        model.compile(optimizer(), keras.losses.MeanSquaredError())
        for _ in range(2):
            model.fit(x, y, batch_size=6, shuffle=False, verbose=0)
        model.save(f"{out}/{name}.keras")
        history = model.fit(x, y, batch_size=6, epochs=3, shuffle=False, verbose=0).history["loss"]
        weights = [w.numpy() for w in model.weights]
        with open(f"{out}/{name}.json", "w") as f:
            json.dump({"loss": history, "weights": [{"norm": float(np.linalg.norm(w)), "first": [float(v) for v in w.ravel()[:8]]} for w in weights], "iterations": int(keras.ops.convert_to_numpy(model.optimizer.iterations)),
                       "optimizer": [float(np.linalg.norm(v.numpy())) for v in model.optimizer.variables]}, f)


main(sys.argv[1])
