"""Golden cases of recurrent layers: cells, RNN, initial states, states between batches, ConvLSTM: kinds "layer" and "mask", model files.

Run with Keras 3.16 on PyTorch: python recurrent.py OUTPUT_FOLDER
"""
import json
import os
import sys

import keras
import numpy as np
import torch
from keras import layers as L
from keras import tree

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
        file.write("{\n" + ",\n".join(f" {json.dumps(k)}: {json.dumps(v)}" for k, v in case.items()) + "\n}\n")


def noise(shape, seed, low=-1.0, high=1.0):
    return np.round(np.random.RandomState(seed).uniform(low, high, shape), 3).astype("float32")


def numpy(t):
    return t.detach().numpy()


def fill(weights, seed=50):
    for i, w in enumerate(weights):
        w.assign(noise(w.shape, seed + i, *((0.5, 1.5) if w.name == "moving_variance" else (-1.0, 1.0))))


def stored(weights):
    return [{"name": w.name, "path": w.path, "value": tensor(w.numpy())} for w in weights]


def made(layer):
    """A layer of the same configuration."""
    config = json.loads(json.dumps(layer.get_config()))
    return config, keras.saving.deserialize_keras_object({"module": "keras.layers", "class_name": type(layer).__name__, "config": json.loads(json.dumps(config)), "registered_name": None})


def nested(layer, states):
    """The states as the layer's call takes them."""
    cell = getattr(layer, "cell", layer)
    if not isinstance(cell, L.StackedRNNCells):
        return states
    states, result = list(states), []
    for inner in cell.cells:
        count = len(inner.state_size) if isinstance(inner.state_size, (list, tuple)) else 1
        result.append(states[:count])
        states = states[count:]
    return result


def called(layer, inputs, training):
    x, states = inputs[0], inputs[1:]
    if not states:
        y = layer(x, training=training)
    elif hasattr(layer, "cell") or isinstance(layer, L.Bidirectional):
        y = layer(x, initial_state=nested(layer, states), training=training)
    else:
        y = layer(x, nested(layer, states), training=training)
    return tree.flatten(y)


def layer_case(name, layer, *shapes, training=False):
    """The layer is made again from its configuration, which the case records: as given, or as it is once built."""
    config, layer = made(layer)
    inputs = [torch.tensor(noise(shape, 1 + i), requires_grad=True) for i, shape in enumerate(shapes)]
    layer.build(shapes[0])
    fill(layer.weights)
    case = {"schema": 1, "kind": "layer", "name": name, "made_with": VERSIONS, "class_name": type(layer).__name__, "config": config,
            "full_config": layer.get_config(), "training": training, "inputs": [tensor(numpy(x)) for x in inputs], "weights": stored(layer.weights)}
    with torch.enable_grad():
        y = called(layer, inputs, training)
        directions = [noise(tuple(t.shape), 99 + i) for i, t in enumerate(y)]
        loss = sum((t * torch.tensor(r)).sum() for t, r in zip(y, directions))
        trained = layer.trainable_weights
        gradients = torch.autograd.grad(loss, inputs + [w.value for w in trained], allow_unused=True)
    case["outputs"] = [tensor(numpy(t)) for t in y]
    case["output_shape"] = list(y[0].shape) if len(y) == 1 else [list(t.shape) for t in y]
    of_inputs, of_weights = gradients[:len(inputs)], gradients[len(inputs):]
    case["gradient"] = {"R": [tensor(r) for r in directions], "loss": float(loss), "inputs": [None if g is None else tensor(g) for g in of_inputs],
                        "weights": [{"name": w.name, "value": None if g is None else tensor(g)} for w, g in zip(trained, of_weights)]}
    if training:
        case["weights_after"] = stored(layer.weights)
    write("layer", name, case)


def mask_cases(class_name, cases):
    lines = []
    for make, shapes, masks in cases:
        for training in (False, True):
            for mask in masks:
                keras.utils.clear_session()
                config, layer = made(make())
                layer.build(shapes[0])
                fill(layer.weights)
                inputs = [torch.tensor(noise(shape, 7 + i)) for i, shape in enumerate(shapes)]
                before = [{"name": w.name, "value": tensor(w.numpy())} for w in layer.weights]
                if mask is not None:
                    keras.src.backend.set_keras_mask(inputs[0], torch.tensor(mask))
                case = {"config": config, "training": training, "inputs": [tensor(numpy(x)) for x in inputs],
                        "masks": [None if mask is None else tensor(mask)] + [None] * (len(inputs) - 1), "weights": before}
                y = called(layer, inputs, training)
                out = [keras.src.backend.get_keras_mask(t) for t in y]
                case.update(outputs=[tensor(numpy(t)) for t in y], output_masks=[None if m is None else tensor(m.numpy()) for m in out])
                lines.append(case)
    os.makedirs(os.path.join(OUT, "mask"), exist_ok=True)
    head = {"schema": 1, "kind": "mask", "name": class_name, "made_with": {k: VERSIONS[k] for k in ("keras", "torch")}, "class_name": class_name}
    with open(os.path.join(OUT, "mask", class_name + ".json"), "w") as file:
        file.write("{\n" + ",\n".join(f" {json.dumps(k)}: {json.dumps(v)}" for k, v in head.items()) + ',\n "cases": [\n  ' + ",\n  ".join(json.dumps(c) for c in lines) + "\n ]\n}\n")


def model_files(name, model, inputs, formats=(".keras", ".h5")):
    fill(model.weights)
    os.makedirs(os.path.join(OUT, "keras_files"), exist_ok=True)
    y = tree.flatten(model(inputs if len(inputs) > 1 else inputs[0], training=False))
    for layer in model.layers:
        if getattr(layer, "stateful", False):
            layer.reset_state()
    facts = {"inputs": [tensor(x) for x in inputs], "expected": [tensor(numpy(t)) for t in y]}
    for extension in formats:
        path = os.path.join(OUT, "keras_files", name + extension)
        model.save(path)
        with open(path + ".json", "w") as file:
            json.dump(facts, file)
    return facts


S, B2 = (2, 4, 3), (2, 2)
stack = lambda: [L.LSTMCell(2), L.GRUCell(3, reset_after=False), L.SimpleRNNCell(2)]
layer_case("rnn_lstm_cell", L.RNN(L.LSTMCell(2)), S)
layer_case("rnn_lstm_cell_state", L.RNN(L.LSTMCell(2, unit_forget_bias=False, use_bias=False), return_sequences=True, return_state=True), S)
layer_case("rnn_gru_cell", L.RNN(L.GRUCell(2, activation="relu", recurrent_activation="hard_sigmoid"), return_sequences=True, go_backwards=True), S)
layer_case("rnn_gru_cell_reset_before", L.RNN(L.GRUCell(2, reset_after=False), unroll=True), S)
layer_case("rnn_simple_cell", L.RNN(L.SimpleRNNCell(2), return_state=True), S)
layer_case("rnn_regularized_training", L.RNN(L.SimpleRNNCell(2, kernel_regularizer="l2", recurrent_constraint="non_neg"), activity_regularizer="l1"), S, training=True)
layer_case("rnn_stacked", L.RNN(stack()), S)
layer_case("rnn_stacked_state", L.RNN(stack(), return_sequences=True, return_state=True), S)
layer_case("rnn_stacked_backwards", L.RNN(L.StackedRNNCells([L.GRUCell(3), L.LSTMCell(2)]), return_sequences=True, return_state=True, go_backwards=True), S)
layer_case("rnn_initial_state", L.RNN(L.LSTMCell(2), return_sequences=True, return_state=True), S, B2, B2)
layer_case("rnn_stacked_initial_state", L.RNN([L.LSTMCell(2), L.GRUCell(3)], return_state=True), S, B2, B2, (2, 3))
layer_case("lstm_initial_state", L.LSTM(2, return_sequences=True, return_state=True), S, B2, B2)
layer_case("lstm_initial_state_backwards", L.LSTM(2, go_backwards=True), S, B2, B2)
layer_case("gru_initial_state", L.GRU(2, return_state=True), S, B2)
layer_case("gru_initial_state_reset_before", L.GRU(2, reset_after=False, return_sequences=True), S, B2)
layer_case("simple_rnn_initial_state", L.SimpleRNN(2, return_sequences=True, return_state=True, unroll=True), S, B2)
layer_case("bidirectional_initial_state", L.Bidirectional(L.LSTM(2, return_sequences=True, return_state=True)), S, B2, B2, B2, B2)
layer_case("bidirectional_initial_state_sum", L.Bidirectional(L.GRU(2), merge_mode="sum"), S, B2, B2)
layer_case("bidirectional_rnn", L.Bidirectional(L.RNN(L.LSTMCell(2), return_sequences=True)), S)
layer_case("bidirectional_rnn_stacked_state", L.Bidirectional(L.RNN([L.GRUCell(2), L.SimpleRNNCell(3)], return_state=True), merge_mode=None), S)
layer_case("time_distributed_rnn", L.TimeDistributed(L.RNN([L.GRUCell(2), L.LSTMCell(2)], return_sequences=True)), (2, 3, 4, 2))
layer_case("lstm_cell", L.LSTMCell(2), (2, 3), B2, B2)
layer_case("lstm_cell_no_bias", L.LSTMCell(2, use_bias=False, activation="relu"), (2, 3), B2, B2)
layer_case("gru_cell", L.GRUCell(2), (2, 3), B2)
layer_case("gru_cell_reset_before", L.GRUCell(2, reset_after=False), (2, 3), B2)
layer_case("simple_rnn_cell", L.SimpleRNNCell(2), (2, 3), B2)
layer_case("stacked_rnn_cells", L.StackedRNNCells([L.LSTMCell(2), L.GRUCell(3)]), (2, 3), B2, B2, (2, 3))

V1, V2, V3 = (2, 3, 5, 2), (2, 3, 4, 5, 2), (2, 2, 3, 4, 3, 2)
layer_case("conv_lstm1d", L.ConvLSTM1D(2, 3), V1)
layer_case("conv_lstm1d_same_strides", L.ConvLSTM1D(3, 2, strides=2, padding="same", return_sequences=True, return_state=True), V1)
layer_case("conv_lstm1d_dilation", L.ConvLSTM1D(2, 2, dilation_rate=2, activation="relu", go_backwards=True, return_sequences=True), V1)
layer_case("conv_lstm1d_channels_first", L.ConvLSTM1D(3, 2, data_format="channels_first", return_state=True), (2, 3, 2, 5))
layer_case("conv_lstm2d", L.ConvLSTM2D(2, (2, 3)), V2)
layer_case("conv_lstm2d_same", L.ConvLSTM2D(2, 3, padding="same", use_bias=False, return_sequences=True), V2)
layer_case("conv_lstm2d_strides_state", L.ConvLSTM2D(2, 2, strides=(2, 1), recurrent_activation="hard_sigmoid", unit_forget_bias=False, return_state=True), V2)
layer_case("conv_lstm2d_channels_first", L.ConvLSTM2D(2, 2, padding="same", data_format="channels_first", return_sequences=True, return_state=True), (2, 3, 2, 4, 5))
layer_case("conv_lstm2d_initial_state", L.ConvLSTM2D(2, 2, return_state=True), V2, (2, 3, 4, 2), (2, 3, 4, 2))
layer_case("conv_lstm2d_regularized_training", L.ConvLSTM2D(2, 2, kernel_regularizer="l2", bias_constraint="non_neg", activity_regularizer="l1"), V2, training=True)
layer_case("conv_lstm3d", L.ConvLSTM3D(2, 2), V3)
layer_case("conv_lstm3d_same", L.ConvLSTM3D(2, (1, 2, 3), strides=(2, 1, 1), padding="same", return_sequences=True, return_state=True), V3)
layer_case("conv_lstm3d_channels_first", L.ConvLSTM3D(2, 2, data_format="channels_first", go_backwards=True), (2, 2, 2, 3, 4, 3))
layer_case("bidirectional_conv_lstm2d", L.Bidirectional(L.ConvLSTM2D(2, 2, return_sequences=True)), V2)
layer_case("time_distributed_conv_lstm1d", L.TimeDistributed(L.ConvLSTM1D(2, 2)), (2, 2, 3, 4, 2))

some = np.array([[True, False, True, False], [False, True, True, True]])
ends = np.array([[True, True, False, False], [True, True, True, False]])
none = np.zeros((2, 4), bool)
sequence = [None, some, ends, none]
mask_cases("RNN", [
    (lambda: L.RNN(L.LSTMCell(2), return_sequences=True), [S], sequence),
    (lambda: L.RNN(L.GRUCell(2), return_state=True, go_backwards=True), [S], sequence),
    (lambda: L.RNN(L.SimpleRNNCell(2), return_sequences=True, return_state=True, zero_output_for_mask=True), [S], sequence),
    (lambda: L.RNN(L.SimpleRNNCell(2), zero_output_for_mask=True, go_backwards=True), [S], sequence),
    (lambda: L.RNN(stack(), return_sequences=True, return_state=True), [S], sequence),
    (lambda: L.RNN(L.LSTMCell(2), return_sequences=True, return_state=True), [S, B2, B2], sequence),
    (lambda: L.RNN([L.GRUCell(2), L.LSTMCell(3)], return_state=True), [S, B2, (2, 3), (2, 3)], sequence),
])
step = [None, np.array([True, False])]
mask_cases("LSTMCell", [(lambda: L.LSTMCell(2), [(2, 3), B2, B2], step)])
mask_cases("GRUCell", [(lambda: L.GRUCell(2), [(2, 3), B2], step)])
mask_cases("SimpleRNNCell", [(lambda: L.SimpleRNNCell(2), [(2, 3), B2], step)])
mask_cases("StackedRNNCells", [(lambda: L.StackedRNNCells([L.LSTMCell(2), L.GRUCell(3)]), [(2, 3), B2, B2, (2, 3)], step)])
mask_cases("ConvLSTM1D", [
    (lambda: L.ConvLSTM1D(2, 2, return_sequences=True, return_state=True), [(2, 4, 3, 2)], sequence),
    (lambda: L.ConvLSTM1D(2, 2, data_format="channels_first"), [(2, 4, 2, 3)], sequence)])
mask_cases("ConvLSTM2D", [
    (lambda: L.ConvLSTM2D(2, 2, return_sequences=True), [(2, 4, 2, 3, 1)], sequence),
    (lambda: L.ConvLSTM2D(1, 2, padding="same", go_backwards=True, return_state=True), [(2, 4, 2, 3, 1)], sequence)])
mask_cases("ConvLSTM3D", [(lambda: L.ConvLSTM3D(1, 2, return_sequences=True), [(2, 4, 2, 2, 2, 1)], sequence)])

# The encoder and decoder of Keras's example of translation, letter by letter.
letters, sounds, units = 5, 4, 3
encoder_inputs = keras.Input((None, letters), name="encoder_inputs")
_, h, c = L.LSTM(units, return_state=True, name="encoder")(encoder_inputs)
decoder_inputs = keras.Input((None, sounds), name="decoder_inputs")
decoder = L.LSTM(units, return_sequences=True, return_state=True, name="decoder")
y, _, _ = decoder(decoder_inputs, initial_state=[h, c])
y = L.Dense(sounds, activation="softmax")(y)
model_files("seq2seq", keras.Model([encoder_inputs, decoder_inputs], y), [noise((2, 6, letters), 1), noise((2, 4, sounds), 2)])
state = [keras.Input((units,), name="h"), keras.Input((units,), name="c")]
y, h, c = decoder(decoder_inputs, initial_state=state)
model_files("seq2seq_decoder", keras.Model([decoder_inputs] + state, [y, h, c]), [noise((2, 1, sounds), 3), noise((2, units), 4), noise((2, units), 5)])

words, others = keras.Input((None,), name="words"), keras.Input((None,), name="others")
*_, f1, f2, b1, b2 = L.Bidirectional(L.LSTM(2, return_state=True))(L.Embedding(7, 3, mask_zero=True)(words))
y = L.Bidirectional(L.LSTM(2, return_sequences=True), merge_mode="ave")(L.Embedding(7, 3, mask_zero=True)(others), initial_state=[f1, f2, b1, b2])
y = L.GRU(2, return_sequences=True)(y, initial_state=L.Dense(2)(f1))
y = L.GRU(2)(y, initial_state=b1, mask=keras.ops.not_equal(others, 0.0))
model_files("seq2seq_bidirectional", keras.Model([words, others], y), [np.array([[1, 2, 3, 0], [4, 5, 0, 0]], "float32"), np.array([[1, 0, 3], [4, 6, 0]], "float32")])

x, h, c, g = keras.Input((4, 3)), keras.Input((2,)), keras.Input((2,)), keras.Input((3,))
rnn = L.RNN([L.LSTMCell(2, dropout=0.1, seed=1), L.GRUCell(3)], return_sequences=True, return_state=True)
model_files("rnn_stacked", keras.Model([x, h, c, g], tree.flatten(rnn(x, initial_state=[[h, c], [g]]))), [noise(S, 1), noise(B2, 2), noise(B2, 3), noise((2, 3), 4)])
step, h, c = keras.Input((3,)), keras.Input((2,)), keras.Input((2,))
model_files("cell_between_layers", keras.Model([step, h, c], tree.flatten(L.LSTMCell(2)(step, [h, c]))), [noise((2, 3), 1), noise(B2, 2), noise(B2, 3)])
video = keras.Input((3, 6, 5, 1))
y = L.ConvLSTM2D(3, 3, padding="same", return_sequences=True, dropout=0.1, recurrent_dropout=0.2)(video)
y = L.BatchNormalization()(y)
y = L.Bidirectional(L.ConvLSTM2D(2, (2, 3)))(y)
model_files("conv_lstm_video", keras.Model(video, L.Dense(2)(L.Flatten()(y))), [noise((2, 3, 6, 5, 1), 1)])
model_files("conv_lstm_others", keras.Sequential([keras.Input((2, 5, 4, 4, 1)), L.ConvLSTM3D(2, 2, strides=2, return_sequences=True), L.Reshape((2, 4, 4)), L.ConvLSTM1D(2, 2), L.Flatten()]), [noise((2, 2, 5, 4, 4, 1), 2)])
model_files("stateful", keras.Sequential([keras.Input((4, 3), batch_size=2), L.LSTM(3, stateful=True, return_sequences=True), L.Bidirectional(L.GRU(2, stateful=True)), L.Dense(1)]), [noise(S, 1)])


def old(class_name, name, units, **more):
    """A layer or cell in the words of tf.keras 2: no modules."""
    config = dict(name=name, trainable=True, dtype="float32", units=units, activation="tanh", recurrent_activation="sigmoid", use_bias=True, unit_forget_bias=True,
                  kernel_initializer={"class_name": "GlorotUniform", "config": {"seed": None}}, recurrent_initializer={"class_name": "Orthogonal", "config": {"gain": 1.0, "seed": None}},
                  bias_initializer={"class_name": "Zeros", "config": {}}, dropout=0.0, recurrent_dropout=0.0, implementation=2, **more)
    if class_name.startswith("GRU"):
        config.pop("unit_forget_bias")
    return {"class_name": class_name, "config": config}


def old_file(name, model, config, inputs, weights):
    """An .h5 file as tf.keras 2.11 writes it; the weights are those of a model of today, by layers."""
    import h5py
    fill(model.weights)
    path = os.path.join(OUT, "keras_files", name + ".h5")
    values = iter(model.weights)
    with h5py.File(path, "w") as f:
        f.attrs["keras_version"], f.attrs["backend"], f.attrs["model_config"] = "2.11.0", "tensorflow", json.dumps(config)
        group = f.create_group("model_weights")
        group.attrs["keras_version"], group.attrs["backend"] = "2.11.0", "tensorflow"
        group.attrs["layer_names"] = [n.encode() for n, _ in weights]
        for layer, names in weights:
            own = group.create_group(layer)
            own.attrs["weight_names"] = [n.encode() for n in names]
            for n in names:
                own.create_dataset(n, data=next(values).numpy())
    with open(path + ".json", "w") as file:
        json.dump({"inputs": [tensor(x) for x in inputs], "expected": [tensor(numpy(model(inputs if len(inputs) > 1 else inputs[0])))]}, file)


reading = dict(return_sequences=True, return_state=True, go_backwards=False, stateful=False, unroll=False, time_major=False)
arrays = ("kernel:0", "recurrent_kernel:0", "bias:0")
source, target = keras.Input((6, letters), name="source"), keras.Input((4, sounds), name="target")
_, h, c = L.LSTM(units, return_state=True, name="encoder")(source)
y, _, _ = L.LSTM(units, return_sequences=True, return_state=True, name="decoder")(target, initial_state=[h, c])
place = lambda layer, output=0: [layer, 0, output, {}]
entry = lambda layer, name, nodes: dict(layer, name=name, inbound_nodes=nodes)
given = lambda name, shape: entry({"class_name": "InputLayer", "config": {"batch_input_shape": [None, *shape], "dtype": "float32", "sparse": False, "ragged": False, "name": name}}, name, [])
old_file("keras2_seq2seq", keras.Model([source, target], y), {"class_name": "Functional", "config": {"name": "model", "trainable": True, "layers": [
    given("source", (6, letters)), given("target", (4, sounds)),
    entry(old("LSTM", "encoder", units, **dict(reading, return_sequences=False)), "encoder", [[place("source")]]),
    entry(old("LSTM", "decoder", units, **reading), "decoder", [[place("target"), place("encoder", 1), place("encoder", 2)]])],
    "input_layers": [["source", 0, 0], ["target", 0, 0]], "output_layers": [["decoder", 0, 0]]}},
    [noise((2, 6, letters), 1), noise((2, 4, sounds), 2)],
    [(n, [f"{n}/lstm_cell/{a}" for a in arrays]) for n in ("encoder", "decoder")])
cells = keras.Sequential([keras.Input((4, 3)), L.RNN([L.LSTMCell(2), L.GRUCell(3, reset_after=False)], return_sequences=True), L.RNN(L.GRUCell(2))])
plain = dict(return_state=False, go_backwards=False, stateful=False, unroll=False, time_major=False)
old_file("keras2_cells", cells, {"class_name": "Sequential", "config": {"name": "sequential", "layers": [
    {"class_name": "InputLayer", "config": {"batch_input_shape": [None, 4, 3], "dtype": "float32", "sparse": False, "ragged": False, "name": "input_1"}},
    {"class_name": "RNN", "config": dict(plain, name="rnn", trainable=True, dtype="float32", return_sequences=True, cell={"class_name": "StackedRNNCells", "config": {
        "name": "stacked_rnn_cells", "trainable": True, "dtype": "float32", "cells": [old("LSTMCell", "lstm_cell", 2), old("GRUCell", "gru_cell", 3, reset_after=False)]}})},
    {"class_name": "RNN", "config": dict(plain, name="rnn_1", trainable=True, dtype="float32", return_sequences=False, cell=old("GRUCell", "gru_cell_1", 2, reset_after=True))}]}},
    [noise(S, 1)],
    [("rnn", [f"rnn/stacked_rnn_cells/{n}/{a}" for n in ("lstm_cell", "gru_cell") for a in arrays]), ("rnn_1", [f"rnn_1/gru_cell_1/{a}" for a in arrays])])


@keras.saving.register_keras_serializable("Tests", "MinimalCell")
class MinimalCell(L.Layer):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = self.state_size = units

    def build(self, input_shape):
        self.kernel = self.add_weight(shape=(input_shape[-1], self.units), name="kernel")
        self.recurrent_kernel = self.add_weight(shape=(self.units, self.units), name="recurrent_kernel")

    def call(self, inputs, states):
        output = keras.ops.matmul(inputs, self.kernel) + keras.ops.matmul(states[0], self.recurrent_kernel)
        return output * 0.5, [output]

    def get_config(self):
        return {**super().get_config(), "units": self.units}


# On PyTorch Keras 3.16 writes the new states over the old ones, which gradients may still need; here they begin as copies.
call = L.RNN.call


def call_with_copies(self, sequences, initial_state=None, mask=None, training=False):
    if initial_state is None and self.stateful:
        initial_state = tree.map_structure(lambda state: state.value.clone(), self.states)
    return call(self, sequences, initial_state=initial_state, mask=mask, training=training)


L.RNN.call = call_with_copies


def scenario(name, model, x, y, batch):
    """Predict twice, reset, evaluate, train in order, predict: what the states do in all of them."""
    folder = os.path.join(OUT, "recurrent_states")
    os.makedirs(folder, exist_ok=True)
    fill(model.weights)
    model.compile(keras.optimizers.SGD(0.1), "mse")
    model.save(os.path.join(folder, name + ".keras"))
    stateful = [layer for layer in model.layers if getattr(layer, "stateful", False)]
    predict = lambda: tensor(model.predict(x, batch_size=batch, verbose=0))
    facts = {"batch": batch, "x": tensor(x), "y": tensor(y), "first": predict(), "second": predict()}
    # Keras 3.16 cannot reset the nested states of several cells itself.
    for state in (s for layer in stateful for s in tree.flatten(layer.states)):
        state.assign(np.zeros(state.shape, "float32"))
    facts["after_reset"] = predict()
    facts["evaluated"] = float(model.evaluate(x, y, batch_size=batch, verbose=0))
    facts["losses"] = model.fit(x, y, batch_size=batch, epochs=3, shuffle=False, verbose=0).history["loss"]
    facts["weights"] = [tensor(w.numpy()) for w in model.weights]
    facts["after_training"] = predict()
    facts["states"] = [tensor(s.numpy()) for layer in stateful for s in tree.flatten(layer.states)]
    with open(os.path.join(folder, name + ".keras.json"), "w") as file:
        json.dump(facts, file)


def in_batches(*layers):
    return keras.Sequential([keras.Input((3, 2), batch_size=2)] + list(layers) + [L.Dense(1)])


data = noise((6, 3, 2), 11), noise((6, 1), 12)
scenario("lstm", in_batches(L.LSTM(3, stateful=True)), *data, 2)
scenario("gru", in_batches(L.GRU(3, stateful=True, return_sequences=True), L.GRU(2, stateful=True, reset_after=False)), *data, 2)
scenario("simple", in_batches(L.Masking(0.0), L.SimpleRNN(3, stateful=True, go_backwards=True)), *data, 2)
scenario("both", in_batches(L.Bidirectional(L.LSTM(2, stateful=True))), *data, 2)
scenario("stacked", in_batches(L.RNN([L.LSTMCell(2), L.GRUCell(3)], stateful=True)), *data, 2)
scenario("own", in_batches(L.RNN(MinimalCell(3), stateful=True, return_sequences=True), L.RNN([L.GRUCell(2), MinimalCell(2)])), *data, 2)
images = keras.Sequential([keras.Input((2, 4, 3, 1), batch_size=2), L.ConvLSTM2D(2, 2, stateful=True), L.Flatten(), L.Dense(1)])
scenario("conv", images, noise((4, 2, 4, 3, 1), 13), noise((4, 1), 14), 2)
