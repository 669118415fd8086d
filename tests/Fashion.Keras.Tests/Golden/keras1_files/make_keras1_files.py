"""Writes whole models (.h5) as Keras 1.0.7 to 1.2.2 did: python3 make_keras1_files.py OUT

Configurations, names of weights, layouts and attributes follow what Keras 1.2.2 wrote. Predictions are computed here, with
NumPy, from what the layers meant in Keras 1. Nothing here comes from the C# library.
"""
import json
import os
import sys

import h5py
import numpy as np

OUT = sys.argv[1]
os.makedirs(OUT, exist_ok=True)
rng = np.random.RandomState(7)


def draw(*shape):
    return (rng.randn(*shape) * 0.5).astype("float32")


def config(name, **settings):
    return dict({"name": name, "trainable": True}, **settings)


def layer(cls, name, **settings):
    return {"class_name": cls, "config": config(name, **settings)}


def node(entry, *inbound):
    entry["name"] = entry["config"]["name"] if isinstance(entry["config"], dict) else entry["name"]
    entry["inbound_nodes"] = [[list(place) for place in inbound]] if inbound else []
    return entry


def no_rules(*words):
    return {word: None for word in words}


KERNEL = no_rules("W_regularizer", "b_regularizer", "activity_regularizer", "W_constraint", "b_constraint")


def dense(name, units, activation="linear", cls="Dense", **more):
    return layer(cls, name, **dict(dict(KERNEL, output_dim=units, init="glorot_uniform", activation=activation, bias=True, input_dim=None), **more))


def conv2d(name, filters, rows, cols, ordering, activation="linear", cls="Convolution2D", **more):
    return layer(cls, name, **dict(dict(KERNEL, nb_filter=filters, nb_row=rows, nb_col=cols, init="glorot_uniform", activation=activation, border_mode="valid",
                                        subsample=[1, 1], dim_ordering=ordering, bias=True), **more))


def recurrent(cls, name, units, **more):
    rules = no_rules("W_regularizer", "U_regularizer", "b_regularizer")
    base = dict(rules, output_dim=units, init="glorot_uniform", inner_init="orthogonal", activation="tanh", dropout_W=0.0, dropout_U=0.0,
                return_sequences=False, go_backwards=False, stateful=False, unroll=False, consume_less="cpu", input_dim=None, input_length=None)
    if cls != "SimpleRNN":
        base["inner_activation"] = "hard_sigmoid"
    if cls == "LSTM":
        base["forget_bias_init"] = "one"
    return layer(cls, name, **dict(base, **more))


def tensor(x):
    return {"shape": list(x.shape), "dtype": "float32", "data": np.asarray(x, "float64").ravel().tolist()}


def save(name, model, weights, inputs, expected, version="1.2.2", training=None, optimizer=None, backend=None):
    with h5py.File(os.path.join(OUT, name + ".h5"), "w") as f:
        if version:
            f.attrs["keras_version"] = version.encode()
        if backend:
            f.attrs["backend"] = backend.encode()
        f.attrs["model_config"] = json.dumps(model).encode()
        group = f.create_group("model_weights")
        group.attrs["layer_names"] = [n.encode() for n, _ in weights]
        for layer_name, arrays in weights:
            g = group.create_group(layer_name)
            g.attrs["weight_names"] = [n.encode() for n, _ in arrays]
            for n, value in arrays:
                g.create_dataset(n, data=value)
        if training:
            f.attrs["training_config"] = json.dumps(training).encode()
        if optimizer:
            g = f.create_group("optimizer_weights")
            g.attrs["weight_names"] = [n.encode() for n, _ in optimizer]
            for n, value in optimizer:
                g.create_dataset(n, data=value)
    case = {"inputs": [tensor(x) for x in inputs], "expected": [tensor(expected)]}
    with open(os.path.join(OUT, name + ".h5.json"), "w") as f:
        json.dump(case, f)


def named(name, **arrays):
    return (name, [("%s_%s" % (name, key), value) for key, value in arrays.items()])


def sequential(*layers):
    return {"class_name": "Sequential", "config": list(layers)}


def relu(x):
    return np.maximum(x, 0)


def softmax(x):
    e = np.exp(x - x.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)


def hard_sigmoid(x):
    return np.clip(0.2 * x + 0.5, 0, 1)


def correlate(x, w, strides=(1, 1), same=False, rate=(1, 1)):
    """x (n, rows, cols, in), w (rows, cols, in, out)."""
    kr, kc = [(k - 1) * r + 1 for k, r in zip(w.shape[:2], rate)]
    if same:
        pads = []
        for size, k, s in zip(x.shape[1:3], (kr, kc), strides):
            total = max((-(-size // s) - 1) * s + k - size, 0)
            pads.append((total // 2, total - total // 2))
        x = np.pad(x, [(0, 0)] + pads + [(0, 0)])
    rows, cols = [(size - k) // s + 1 for size, k, s in zip(x.shape[1:3], (kr, kc), strides)]
    out = np.zeros((x.shape[0], rows, cols, w.shape[3]))
    for i in range(rows):
        for j in range(cols):
            patch = x[:, i * strides[0]:i * strides[0] + kr:rate[0], j * strides[1]:j * strides[1] + kc:rate[1], :]
            out[:, i, j, :] = np.tensordot(patch, w, [[1, 2, 3], [0, 1, 2]])
    return out


def last(x):
    return x.transpose(0, 2, 3, 1)


def first(x):
    return x.transpose(0, 3, 1, 2)


def max_pool(x, size=2):
    n, r, c, d = x.shape
    return x[:, :r // size * size, :c // size * size].reshape(n, r // size, size, c // size, size, d).max((2, 4))


# Dense, regularizers and constraints, training settings and optimizer state.
x = draw(5, 4)
W1, b1, W2, b2 = draw(4, 6), draw(6), draw(6, 3), draw(3)
model = sequential(
    dense("dense_1", 6, "relu", batch_input_shape=[None, 4], input_dtype="float32", input_dim=4,
          W_regularizer={"name": "WeightRegularizer", "l1": 0.0, "l2": 0.009999999776482582}, b_regularizer={"name": "L1L2Regularizer", "l1": 0.5, "l2": 0.25},
          activity_regularizer={"name": "ActivityRegularizer", "l1": 0.125, "l2": 0.0}, W_constraint={"name": "MaxNorm", "m": 2, "axis": 0}, b_constraint={"name": "NonNeg"}),
    layer("Dropout", "dropout_1", p=0.25),
    dense("dense_2", 3, "softmax", W_constraint={"name": "UnitNorm", "axis": 0}))
ms, vs = [draw(*w.shape) for w in (W1, b1, W2, b2)], [np.abs(draw(*w.shape)) for w in (W1, b1, W2, b2)]
save("dense", model, [named("dense_1", W=W1, b=b1), ("dropout_1", []), named("dense_2", W=W2, b=b2)], [x], softmax(relu(x @ W1 + b1) @ W2 + b2),
     training={"optimizer_config": {"class_name": "Adam", "config": {"lr": 0.0020000000949949026, "beta_1": 0.8999999761581421, "beta_2": 0.9990000128746033, "decay": 0.0, "epsilon": 1e-08}},
               "loss": "categorical_crossentropy", "metrics": ["accuracy"], "sample_weight_mode": None, "loss_weights": None},
     optimizer=[("param_0", np.float32(17))] + [("param_%d" % (i + 1), v) for i, v in enumerate(ms + vs)])

# Images: channels last and first, padding, strides, pooling; layers that do not state the order of axes.
x = draw(2, 8, 7, 3)
K1, c1, K2, c2, D, d = draw(3, 2, 3, 4), draw(4), draw(3, 3, 4, 2), draw(2), draw(2 * 3 * 2, 3), draw(3)


def images(ordering):
    shape = [None, 8, 7, 3] if ordering == "tf" else [None, 3, 8, 7]
    return sequential(
        layer("ZeroPadding2D", "zeropadding2d_1", padding=[1, 0], batch_input_shape=shape, input_dtype="float32"),
        conv2d("convolution2d_1", 4, 3, 2, ordering, "relu"),
        layer("MaxPooling2D", "maxpooling2d_1", pool_size=[2, 2], border_mode="valid", strides=[2, 2], dim_ordering=ordering),
        layer("UpSampling2D", "upsampling2d_1", size=[1, 1]),
        layer("SpatialDropout2D", "spatialdropout2d_1", p=0.5),
        conv2d("convolution2d_2", 2, 3, 3, ordering, border_mode="same", subsample=[2, 1], W_constraint={"name": "MaxNorm", "m": 3, "axis": [0, 1, 2] if ordering == "tf" else [1, 2, 3]}),
        layer("Flatten", "flatten_1"), dense("dense_1", 3))


def run_images(x, ordering):
    y = np.pad(x, [(0, 0), (1, 1), (0, 0), (0, 0)])
    y = max_pool(relu(correlate(y, K1) + c1))
    y = correlate(y, K2, (2, 1), same=True) + c2
    y = y if ordering == "tf" else first(y)
    return y.reshape(len(y), -1) @ D + d


def image_weights(kernel):
    return [("zeropadding2d_1", []), named("convolution2d_1", W=kernel(K1), b=c1), ("maxpooling2d_1", []), ("upsampling2d_1", []), ("spatialdropout2d_1", []),
            named("convolution2d_2", W=kernel(K2), b=c2), ("flatten_1", []), named("dense_1", W=D, b=d)]


save("conv2d_tf", images("tf"), image_weights(lambda k: k), [x], run_images(x, "tf"))
save("conv2d_th", images("th"), image_weights(lambda k: k.transpose(3, 2, 0, 1)), [first(x)], run_images(x, "th"), version="1.1.0")
# A true convolution: the kernels are those of the correlation, reversed.
save("conv2d_theano", images("th"), image_weights(lambda k: k[::-1, ::-1].transpose(3, 2, 0, 1)), [first(x)], run_images(x, "th"), version="1.2.2", backend="theano")

# All dimensions of a kernel equal: only the order of axes tells what it is.
x, K, c = draw(2, 3, 5, 5), draw(3, 3, 3, 3), draw(3)
save("conv2d_th_square", sequential(conv2d("convolution2d_1", 3, 3, 3, "th", batch_input_shape=[None, 3, 5, 5], input_dtype="float32")),
     [named("convolution2d_1", W=K.transpose(3, 2, 0, 1), b=c)], [x], first(correlate(last(x), K) + c), version="1.0.8")

x, K, c = draw(2, 9, 8, 2), draw(3, 2, 2, 3), draw(3)
save("atrous2d", sequential(conv2d("atrousconvolution2d_1", 3, 3, 2, "tf", "tanh", cls="AtrousConvolution2D", atrous_rate=[2, 3], batch_input_shape=[None, 9, 8, 2], input_dtype="float32")),
     [named("atrousconvolution2d_1", W=K, b=c)], [x], np.tanh(correlate(x, K, rate=(2, 3)) + c))

# The gradient of a convolution: each input spreads over a patch of the output.
for ordering in ("tf", "th"):
    x, K, c = draw(2, 4, 3, 3), draw(3, 2, 3, 3), draw(3)
    y = np.zeros((2, 9, 6, 3))
    for i in range(4):
        for j in range(3):
            y[:, 2 * i:2 * i + 3, 2 * j:2 * j + 2] += np.einsum("ni,rcio->nrco", x[:, i, j], K)
    y += c
    shape = [None, 9, 6, 3] if ordering == "tf" else [None, 3, 9, 6]
    config_shape = [None, 4, 3, 3] if ordering == "tf" else [None, 3, 4, 3]
    stored = K if ordering == "tf" else K.transpose(3, 2, 0, 1)
    save("deconv2d_" + ordering, sequential(conv2d("deconvolution2d_1", 3, 3, 2, ordering, cls="Deconvolution2D", subsample=[2, 2], output_shape=shape, batch_input_shape=config_shape, input_dtype="float32")),
         [named("deconvolution2d_1", W=stored, b=c)], [x if ordering == "tf" else first(x)], y if ordering == "tf" else first(y))

for ordering in ("tf", "th"):
    x, P, Q, c = draw(2, 6, 5, 3), draw(3, 2, 3, 2), draw(1, 1, 6, 4), draw(4)
    y = np.concatenate([correlate(x[..., i:i + 1], P[:, :, i:i + 1, :]) for i in range(3)], -1)
    y = relu(y @ Q[0, 0] + c)
    rules = no_rules("depthwise_regularizer", "pointwise_regularizer", "b_regularizer", "activity_regularizer", "depthwise_constraint", "pointwise_constraint", "b_constraint")
    entry = layer("SeparableConvolution2D", "separableconvolution2d_1", batch_input_shape=[None, 6, 5, 3] if ordering == "tf" else [None, 3, 6, 5], input_dtype="float32", nb_filter=4, nb_row=3, nb_col=2,
                  init="glorot_uniform", activation="relu", border_mode="valid", subsample=[1, 1], depth_multiplier=2, dim_ordering=ordering, bias=True, **rules)
    turn = (lambda k: k) if ordering == "tf" else (lambda k: k.transpose(3, 2, 0, 1))
    save("separable_" + ordering, sequential(entry), [named("separableconvolution2d_1", depthwise_kernel=turn(P), pointwise_kernel=turn(Q), b=c)],
         [x if ordering == "tf" else first(x)], y if ordering == "tf" else first(y))

x, K, c = draw(2, 4, 5, 4, 2), draw(2, 3, 2, 2, 3), draw(3)
y = np.zeros((2, 3, 3, 3, 3))
for i in range(3):
    for j in range(3):
        for k in range(3):
            y[:, i, j, k] = np.tensordot(x[:, i:i + 2, j:j + 3, k:k + 2], K, 4)
entry = layer("Convolution3D", "convolution3d_1", **dict(KERNEL, nb_filter=3, kernel_dim1=2, kernel_dim2=3, kernel_dim3=2, dim_ordering="th", init="glorot_uniform", activation="relu", border_mode="valid",
                                                         subsample=[1, 1, 1], bias=True, batch_input_shape=[None, 2, 4, 5, 4], input_dtype="float32"))
save("conv3d_th", sequential(entry), [named("convolution3d_1", W=K.transpose(4, 3, 0, 1, 2), b=c)], [x.transpose(0, 4, 1, 2, 3)], relu(y + c).transpose(0, 4, 1, 2, 3))

# Sequences. Keras 1.0 laid the kernel out as (filters, inputs, length, 1).
x, K, c, D, d = draw(2, 9, 3), draw(3, 1, 3, 4), draw(4), draw(2 * 4, 2), draw(2)
y = relu(correlate(np.pad(x, [(0, 0), (1, 0), (0, 0)])[:, :, None, :], K, (2, 1))[:, :, 0] + c)
y = y[:, :4].reshape(2, 2, 2, 4).max(2)
sequence = sequential(
    layer("ZeroPadding1D", "zeropadding1d_1", padding={"left_pad": 1}, batch_input_shape=[None, 9, 3], input_dtype="float32"),
    layer("Convolution1D", "convolution1d_1", **dict(KERNEL, nb_filter=4, filter_length=3, init="uniform", activation="relu", border_mode="valid", subsample_length=2, bias=True, input_dim=3, input_length=None,
                                                     W_constraint={"name": "MaxNorm", "m": 2, "axis": [0, 1, 2]})),
    layer("MaxPooling1D", "maxpooling1d_1", stride=2, pool_length=2, border_mode="valid"), layer("GaussianNoise", "gaussiannoise_1", sigma=0.5), layer("Flatten", "flatten_1"), dense("dense_1", 2))
for name, kernel in (("conv1d", K), ("conv1d_10", K.transpose(3, 2, 0, 1))):
    save(name, sequence, [("zeropadding1d_1", []), named("convolution1d_1", W=kernel, b=c), ("maxpooling1d_1", []), ("gaussiannoise_1", []), ("flatten_1", []), named("dense_1", W=D, b=d)],
         [x], y.reshape(2, -1) @ D + d)

# Recurrent layers, with three arrays per gate or three in all.
x = draw(3, 5, 4)
gates = {g: (draw(4, 3) * 2, draw(3, 3), draw(3)) for g in "icfo"}
h = c = np.zeros((3, 3))
for t in range(5):
    i, f, o = [hard_sigmoid(x[:, t] @ gates[g][0] + h @ gates[g][1] + gates[g][2]) for g in "ifo"]
    c = f * c + i * np.tanh(x[:, t] @ gates["c"][0] + h @ gates["c"][1] + gates["c"][2])
    h = o * np.tanh(c)
arrays = [("lstm_1_%s_%s" % (k, g), gates[g][p]) for g in "icfo" for p, k in enumerate("WUb")]
shape = dict(batch_input_shape=[None, 5, 4], input_dtype="float32", input_dim=4, input_length=5)
training = {"optimizer_config": {"class_name": "RMSprop", "config": {"lr": 0.001, "rho": 0.9, "decay": 0.0, "epsilon": 1e-08}}, "loss": "mse", "metrics": [], "sample_weight_mode": None, "loss_weights": None}
save("lstm", sequential(recurrent("LSTM", "lstm_1", 3, **shape)), [("lstm_1", arrays)], [x], h, training=training, optimizer=[("param_%d" % i, np.abs(v)) for i, (_, v) in enumerate(arrays)])
save("lstm_gpu", sequential(recurrent("LSTM", "lstm_1", 3, **dict(shape, consume_less="gpu"))), [named("lstm_1", **{k: np.concatenate([gates[g][p] for g in "ifco"], -1) for p, k in enumerate("WUb")})], [x], h)

gates = {g: (draw(4, 3) * 2, draw(3, 3), draw(3)) for g in "zrh"}
h, steps = np.zeros((3, 3)), []
for t in range(5):
    z, r = [hard_sigmoid(x[:, t] @ gates[g][0] + h @ gates[g][1] + gates[g][2]) for g in "zr"]
    h = z * h + (1 - z) * np.tanh(x[:, t] @ gates["h"][0] + (r * h) @ gates["h"][1] + gates["h"][2])
    steps.append(h)
W, b = draw(3, 2), draw(2)
save("gru_timedistributeddense", sequential(recurrent("GRU", "gru_1", 3, **dict(shape, return_sequences=True)), dense("timedistributeddense_1", 2, "sigmoid", cls="TimeDistributedDense", input_length=None)),
     [("gru_1", [("gru_1_%s_%s" % (k, g), gates[g][p]) for g in "zrh" for p, k in enumerate("WUb")]), named("timedistributeddense_1", W=W, b=b)],
     [x], 1 / (1 + np.exp(-(np.stack(steps, 1) @ W + b))))

W, U, b = draw(4, 3), draw(3, 3), draw(3)
D, d = draw(3, 2), draw(2)
h, steps = np.zeros((3, 3)), []
for t in range(4, -1, -1):
    h = np.tanh(x[:, t] @ W + h @ U + b)
    steps.append(h)
inner = dense("dense_1", 2, "relu")
save("simplernn_timedistributed", sequential(recurrent("SimpleRNN", "simplernn_1", 3, **dict(shape, return_sequences=True, go_backwards=True)), layer("TimeDistributed", "timedistributed_1", layer=inner)),
     [named("simplernn_1", W=W, U=U, b=b), ("timedistributed_1", [("dense_1_W", D), ("dense_1_b", d)])], [x], relu(np.stack(steps, 1) @ D + d))

# Normalization: running_std holds the variance.
x, gamma, beta, mean, var = draw(4, 3, 5, 5), draw(3), draw(3), draw(3), np.abs(draw(3)) + 0.1
y = gamma[:, None, None] * (x - mean[:, None, None]) / np.sqrt(var[:, None, None] + 1e-5) + beta[:, None, None]
for mode, name in ((0, "batchnorm"), (1, "refused_batchnorm_mode_1"), (2, "refused_batchnorm_mode_2")):
    save(name, sequential(layer("BatchNormalization", "batchnormalization_1", epsilon=1e-05, mode=mode, axis=1, gamma_regularizer={"name": "L1L2Regularizer", "l1": 0.0, "l2": 0.5}, beta_regularizer=None,
                                batch_input_shape=[None, 3, 5, 5], input_dtype="float32")),
         [named("batchnormalization_1", gamma=gamma, beta=beta, running_mean=mean, running_std=var)], [x], y, version="1.1.2")

E = draw(6, 3)
ids = np.array([[1, 2, 0, 0], [5, 4, 3, 0], [2, 0, 5, 1]], "float32")
W, U, b = draw(3, 2), draw(2, 2), draw(2)
h = np.zeros((3, 2))
for t in range(4):
    new = np.tanh(E[ids[:, t].astype(int)] @ W + h @ U + b)
    h = np.where(ids[:, t:t + 1] != 0, new, h)
save("embedding", sequential(layer("Embedding", "embedding_1", batch_input_shape=[None, 4], input_dtype="int32", input_dim=6, output_dim=3, init="uniform", input_length=4, mask_zero=True,
                                   activity_regularizer=None, W_regularizer=None, W_constraint=None, dropout=0.25), recurrent("SimpleRNN", "simplernn_1", 2)),
     [named("embedding_1", W=E), named("simplernn_1", W=W, U=U, b=b)], [ids], h)

# Merge, at the start of a Sequential: the second branch is deeper than the first.
a, c = draw(4, 3), draw(4, 2)
WA, bA, WC, bC, WD, bD, WE, bE = draw(3, 4), draw(4), draw(2, 3), draw(3), draw(3, 4), draw(4), draw(8, 2), draw(2)
left, right = np.tanh(a @ WA + bA), relu(relu(c @ WC + bC) @ WD + bD)


def merge(mode, **more):
    base = dict(name="merge_1", mode=mode, mode_type="raw", concat_axis=-1, dot_axes=-1, output_shape=None, output_shape_type="raw", output_mask=None, output_mask_type="raw", arguments={})
    return {"class_name": "Merge", "config": dict(base, **more)}


def branches():
    return [sequential(dense("dense_1", 4, "tanh", batch_input_shape=[None, 3], input_dtype="float32")),
            sequential(dense("dense_2", 3, "relu", batch_input_shape=[None, 2], input_dtype="float32"), dense("dense_3", 4, "relu"))]


stored = [named("dense_1", W=WA, b=bA), named("dense_2", W=WC, b=bC), named("dense_3", W=WD, b=bD), ("merge_1", [])]
save("merge_sequential", sequential(merge("concat", concat_axis=1, layers=branches()), dense("dense_4", 2)), stored + [named("dense_4", W=WE, b=bE)], [a, c], np.concatenate([left, right], 1) @ WE + bE)

functional_branch = {"class_name": "Model", "config": {"name": "model_1", "layers": [
    node(layer("InputLayer", "input_1", batch_input_shape=[None, 3], input_dtype="float32", sparse=False)), node(dense("dense_1", 4, "tanh"), ("input_1", 0, 0))],
    "input_layers": [["input_1", 0, 0]], "output_layers": [["dense_1", 0, 0]]}}
save("merge_model_and_sequential", sequential(merge("mul", layers=[functional_branch, branches()[1]]), dense("dense_4", 2)),
     [("input_1", [])] + stored + [named("dense_4", W=WE[:4], b=bE)], [a, c], (left * right) @ WE[:4] + bE)


def functional(entry, outputs):
    return {"class_name": "Model", "config": {"name": "model_1", "layers": [
        node(layer("InputLayer", "input_1", batch_input_shape=[None, 3], input_dtype="float32", sparse=False)), node(layer("InputLayer", "input_2", batch_input_shape=[None, 2], input_dtype="float32", sparse=False)),
        node(dense("dense_2", 3, "relu"), ("input_2", 0, 0)), node(dense("dense_1", 4, "tanh"), ("input_1", 0, 0)), node(dense("dense_3", 4, "relu"), ("dense_2", 0, 0)),
        node(entry, ("dense_1", 0, 0), ("dense_3", 0, 0))], "input_layers": [["input_1", 0, 0], ["input_2", 0, 0]], "output_layers": [[outputs, 0, 0]]}}


norm = np.sqrt((left ** 2).sum(1, keepdims=True) * (right ** 2).sum(1, keepdims=True))
merged = {"sum": left + right, "mul": left * right, "ave": (left + right) / 2, "max": np.maximum(left, right), "concat": np.concatenate([left, right], -1),
          "dot": (left * right).sum(1, keepdims=True), "cos": (left * right).sum(1, keepdims=True) / np.maximum(norm, 1e-7)}
functional_stored = [("input_1", []), ("input_2", []), stored[1], stored[0], stored[2], ("merge_1", [])]
for mode, y in merged.items():
    save("merge_" + mode, functional(merge(mode, dot_axes=[[1], [1]] if mode == "dot" else -1), "merge_1"), functional_stored, [a, c], y)
save("refused_merge_lambda", functional(merge("4wAAAA==", mode_type="lambda"), "merge_1"), functional_stored, [a, c], left)

# A nested Sequential in a functional model, which counts its own input as its first use.
nested = {"class_name": "Sequential", "name": "sequential_1", "config": [dense("dense_1", 4, "tanh", batch_input_shape=[None, 3], input_dtype="float32"), layer("Activation", "activation_1", activation="relu")]}
model = {"class_name": "Model", "config": {"name": "model_1", "layers": [
    node(layer("InputLayer", "input_1", batch_input_shape=[None, 3], input_dtype="float32", sparse=False)), node(nested, ("input_1", 0, 0)), node(dense("dense_2", 2), ("sequential_1", 1, 0))],
    "input_layers": [["input_1", 0, 0]], "output_layers": [["dense_2", 0, 0]]}}
save("nested", model, [("input_1", []), ("sequential_1", [("dense_1_W", WA), ("dense_1_b", bA)]), named("dense_2", W=WE[:4], b=bE)], [a], relu(left) @ WE[:4] + bE)

for word, value in (("border_mode", "full"), ("border_mode", "half"), ("dim_ordering", "xy"), ("W_regularizer", {"name": "EigenvalueRegularizer", "k": 1.0}), ("W_constraint", {"name": "MyRule"}), ("my_option", 3)):
    entry = conv2d("convolution2d_1", 3, 3, 3, "th", batch_input_shape=[None, 3, 5, 5], input_dtype="float32", **{word: value}) if word != "dim_ordering" else conv2d("convolution2d_1", 3, 3, 3, value, batch_input_shape=[None, 3, 5, 5])
    save("refused_%s_%s" % (word, value if isinstance(value, str) else "other"), sequential(entry), [named("convolution2d_1", W=K, b=c)], [x], x)
save("refused_highway", sequential(layer("Highway", "highway_1", batch_input_shape=[None, 3], init="glorot_uniform", activation="linear", bias=True, input_dim=3)), [("highway_1", [])], [a], a)

# Both directions: the second half of the weights reads from the end, its outputs are turned round.
x = draw(3, 5, 4)
gates = [{g: (draw(4, 3) * 2, draw(3, 3), draw(3)) for g in "icfo"} for _ in "fb"]
ways = []
for way, own in enumerate(gates):
    h = c = np.zeros((3, 3))
    steps = []
    for t in (range(5) if way == 0 else range(4, -1, -1)):
        i, f, o = [hard_sigmoid(x[:, t] @ own[g][0] + h @ own[g][1] + own[g][2]) for g in "ifo"]
        c = f * c + i * np.tanh(x[:, t] @ own["c"][0] + h @ own["c"][1] + own["c"][2])
        h = o * np.tanh(c)
        steps.append(h)
    ways.append(np.stack(steps if way == 0 else steps[::-1], 1))
arrays = [("%s_lstm_1_%s_%s" % (way, k, g), own[g][p]) for way, own in zip(("forward", "backward"), gates) for g in "icfo" for p, k in enumerate("WUb")]
first_shape = dict(batch_input_shape=[None, 5, 4], input_dtype="float32")
for mode, y in (("concat", np.concatenate(ways, -1)), ("mul", ways[0] * ways[1])):
    save("bidirectional_" + mode, sequential(layer("Bidirectional", "bidirectional_1", layer=recurrent("LSTM", "lstm_1", 3, return_sequences=True), merge_mode=mode, **first_shape)),
         [("bidirectional_1", arrays)], [x], y)
sides = [(draw(4, 3), draw(3, 3), draw(3)) for _ in "fb"]
ends = []
for way, (A, B, c) in enumerate(sides):
    h = np.zeros((3, 3))
    for t in (range(5) if way == 0 else range(4, -1, -1)):
        h = np.tanh(x[:, t] @ A + h @ B + c)
    ends.append(h)
D, d = draw(3, 2), draw(2)
save("bidirectional_ave", sequential(layer("Bidirectional", "bidirectional_1", layer=recurrent("SimpleRNN", "simplernn_1", 3), merge_mode="ave", **first_shape), dense("dense_1", 2, "sigmoid")),
     [("bidirectional_1", [("%s_simplernn_1_%s" % (n, k), v) for n, w in zip(("forward", "backward"), sides) for k, v in zip("WUb", w)]), named("dense_1", W=D, b=d)],
     [x], 1 / (1 + np.exp(-((ends[0] + ends[1]) / 2 @ D + d))))

# A convolution at every step, of channels first; normalization, and an activation.
x, K, c = draw(2, 3, 6, 5, 2), draw(3, 2, 2, 4), draw(4)
gamma, beta, mean, var = draw(4), draw(4), draw(4), np.abs(draw(4)) + 0.1
y = np.stack([relu(correlate(x[:, t], K) + c) for t in range(3)], 1)
y = np.tanh(gamma * (y - mean) / np.sqrt(var + 1e-5) + beta)
model = sequential(
    layer("TimeDistributed", "timedistributed_1", layer=conv2d("convolution2d_1", 4, 3, 2, "th", "relu"), batch_input_shape=[None, 3, 2, 6, 5], input_dtype="float32"),
    layer("TimeDistributed", "timedistributed_2", layer=layer("BatchNormalization", "batchnormalization_1", epsilon=1e-05, mode=0, axis=1, gamma_regularizer=None, beta_regularizer=None)),
    layer("TimeDistributed", "timedistributed_3", layer=layer("Activation", "activation_1", activation="tanh")))
save("timedistributed_th", model,
     [("timedistributed_1", [("convolution2d_1_W", K.transpose(3, 2, 0, 1)), ("convolution2d_1_b", c)]),
      ("timedistributed_2", [("batchnormalization_1_" + n, v) for n, v in (("gamma", gamma), ("beta", beta), ("running_mean", mean), ("running_std", var))]), ("timedistributed_3", [])],
     [x.transpose(0, 1, 4, 2, 3)], y.transpose(0, 1, 4, 2, 3))
