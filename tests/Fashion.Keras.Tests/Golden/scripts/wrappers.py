"""Golden cases of Bidirectional and TimeDistributed: kinds "layer" and "mask", model files, and their default configs.

Run with Keras 3.16 on PyTorch: python wrappers.py OUTPUT_FOLDER
"""
import json
import os
import sys

import keras
import numpy as np
import torch
from keras import layers as L

OUT = sys.argv[1]
VERSIONS = {"keras": keras.__version__, "torch": torch.__version__.split("+")[0], "numpy": np.__version__}
torch.set_num_threads(1)


def tensor(array):
    array = np.asarray(array)
    kind = "bool" if array.dtype == bool else "float32"
    values = array.ravel().tolist() if kind == "bool" else [float(f"{v:.9g}") for v in array.astype("float32").ravel()]
    return {"shape": list(array.shape), "dtype": kind, "data": values}


def write(kind, name, case):
    os.makedirs(os.path.join(OUT, kind), exist_ok=True)
    with open(os.path.join(OUT, kind, name + ".json"), "w") as file:
        lines = ",\n".join(f" {json.dumps(k)}: {v if isinstance(v, Lines) else json.dumps(v)}" for k, v in case.items())
        file.write("{\n" + lines + "\n}\n")


class Lines(str):
    pass


def noise(shape, seed, low=-1.0, high=1.0):
    return np.round(np.random.RandomState(seed).uniform(low, high, shape), 3).astype("float32")


def numpy(t):
    return t.detach().numpy()


def fill(weights, seed=50):
    """Small round numbers; moving variances positive."""
    for i, w in enumerate(weights):
        w.assign(noise(w.shape, seed + i, *((0.5, 1.5) if w.name in ("moving_variance", "gamma") else (-1.0, 1.0))))


def stored(weights, kinds=True):
    # Freezing a layer changes what Keras says of its variables.
    frozen = any(not w.trainable and "moving" not in w.name for w in weights)
    return [dict({"name": w.name}, **({"path": w.path} if kinds else {}), **({"trainable": w.trainable} if kinds and not frozen else {}), value=tensor(w.numpy())) for w in weights]


def made(class_name, config):
    return keras.saving.deserialize_keras_object({"module": "keras.layers", "class_name": class_name, "config": config, "registered_name": None})


def entry(layer):
    return keras.saving.serialize_keras_object(layer)


def layer_case(name, layer, shape, training=False, seed=1, note=None, recorded=False):
    """The layer is made anew from its configuration, which the case records: as given, or as it is once built."""
    class_name, config = type(layer).__name__, layer.get_config()
    layer = made(class_name, json.loads(json.dumps(config)))
    x = torch.tensor(noise(shape, seed), requires_grad=True)
    layer.build(shape)
    fill(layer.weights)
    case = {"schema": 1, "kind": "layer", "name": name, "made_with": VERSIONS, "class_name": class_name, "config": config,
            "full_config": layer.get_config(), "training": training, "inputs": [tensor(numpy(x))], "weights": stored(layer.weights)}
    with torch.enable_grad():
        y = layer(x, training=training)
        y = list(y) if isinstance(y, (tuple, list)) else [y]
        directions = [noise(tuple(t.shape), 99 + i) for i, t in enumerate(y)]
        loss = sum((t * torch.tensor(r)).sum() for t, r in zip(y, directions))
        trained = layer.trainable_weights
        gradients = torch.autograd.grad(loss, [x] + [w.value for w in trained], allow_unused=True)
    case["outputs"] = [tensor(numpy(t)) for t in y]
    case["output_shape"] = list(y[0].shape) if len(y) == 1 else [list(t.shape) for t in y]
    if note:
        case["note"] = note
    case["gradient"] = {"R": [tensor(r) for r in directions], "loss": float(loss), "inputs": [tensor(gradients[0])],
                        "weights": [{"name": w.name, "value": None if g is None else tensor(g)} for w, g in zip(trained, gradients[1:])]}
    if training:
        case["weights_after"] = stored(layer.weights)
    write("layer", name, case)


def mask_cases(class_name, cases):
    lines = []
    for make, shape, masks in cases:
        for training in (False, True):
            for mask in masks:
                keras.utils.clear_session()
                layer = make()
                config = layer.get_config()
                layer = made(class_name, json.loads(json.dumps(config)))
                layer.build(shape)
                fill(layer.weights)
                x = torch.tensor(noise(shape, 7))
                before = stored(layer.weights, kinds=False)
                if mask is not None:
                    keras.src.backend.set_keras_mask(x, torch.tensor(mask))
                case = {"config": config, "training": training, "inputs": [tensor(numpy(x))], "masks": [None if mask is None else tensor(mask)], "weights": before}
                try:
                    y = layer(x, training=training)
                except Exception as error:  # noqa: BLE001
                    lines.append(dict(case, error=str(error).split("\n")[0][:120]))
                    print(class_name, "error", repr(error)[:200])
                    continue
                y = list(y) if isinstance(y, (tuple, list)) else [y]
                out = [keras.src.backend.get_keras_mask(t) for t in y]
                case.update(outputs=[tensor(numpy(t)) for t in y], output_masks=[None if m is None else tensor(m.numpy()) for m in out])
                if training:
                    case["weights_after"] = stored(layer.weights, kinds=False)
                lines.append(case)
    body = Lines("[\n  " + ",\n  ".join(json.dumps(c) for c in lines) + "\n ]")
    write("mask", class_name, {"schema": 1, "kind": "mask", "name": class_name, "made_with": {k: VERSIONS[k] for k in ("keras", "torch")},
                               "class_name": class_name, "cases": body})


def model_files(name, model, inputs, formats=(".keras", ".h5", )):
    fill(model.weights)
    os.makedirs(os.path.join(OUT, "keras_files"), exist_ok=True)
    y = model(inputs if len(inputs) > 1 else inputs[0], training=False)
    y = list(y) if isinstance(y, (tuple, list)) else [y]
    facts = {"inputs": [tensor(x) for x in inputs], "expected": [tensor(numpy(t)) for t in y]}
    for extension in formats:
        path = os.path.join(OUT, "keras_files", name + extension)
        model.save(path)
        with open(path + ".json", "w") as file:
            json.dump(facts, file)
    return facts


def inner_model():
    x = keras.Input((4, 3))
    y = L.LSTM(3, return_sequences=True)(x)
    y = L.Dense(2, activation="tanh")(y)
    z = L.GlobalAveragePooling1D()(y)
    return keras.Model(x, L.Concatenate()([z, L.Flatten()(y)]))


S = (2, 4, 3)
layer_case("bidirectional_lstm", L.Bidirectional(L.LSTM(2)), S)
layer_case("bidirectional_lstm_sequences", L.Bidirectional(L.LSTM(2, return_sequences=True)), S)
layer_case("bidirectional_gru_sum", L.Bidirectional(L.GRU(3, return_sequences=True), merge_mode="sum"), S)
layer_case("bidirectional_gru_ave_reset_before", L.Bidirectional(L.GRU(3, reset_after=False), merge_mode="ave"), S)
layer_case("bidirectional_simple_mul", L.Bidirectional(L.SimpleRNN(2, return_sequences=True, use_bias=False), merge_mode="mul"), S)
layer_case("bidirectional_none", L.Bidirectional(L.LSTM(2, return_sequences=True), merge_mode=None), S)
layer_case("bidirectional_none_last", L.Bidirectional(L.GRU(2), merge_mode=None), S)
layer_case("bidirectional_state", L.Bidirectional(L.LSTM(2, return_state=True, return_sequences=True)), S)
layer_case("bidirectional_none_state", L.Bidirectional(L.GRU(2, return_state=True), merge_mode=None), S)
layer_case("bidirectional_own_backward", L.Bidirectional(L.LSTM(2, return_sequences=True), backward_layer=L.GRU(2, activation="relu", return_sequences=True, go_backwards=True, name="from_the_end")), S)
layer_case("bidirectional_other_way_round", L.Bidirectional(L.GRU(2, return_sequences=True, go_backwards=True), backward_layer=L.GRU(2, return_sequences=True)), S)
layer_case("bidirectional_frozen_forward_training", L.Bidirectional(L.GRU(2, trainable=False), backward_layer=L.GRU(2, go_backwards=True)), S, training=True)
layer_case("bidirectional_regularized_training", L.Bidirectional(L.SimpleRNN(2, kernel_regularizer="l2", bias_constraint="non_neg"), activity_regularizer="l1", name="both_ways"), S, training=True)
layer_case("time_distributed_dense", L.TimeDistributed(L.Dense(2, activation="tanh")), S)
layer_case("time_distributed_dense_4d", L.TimeDistributed(L.Dense(2)), (2, 3, 2, 3))
layer_case("time_distributed_conv2d", L.TimeDistributed(L.Conv2D(2, 3, strides=2, padding="same", activation="relu")), (2, 3, 5, 4, 2))
layer_case("time_distributed_conv2d_channels_first", L.TimeDistributed(L.MaxPooling2D(2, data_format="channels_first")), (2, 3, 2, 4, 6))
layer_case("time_distributed_flatten", L.TimeDistributed(L.Flatten()), (2, 3, 2, 2))
layer_case("time_distributed_lstm", L.TimeDistributed(L.LSTM(2)), (2, 3, 4, 3))
layer_case("time_distributed_bidirectional", L.TimeDistributed(L.Bidirectional(L.GRU(2, return_sequences=True))), (2, 2, 3, 3))
layer_case("time_distributed_time_distributed", L.TimeDistributed(L.TimeDistributed(L.Dense(2))), (2, 2, 3, 3))
layer_case("time_distributed_batch_norm_inference", L.TimeDistributed(L.BatchNormalization()), (3, 4, 2))
layer_case("time_distributed_batch_norm_training", L.TimeDistributed(L.BatchNormalization(momentum=0.7)), (3, 4, 2), training=True)
layer_case("time_distributed_batch_norm_frozen_training", L.TimeDistributed(L.BatchNormalization(trainable=False)), (3, 4, 2), training=True)
layer_case("time_distributed_batch_norm_images_training", L.TimeDistributed(L.BatchNormalization(momentum=0.6, axis=1)), (2, 3, 2, 3, 2), training=True)
layer_case("time_distributed_model", L.TimeDistributed(inner_model()), (2, 3, 4, 3))
layer_case("time_distributed_sequential_training", L.TimeDistributed(keras.Sequential([keras.Input((5, 4, 2)), L.Conv2D(3, 2), L.BatchNormalization(momentum=0.5), L.ReLU(), L.Flatten(), L.Dense(2)])), (3, 2, 5, 4, 2), training=True)
layer_case("time_distributed_softmax", L.TimeDistributed(L.Softmax()), S)

some = np.array([[True, False, True, False], [False, True, True, True]])
ends = np.array([[True, True, False, False], [True, True, True, False]])
none = np.zeros((2, 4), bool)
three = np.array([[[True, True, False], [True, False, False], [False, False, False]], [[True, False, True], [True, True, True], [False, True, True]]])
sequence = [None, np.ones((2, 4), bool), some, ends, none]
mask_cases("Bidirectional", [
    (lambda: L.Bidirectional(L.LSTM(2)), S, sequence),
    (lambda: L.Bidirectional(L.LSTM(2, return_sequences=True)), S, sequence),
    (lambda: L.Bidirectional(L.GRU(2, return_sequences=True, return_state=True), merge_mode="sum"), S, sequence),
    (lambda: L.Bidirectional(L.SimpleRNN(2, return_sequences=True), merge_mode=None), S, sequence),
    (lambda: L.Bidirectional(L.GRU(2, return_sequences=True, go_backwards=True), backward_layer=L.LSTM(2, return_sequences=True), merge_mode="ave"), S, sequence),
])
mask_cases("TimeDistributed", [
    (lambda: L.TimeDistributed(L.Dense(2)), S, sequence),
    (lambda: L.TimeDistributed(L.BatchNormalization(momentum=0.5)), S, [None, some, ends]),
    (lambda: L.TimeDistributed(L.LSTM(2)), (2, 3, 3, 2), [None, three]),
    (lambda: L.TimeDistributed(L.GRU(2, return_sequences=True)), (2, 3, 3, 2), [None, three]),
    (lambda: L.TimeDistributed(L.GlobalAveragePooling1D()), (2, 3, 3, 2), [None, np.maximum(three, [True, False, False])]),
    (lambda: L.TimeDistributed(L.Bidirectional(L.LSTM(2, return_sequences=True))), (2, 3, 3, 2), [None, three]),
    (lambda: L.TimeDistributed(keras.Sequential([keras.Input((3, 2)), L.Dense(3), L.GRU(2)])), (2, 3, 3, 2), [None, three]),
    (lambda: L.TimeDistributed(L.Dense(2)), S, [np.ones((2, 3), bool)]),
])

video = keras.Input((3, 6, 6, 2))
y = L.TimeDistributed(L.Conv2D(3, 3, activation="relu"))(video)
y = L.TimeDistributed(L.BatchNormalization())(y)
y = L.TimeDistributed(L.MaxPooling2D(2))(y)
y = L.TimeDistributed(L.Flatten())(y)
y = L.Bidirectional(L.LSTM(4, return_sequences=True, dropout=0.2, seed=1))(y)
y = L.TimeDistributed(L.Dropout(0.3))(y)
y = L.Bidirectional(L.GRU(3), merge_mode="ave")(y)
model_files("wrapped_video", keras.Model(video, L.Dense(2)(y)), [noise((2, 3, 6, 6, 2), 1)])

words = keras.Input((None,))
y = L.Embedding(7, 3, mask_zero=True)(words)
y = L.Bidirectional(L.LSTM(3, return_sequences=True))(y)
y = L.Bidirectional(L.LSTM(2))(y)
model_files("wrapped_words", keras.Model(words, L.Dense(1, activation="sigmoid")(y)), [np.array([[1, 2, 3, 0, 0], [4, 5, 0, 6, 0]], "float32")])

model_files("wrapped_tagger", keras.Sequential([keras.Input((5, 3)), L.Bidirectional(L.LSTM(4, return_sequences=True)), L.TimeDistributed(L.Dense(3, activation="softmax"))]), [noise((2, 5, 3), 2)])

sentence = keras.Input((4,))
y = L.Embedding(9, 3, mask_zero=True)(sentence)
sentences = keras.Model(sentence, L.Dense(3)(L.Bidirectional(L.GRU(3))(y)), name="sentence_encoder")
document = keras.Input((3, 4))
y = L.TimeDistributed(sentences)(document)
y = L.Bidirectional(L.GRU(2))(y)
model_files("wrapped_document", keras.Model(document, L.Dense(2, activation="softmax")(y)), [np.random.RandomState(3).randint(0, 9, (2, 3, 4)).astype("float32")], (".keras", ))

both = keras.Input((4, 3))
f, b = L.Bidirectional(L.LSTM(2, return_sequences=True), merge_mode=None)(both)
s, h1, c1, h2, c2 = L.Bidirectional(L.LSTM(2, return_state=True), backward_layer=L.LSTM(2, return_state=True, go_backwards=True, activation="relu", name="back"))(f)
model_files("wrapped_states", keras.Model(both, [s, L.Add()([h1, c2]), b]), [noise((2, 4, 3), 4)])

small = keras.Sequential([keras.Input((4, 4, 1)), L.Conv2D(2, 2), L.BatchNormalization(), L.ReLU(), L.GlobalAveragePooling2D()], name="frame")
model_files("wrapped_sequential", keras.Sequential([keras.Input((None, 4, 4, 1)), L.TimeDistributed(small), L.Bidirectional(L.SimpleRNN(2))]), [noise((2, 3, 4, 4, 1), 5)], (".keras", ))

# The same weights in the words of tf.keras 2.11 and of Keras 2.1: no modules, no backward layer, other names of weights.
def old_rnn(class_name, name, units, **more):
    rules = {key: None for key in ("kernel_regularizer", "recurrent_regularizer", "bias_regularizer", "activity_regularizer", "kernel_constraint", "recurrent_constraint", "bias_constraint")}
    return {"class_name": class_name, "config": dict(
        rules, name=name, trainable=True, return_sequences=True, return_state=False, go_backwards=False, stateful=False, unroll=False, units=units, activation="tanh",
        recurrent_activation="sigmoid", use_bias=True, unit_forget_bias=True, dropout=0.0, recurrent_dropout=0.0, implementation=2,
        kernel_initializer={"class_name": "GlorotUniform", "config": {"seed": None}}, recurrent_initializer={"class_name": "Orthogonal", "config": {"gain": 1.0, "seed": None}},
        bias_initializer={"class_name": "Zeros", "config": {}}, **more)}


def old_file(name, version, model, layers, weights):
    """weights: per layer its name, and the names of the model's weights in their order."""
    import h5py
    fill(model.weights)
    x = noise((2, 5, 3), 2)
    path = os.path.join(OUT, "keras_files", name + ".h5")
    values = iter(model.weights)
    with h5py.File(path, "w") as f:
        f.attrs["keras_version"] = version
        f.attrs["backend"] = "tensorflow"
        f.attrs["model_config"] = json.dumps({"class_name": "Sequential", "config": {"name": "sequential", "layers": layers}})
        group = f.create_group("model_weights")
        group.attrs["keras_version"] = version
        group.attrs["backend"] = "tensorflow"
        group.attrs["layer_names"] = [n.encode() for n, _ in weights]
        for layer, names in weights:
            own = group.create_group(layer)
            own.attrs["weight_names"] = [n.encode() for n in names]
            for n in names:
                own.create_dataset(n, data=next(values).numpy())
    with open(path + ".json", "w") as file:
        json.dump({"inputs": [tensor(x)], "expected": [tensor(numpy(model(x)))]}, file)


tagger = keras.Sequential([keras.Input((5, 3)), L.Bidirectional(L.LSTM(4, return_sequences=True), merge_mode="sum"), L.TimeDistributed(L.Dense(3, activation="softmax"))])
dense = {"class_name": "Dense", "config": {"name": "dense", "trainable": True, "dtype": "float32", "units": 3, "activation": "softmax", "use_bias": True,
                                           "kernel_initializer": {"class_name": "GlorotUniform", "config": {"seed": None}}, "bias_initializer": {"class_name": "Zeros", "config": {}}}}
arrays = ("kernel", "recurrent_kernel", "bias")
old_file("keras2_wrapped_tf", "2.11.0", tagger, [
    {"class_name": "InputLayer", "config": {"batch_input_shape": [None, 5, 3], "dtype": "float32", "sparse": False, "ragged": False, "name": "bidirectional_input"}},
    {"class_name": "Bidirectional", "config": {"name": "bidirectional", "trainable": True, "dtype": "float32", "merge_mode": "sum",
                                               "layer": old_rnn("LSTM", "lstm", 4, time_major=False, dtype="float32")}},
    {"class_name": "TimeDistributed", "config": {"name": "time_distributed", "trainable": True, "dtype": "float32", "layer": dense}}],
    [("bidirectional", [f"bidirectional/{way}_lstm/lstm_cell_{i}/{a}:0" for i, way in ((1, "forward"), (2, "backward")) for a in arrays]),
     ("time_distributed", ["time_distributed/kernel:0", "time_distributed/bias:0"])])
old_file("keras2_wrapped", "2.1.6", tagger, [
    {"class_name": "Bidirectional", "config": {"name": "bidirectional_1", "trainable": True, "batch_input_shape": [None, 5, 3],
                                               "layer": old_rnn("LSTM", "lstm_1", 4), "merge_mode": "sum"}},
    {"class_name": "TimeDistributed", "config": {"name": "time_distributed_1", "trainable": True, "layer": dense}}],
    [("bidirectional_1", [f"bidirectional_1/{way}_lstm_1/{a}:0" for way in ("forward", "backward") for a in arrays]),
     ("time_distributed_1", ["time_distributed_1/kernel:0", "time_distributed_1/bias:0"])])

with open(os.path.join(OUT, "configs.txt"), "w") as file:
    keras.utils.clear_session()
    for layer in (L.Bidirectional(L.LSTM(2)), L.TimeDistributed(L.Dense(2))):
        file.write(f"  {json.dumps(type(layer).__name__)}: {json.dumps(layer.get_config())},\n")
