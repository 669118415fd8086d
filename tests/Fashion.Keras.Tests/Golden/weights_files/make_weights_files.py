"""Weights of one model in all layouts, with what real Keras predicts. The layout of Keras 3 and the old one of whole .h5 files are written by
real Keras; tf.keras 2.12 to 2.15, also on Windows, and Keras before 1 are written group by group as their saving code does."""
import json, os, sys
import h5py, keras, numpy as np
from keras import layers as L
from keras.src.legacy.saving import legacy_h5_format

OUT = sys.argv[1]
os.makedirs(OUT, exist_ok=True)
keras.utils.set_random_seed(11)


def build():
    inner = keras.Sequential([L.Input((5, 4)), L.Dense(4, activation="tanh", name="inner_a"), L.Dense(4, name="inner_b")], name="inner")
    x = L.Input((5, 4), name="x")
    h = L.Dense(4, activation="relu", name="first")(x)
    h = inner(h)
    h = L.LSTM(4, return_sequences=True, name="lstm_one")(h)
    h = L.Dropout(0.5, name="drop")(h)
    h = L.LSTM(3, name="lstm_two")(h)
    h = L.BatchNormalization(name="norm")(h)
    return keras.Model(x, L.Dense(2, name="last")(h), name="all")


m = build()
m.set_weights([w + np.random.default_rng(i).normal(0, 0.2, w.shape).astype("float32") for i, w in enumerate(m.get_weights())])
m.get_layer("norm").set_weights([np.array(v, "float32") for v in ([1, 2, .5], [.1, .2, .3], [.4, .1, .2], [1, 2, .7])])
x = np.random.default_rng(0).normal(size=(3, 5, 4)).astype("float32")
y = m.predict(x, verbose=0)
t = lambda a: {"shape": list(a.shape), "dtype": "float32", "data": [float(v) for v in a.ravel()]}
json.dump({"inputs": [t(x)], "expected": [t(y)]}, open(f"{OUT}/expected.json", "w"))
open(f"{OUT}/model.arch.json", "w").write(m.to_json())

m.save_weights(f"{OUT}/keras3.weights.h5")
m.save(f"{OUT}/whole_h5.hdf5", include_optimizer=False)
with h5py.File(f"{OUT}/layers_at_the_root.weights.h5", "w") as f: legacy_h5_format.save_weights_to_hdf5_group(f, m)
with h5py.File(f"{OUT}/no_extension", "w") as f: legacy_h5_format.save_weights_to_hdf5_group(f, m)


def snake(layer): return {"Dense": "dense", "LSTM": "lstm", "Sequential": "sequential", "Dropout": "dropout", "BatchNormalization": "batch_normalization", "InputLayer": "input_layer"}[type(layer).__name__]


def tf(path, attribute, counts_twice, separator="/"):
    """tf.keras: groups by class and number; 2.12 and 2.13 pass each layer with weights twice and count both."""
    with h5py.File(path, "w") as f:
        def state(layer, at):
            vars_ = (f.create_group(at) if at else f).create_group("vars")
            own = [] if isinstance(layer, (L.LSTM, keras.Model)) else layer.weights
            for i, w in enumerate(own): vars_[str(i)] = w.numpy() if hasattr(w, "numpy") else np.asarray(w)
            join = lambda *parts: separator.join(p for p in (at, *parts) if p)
            if isinstance(layer, keras.Model):
                used = {}
                for child in (layer.layers if isinstance(layer, keras.Sequential) else layer.layers):
                    for again in range(2 if counts_twice and child.weights else 1):
                        name = snake(child)
                        used[name] = used.get(name, -1) + 1
                        if not again: state(child, join(attribute, name + (f"_{used[name]}" if used[name] else "")))
            if isinstance(layer, L.LSTM):
                cell = f.create_group(join("cell")).create_group("vars")
                for i, w in enumerate(layer.weights): cell[str(i)] = w.detach().cpu().numpy() if hasattr(w, "detach") else np.asarray(w)
        state(m, "")


tf(f"{OUT}/tf_2_13.weights.h5", "_layer_checkpoint_dependencies", True)
tf(f"{OUT}/tf_2_14.weights.h5", "_layer_checkpoint_dependencies", False)
tf(f"{OUT}/tf_2_14_windows.weights.h5", "_layer_checkpoint_dependencies", False, "\\")
tf(f"{OUT}/tf_2_15.weights.h5", "layers", False)
tf(f"{OUT}/tf_2_15_windows.weights.h5", "layers", False, "\\")

with h5py.File(f"{OUT}/before_keras_1.h5", "w") as f:
    f.attrs["nb_layers"] = len(m.layers)
    for k, layer in enumerate(m.layers):
        g = f.create_group(f"layer_{k}")
        values = layer.get_weights()
        g.attrs["nb_params"] = len(values)
        for i, v in enumerate(values): g.create_dataset(f"param_{i}", data=v)

for f in sorted(os.listdir(OUT)):
    if f.endswith((".h5", ".hdf5")):
        n = build()
        try:
            n.load_weights(f"{OUT}/{f}"); print(f, "read by this Keras, diff", np.abs(n.predict(x, verbose=0) - y).max())
        except Exception as e: print(f, "refused by this Keras:", type(e).__name__, str(e)[:90].replace("\n", " "))
