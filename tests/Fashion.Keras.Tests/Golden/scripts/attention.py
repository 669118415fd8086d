"""Golden cases of Einstein sums, EinsumDense, RMSNormalization and the attention layers: kinds "einsum", "layer" and "mask",
model files, and training of a transformer block.

Run with Keras 3.16 on PyTorch: python attention.py OUTPUT_FOLDER
"""
import json
import os
import sys

import keras
import numpy as np
import torch
from keras import layers as L

OUT = sys.argv[1]
SCORES, CAUSAL = "return_attention_scores", "use_causal_mask"
VERSIONS = {"keras": keras.__version__, "torch": torch.__version__.split("+")[0], "numpy": np.__version__}
torch.set_num_threads(1)


def tensor(array):
    array = np.asarray(array)
    kind = "bool" if array.dtype == bool else "float32"
    values = array.ravel().tolist() if kind == "bool" else [float(f"{v:.9g}") for v in array.astype("float32").ravel()]
    return {"shape": list(array.shape), "dtype": kind, "data": values}


class Lines(str):
    pass


def lines(items):
    return Lines("[\n  " + ",\n  ".join(json.dumps(c) for c in items) + "\n ]")


def write(kind, name, case):
    os.makedirs(os.path.join(OUT, kind), exist_ok=True)
    with open(os.path.join(OUT, kind, name + ".json"), "w") as file:
        body = ",\n".join(f" {json.dumps(k)}: {v if isinstance(v, Lines) else json.dumps(v)}" for k, v in case.items())
        file.write("{\n" + body + "\n}\n")


def noise(shape, seed, low=-1.0, high=1.0):
    return np.round(np.random.RandomState(seed).uniform(low, high, shape), 3).astype("float32")


def numpy(t):
    return t.detach().numpy()


def fill(weights, seed=50):
    for i, w in enumerate(weights):
        w.assign(noise(w.shape, seed + i, *((0.5, 1.5) if w.name in ("gamma", "scale") else (-1.0, 1.0))))


def stored(weights, kinds=True):
    return [dict({"name": w.name}, **({"path": w.path, "trainable": w.trainable} if kinds else {}), value=tensor(w.numpy())) for w in weights]


def made(layer):
    config = json.loads(json.dumps(layer.get_config()))
    return keras.saving.deserialize_keras_object({"module": "keras.layers", "class_name": exported(layer), "config": config, "registered_name": None})


def exported(layer):
    return keras.saving.serialize_keras_object(layer)["class_name"]


def called(layer, x, names, flags, **more):
    """Calls a layer with tensors: one, a list, or by name."""
    flags = {flag: True for flag in flags}
    if names:
        return layer(**dict(zip(names, x)), **flags, **more)
    return layer(x if len(x) > 1 else x[0], **flags, **more)


def flat(y):
    return list(y) if isinstance(y, (tuple, list)) else [y]


def layer_case(name, layer, shapes, names=None, flags=(), training=False, given=None, note=None):
    """given: values of inputs that are not noise, by place; booleans are masks, which have no gradient."""
    config, class_name = layer.get_config(), exported(layer)
    layer = made(layer)
    values = [(given or {}).get(i, noise(shape, 1 + i)) for i, shape in enumerate(shapes)]
    x = [torch.tensor(v, requires_grad=v.dtype != bool) for v in values]
    called(layer, x, names, flags)
    fill(layer.weights)
    case = {"schema": 1, "kind": "layer", "name": name, "made_with": VERSIONS, "class_name": class_name, "config": config, "full_config": layer.get_config(), "training": training}
    if names or flags:
        case["call"] = {"inputs": names or [], "flags": list(flags)}
    case.update(inputs=[tensor(v) for v in values], weights=stored(layer.weights))
    with torch.enable_grad():
        y = flat(called(layer, x, names, flags, training=training))
        directions = [noise(tuple(t.shape), 99 + i) for i, t in enumerate(y)]
        loss = sum((t * torch.tensor(r)).sum() for t, r in zip(y, directions))
        trained = layer.trainable_weights
        targets = [t for t in x if t.requires_grad]
        gradients = iter(torch.autograd.grad(loss, targets + [w.value for w in trained], allow_unused=True))
    case["outputs"] = [tensor(numpy(t)) for t in y]
    case["output_shape"] = list(y[0].shape) if len(y) == 1 else [list(t.shape) for t in y]
    if note:
        case["note"] = note
    of_inputs = [next(gradients) if t.requires_grad else None for t in x]
    case["gradient"] = {"R": [tensor(r) for r in directions], "loss": float(loss), "inputs": [None if g is None else tensor(g) for g in of_inputs],
                        "weights": [{"name": w.name, "value": None if g is None else tensor(g)} for w, g in zip(trained, gradients)]}
    write("layer", name, case)


def mask_cases(class_name, cases):
    """(makes the layer, shapes, names of the arguments or None, flags, list of masks per input)"""
    written = []
    for make, shapes, names, flags, all_masks in cases:
        for training in (False, True):
            for masks in all_masks:
                keras.utils.clear_session()
                layer = made(make())
                x = [torch.tensor(noise(shape, 7 + i)) for i, shape in enumerate(shapes)]
                called(layer, x, names, flags)
                fill(layer.weights)
                for t, mask in zip(x, masks):
                    if mask is not None:
                        keras.src.backend.set_keras_mask(t, torch.tensor(mask))
                case = {"config": layer.get_config(), "training": training, "inputs": [tensor(numpy(t)) for t in x], "masks": [None if m is None else tensor(m) for m in masks], "weights": stored(layer.weights, kinds=False)}
                if names or flags:
                    case["call"] = {"inputs": names or [], "flags": list(flags)}
                try:
                    y = flat(called(layer, x, names, flags, training=training))
                except Exception as error:  # noqa: BLE001
                    written.append(dict(case, error=str(error).split("\n")[0][:120]))
                    print(class_name, "error", repr(error)[:200])
                    continue
                out = [keras.src.backend.get_keras_mask(t) for t in y]
                if SCORES in flags:
                    # At run time the scores have the mask of the Softmax inside; when a functional model is put together they have none.
                    out[1] = None
                case.update(outputs=[tensor(numpy(t)) for t in y], output_masks=[None if m is None else tensor(m.numpy()) for m in out])
                written.append(case)
    write("mask", class_name, {"schema": 1, "kind": "mask", "name": class_name, "made_with": {k: VERSIONS[k] for k in ("keras", "torch")}, "class_name": class_name, "cases": lines(written)})


def model_files(name, model, inputs, formats=(".keras", ".h5")):
    fill(model.weights)
    os.makedirs(os.path.join(OUT, "keras_files"), exist_ok=True)
    y = flat(model(inputs if len(inputs) > 1 else inputs[0], training=False))
    facts = {"inputs": [tensor(x) for x in inputs], "expected": [tensor(numpy(t)) for t in y]}
    for extension in formats:
        path = os.path.join(OUT, "keras_files", name + extension)
        model.save(path)
        with open(path + ".json", "w") as file:
            json.dump(facts, file)


# Einstein sums and their relatives: NumPy's numbers, which are Keras's.
def sums():
    cases = []

    def case(operation, settings, *shapes):
        x = [noise(shape, 3 + i) for i, shape in enumerate(shapes)]
        y = {"Einsum": lambda: np.einsum(settings["equation"], *x), "Dot": lambda: np.dot(*x), "Tensordot": lambda: np.tensordot(*x, axes=settings["axes"])}[operation]()
        z = {"Einsum": lambda: keras.ops.einsum(settings["equation"], *x), "Dot": lambda: keras.ops.dot(*x), "Tensordot": lambda: keras.ops.tensordot(*x, axes=settings["axes"])}
        try:
            np.testing.assert_allclose(numpy(z[operation]()), y, atol=1e-6)
        except Exception as error:  # noqa: BLE001
            print("Keras on PyTorch differs from NumPy", operation, settings, shapes, repr(error)[:100])
        cases.append(dict(operation=operation, **settings, inputs=[tensor(t) for t in x], output=tensor(y)))

    for equation, *shapes in [
        ("ij,jk->ik", (2, 3), (3, 4)), ("ij,kj->ik", (2, 3), (4, 3)), ("ji,jk->ki", (3, 2), (3, 4)), ("bij,bjk->bik", (2, 3, 4), (2, 4, 5)),
        ("abc,cde->abde", (2, 3, 4), (4, 2, 3)), ("abcd,cde->abe", (2, 3, 2, 4), (2, 4, 3)), ("aecd,abcd->acbe", (2, 4, 3, 5), (2, 6, 3, 5)), ("acbe,aecd->abcd", (2, 3, 6, 4), (2, 4, 3, 5)),
        ("btvrh,bsvh->bvrts", (2, 3, 2, 2, 4), (2, 5, 2, 4)), ("abfcd,abecd->abcef", (2, 2, 3, 2, 4), (2, 2, 3, 2, 4)), ("i,i->", (5,), (5,)), ("i,i->i", (5,), (5,)), ("i,j->ij", (3,), (4,)), ("i,j->ji", (3,), (4,)),
        ("i,j->", (3,), (4,)), ("ii->", (4, 4)), ("ii->i", (4, 4)), ("iij->j", (3, 3, 2)), ("iji->ij", (3, 2, 3)), ("ijij->ij", (2, 3, 2, 3)), ("iii->i", (3, 3, 3)), ("ii,ij->j", (3, 3), (3, 2)), ("ij->ji", (2, 3)), ("ij->", (2, 3)), ("ij->j", (2, 3)),
        ("ij,ij->ij", (2, 3), (2, 3)), ("ij,ij->i", (2, 3), (2, 3)), ("ij,ji->", (2, 3), (3, 2)), ("ij,j->i", (2, 3), (3,)), ("ij,i->ij", (2, 3), (2,)), ("ijk,k->ij", (2, 3, 4), (4,)),
        ("ij,jk,kl->il", (2, 3), (3, 4), (4, 2)), ("i,j,k->kij", (2,), (3,), (4,)), ("ij,ik,il->jkl", (2, 3), (2, 4), (2, 2)), ("a,ab,abc->c", (2,), (2, 3), (2, 3, 4)),
        ("ij,jk", (2, 3), (3, 4)), ("ba", (2, 3)), ("ii", (3, 3)), ("b,a", (2,), (3,)), ("...ij,...jk->...ik", (2, 3, 4), (2, 4, 5)), ("...ij,jk->...ik", (2, 2, 3, 4), (4, 5)), ("...ij,...jk->...ik", (5, 1, 3, 4), (2, 4, 2)),
        ("...x,xy->...y", (2, 3, 4), (4, 5)), ("...x,xy->...y", (4,), (4, 5)), ("ab...,bc->ac...", (2, 3, 4, 2), (3, 5)), ("a...,a...->...", (2, 3, 4), (2, 3, 4)), ("i...j->j...i", (2, 3, 4)), ("...", (2, 3)), ("...i->...", (2, 3)), ("...,...", (2, 3), (3,)), ("ij...,jk...", (2, 3, 2), (3, 4, 2)),
        ("ij,ij->ij", (1, 3), (2, 3)), ("ij,jk->ik", (2, 1), (3, 4)), ("ij,jk->ik", (1, 3), (3, 4)), ("bij,bjk->bik", (1, 3, 4), (2, 4, 5)), ("ij,jk->ik", (2, 1), (1, 4)), (" ij , jk -> ik ", (2, 3), (3, 4)), ("Ab,bC->AC", (2, 3), (3, 4)), ("i,ij,j->", (2,), (2, 3), (3,)), ("ij,kl->ijkl", (2, 3), (2, 2)), ("ij,kl->ik", (2, 3), (2, 2)),
    ]:
        case("Einsum", {"equation": equation}, *shapes)
    for a, b in [((3,), (3,)), ((2, 3), (3,)), ((3,), (3, 2)), ((2, 3), (3, 4)), ((2, 3, 4), (4,)), ((2, 3, 4), (5, 4, 2)), ((), (2, 3)), ((2,), ())]:
        case("Dot", {}, a, b)
    for axes, a, b in [(2, (2, 3, 4), (3, 4, 5)), (1, (2, 3), (3, 4)), (0, (2, 3), (4,)), ([[1, 0], [0, 2]], (3, 4, 2), (4, 5, 3)), ([[-1], [0]], (2, 3), (3, 4)), ([[2], [1]], (2, 3, 4), (5, 4))]:
        case("Tensordot", {"axes": axes}, a, b)
    write("einsum", "sums", {"schema": 1, "kind": "einsum", "name": "sums", "made_with": VERSIONS, "cases": lines(cases)})


sums()

layer_case("einsum_dense", L.EinsumDense("abc,cd->abd", (None, 5), bias_axes="d", activation="tanh"), [(2, 3, 4)])
layer_case("einsum_dense_matrix", L.EinsumDense("ab,bc->ac", 5, bias_axes="c"), [(3, 4)])
layer_case("einsum_dense_heads", L.EinsumDense("abc,cde->abde", (None, 2, 3), bias_axes="de"), [(2, 3, 4)])
layer_case("einsum_dense_from_heads", L.EinsumDense("abcd,cde->abe", (None, 5), bias_axes="e"), [(2, 3, 2, 4)])
layer_case("einsum_dense_left_ellipsis", L.EinsumDense("...x,xy->...y", 3, bias_axes="y", kernel_regularizer="l2", bias_constraint="non_neg"), [(2, 3, 2, 4)])
layer_case("einsum_dense_left_ellipsis_of_nothing", L.EinsumDense("...ax,xy->...ay", (2,), bias_axes="y"), [(3, 4)])
layer_case("einsum_dense_left_ellipsis_two_axes", L.EinsumDense("...xy,yz->...xz", (3, 5), bias_axes="x"), [(2, 2, 3, 4)])
layer_case("einsum_dense_right_ellipsis", L.EinsumDense("ab...,bc->ac...", (5,), bias_axes="c", activation="relu"), [(2, 3, 4, 2)])
layer_case("einsum_dense_bias_of_some", L.EinsumDense("abc,cde->abde", (3, 2, 5), bias_axes="be"), [(2, 3, 4)])
layer_case("einsum_dense_per_step", L.EinsumDense("abc,bcd->abd", (3, 5)), [(2, 3, 4)])
layer_case("einsum_dense_turned", L.EinsumDense("abc,dc->adb", (5, 3), bias_axes="db"), [(2, 3, 4)])
layer_case("rms_normalization", L.RMSNormalization(), [(2, 3, 4)])
layer_case("rms_normalization_axes", L.RMSNormalization(axis=[-1, -2], epsilon=0.1), [(2, 3, 4)])

S = (2, 4, 3)
some = np.array([[True, False, True, False], [False, True, True, True]])
mask_cases("EinsumDense", [(lambda: L.EinsumDense("abc,cd->abd", (None, 5)), [S], None, (), [[None], [some]])])
mask_cases("RMSNormalization", [(lambda: L.RMSNormalization(), [S], None, (), [[None], [some]])])

Q, V, K = (2, 4, 5), (2, 3, 5), (2, 3, 5)
QV, QVK = ["query", "value"], ["query", "value", "key"]
QVM = ["query", "value", "attention_mask"]
# On a CPU PyTorch's gradient of a query that sees no step at all is off by the number of steps, so there is none here.
seen = {2: np.array([[[True, False, True], [True, True, True], [True, False, False], [False, True, False]], [[True] * 3, [False, True, True], [True, False, False], [True] * 3]])}
steps = {2: np.array([[[True, False, True], [True, True, True], [False, False, False], [False, True, False]], [[True] * 3, [False, True, True], [True, False, False], [True] * 3]])}
layer_case("attention", L.Attention(), [Q, V])
layer_case("attention_key", L.Attention(use_scale=True), [Q, (2, 3, 2), K])
layer_case("attention_concat_scores", L.Attention(score_mode="concat"), [Q, V], flags=[SCORES])
layer_case("attention_concat_scale_causal", L.Attention(use_scale=True, score_mode="concat"), [Q, V, K], flags=[SCORES, CAUSAL])
layer_case("attention_causal", L.Attention(), [V, Q], flags=[CAUSAL])
layer_case("additive_attention", L.AdditiveAttention(), [Q, V])
layer_case("additive_attention_plain", L.AdditiveAttention(use_scale=False), [Q, (2, 3, 2), K], flags=[SCORES, CAUSAL])
MHA, GQA = L.MultiHeadAttention, L.GroupQueryAttention
layer_case("multi_head_attention", MHA(2, 3), [Q, V], QV)
layer_case("multi_head_attention_key", MHA(2, 3, value_dim=4), [Q, (2, 3, 2), (2, 3, 6)], QVK)
layer_case("multi_head_attention_scores", MHA(2, 3), [Q, V], QV, flags=[SCORES])
layer_case("multi_head_attention_scores_mask", MHA(2, 3), [Q, V, (2, 4, 3)], QVM, flags=[SCORES], given=steps)
layer_case("multi_head_attention_mask", MHA(2, 3), [Q, V, (2, 4, 3)], QVM, given=seen)
layer_case("multi_head_attention_mask_causal", MHA(2, 3), [Q, V, (2, 4, 3)], QVM, flags=[CAUSAL], given=seen)
layer_case("multi_head_attention_mask_of_heads", MHA(2, 3), [Q, V, (2, 2, 1, 3)], QVM, given={2: np.array([[[[True, False, True]], [[False, True, True]]], [[[True, True, True]], [[False, False, True]]]])})
layer_case("multi_head_attention_causal", MHA(2, 3), [Q, Q], QV, flags=[CAUSAL])
layer_case("multi_head_attention_causal_scores", MHA(2, 3), [Q, V], QV, flags=[CAUSAL, SCORES])
layer_case("multi_head_attention_window", MHA(2, 3, sliding_window=2), [Q, Q], QV)
layer_case("multi_head_attention_window_causal", MHA(1, 3, sliding_window=2, use_bias=False), [Q, Q], QV, flags=[CAUSAL, SCORES])
layer_case("multi_head_attention_gate", MHA(2, 3, value_dim=2, use_gate=True), [Q, V], QV)
layer_case("multi_head_attention_output_shape", MHA(2, 3, output_shape=(2, 3), kernel_regularizer="l2", bias_constraint="non_neg"), [Q, V], QV)
layer_case("multi_head_attention_two_axes", MHA(2, 3), [(2, 2, 3, 4), (2, 3, 2, 4)], QV, flags=[SCORES])
layer_case("multi_head_attention_second_axis", MHA(2, 3, attention_axes=2), [(2, 2, 3, 4), (2, 2, 5, 4)], QV)
layer_case("multi_head_attention_negative_axis", MHA(2, 3, attention_axes=[-2]), [Q, V], QV)
layer_case("group_query_attention", GQA(3, 4, 2), [Q, V], QV)
layer_case("group_query_attention_key", GQA(3, 4, 1, use_bias=False), [Q, V, (2, 3, 6)], QVK)
layer_case("group_query_attention_scores_mask", GQA(3, 4, 2), [Q, V, (2, 4, 3)], QVM, flags=[SCORES], given=steps)
layer_case("group_query_attention_mask_causal", GQA(3, 4, 4), [Q, V, (2, 4, 3)], QVM, flags=[CAUSAL], given=seen)
layer_case("group_query_attention_window_gate", GQA(3, 4, 2, sliding_window=2, use_gate=True), [Q, Q], QV, flags=[CAUSAL])

four, three, nothing = np.array([[True, True, False, False], [True, True, True, True]]), np.array([[True, False, True], [True, True, False]]), np.array([[False] * 3, [True, True, False]])
pairs = [[None, None], [four, None], [None, three], [four, three], [four, nothing]]
triples = [[None, None, None], [four, three, None], [None, None, three], [four, three, np.array([[True, True, False], [True, False, False]])]]
for name, make in (("Attention", lambda: L.Attention()), ("AdditiveAttention", lambda: L.AdditiveAttention())):
    mask_cases(name, [(make, [Q, V], None, (), pairs), (make, [Q, V], None, (CAUSAL, SCORES), pairs), (make, [Q, V, K], None, (), triples)])
for name, make in (("MultiHeadAttention", lambda **more: MHA(2, 3, **more)), ("GroupQueryAttention", lambda **more: GQA(3, 4, 2, **more))):
    mask_cases(name, [(make, [Q, V], QV, (), pairs), (make, [Q, V], QV, (SCORES,), pairs), (make, [Q, V], QV, (CAUSAL,), pairs), (make, [Q, V, K], QVK, (), triples), (lambda: make(sliding_window=2), [Q, V], QV, (), pairs)])


def block(x, name, before=False, **call):
    """A transformer block, normalized before or after."""
    h = L.LayerNormalization(name=name + "_norm1")(x) if before else x
    h = MHA(2, 3, name=name + "_attention")(h, h, **call)
    x = L.Add(name=name + "_add1")([x, h])
    h = L.LayerNormalization(name=name + "_norm2")(x)
    if not before:
        x = h
    h = L.Dense(8, activation="relu", name=name + "_dense1")(h)
    h = L.Dense(x.shape[-1], name=name + "_dense2")(h)
    return L.Add(name=name + "_add2")([x, h])


TOKENS = np.array([[1, 2, 3, 0, 0], [4, 5, 6, 2, 0], [7, 1, 0, 0, 0]], "float32")


def tokens(before, mask=True):
    ids = keras.Input((5,), name="ids")
    x = L.Embedding(8, 6, mask_zero=mask, name="embedding")(ids)
    y = block(block(x, "first", before), "second", before)
    return keras.Model(ids, L.Dense(3, activation="softmax", name="last")(L.GlobalAveragePooling1D(name="mean")(y)))


keras.utils.clear_session()
model_files("attention_norm_after", tokens(False), [TOKENS])
model_files("attention_norm_before", tokens(True), [TOKENS])

a, b, m, s = keras.Input((4, 6), name="a"), keras.Input((3, 6), name="b"), keras.Input((4, 3), name="m", dtype="bool"), keras.Input((3,), name="s", dtype="bool")
y, scores = MHA(2, 3, value_dim=4, name="scored")(a, b, key=b, attention_mask=m, return_attention_scores=True)
z = MHA(2, 3, name="by_name", use_gate=True)(query=y, value=b, value_mask=s)
z = MHA(2, 3, name="causal", dropout=0.2, seed=1)(z, z, use_causal_mask=True, training=False)
z = GQA(3, 4, 2, name="groups")(z, b, b, value_mask=s, attention_mask=m)
g, more = GQA(3, 2, 2, name="groups_scored", sliding_window=2)(z, z, return_attention_scores=True, use_causal_mask=True)
g = L.RMSNormalization(name="rms")(L.EinsumDense("abc,cd->abd", (4, 6), bias_axes="d", name="projected")(g))
o = keras.ops.einsum("abc,adc->abd", g, z)
inputs = [noise((2, 4, 6), 1), noise((2, 3, 6), 2), steps[2], np.array([[True, True, False], [True, False, True]])]
model_files("attention_calls", keras.Model([a, b, m, s], [o, scores, more]), inputs)

q = keras.Input((4, 6), name="q")
c, sc = L.Attention(name="luong")([a, b], mask=[None, s], return_attention_scores=True)
d = L.AdditiveAttention(name="bahdanau")([c, b, b], use_causal_mask=True)
e = L.Attention(use_scale=True, score_mode="concat", name="concat")([d, a])
model_files("attention_lists", keras.Model([a, b, s], [e, sc]), [inputs[0], inputs[1], inputs[3]], (".keras",))

# The encoder's output is attended to twice: the first time takes its mask away.
source, target = keras.Input((5,), name="source"), keras.Input((4,), name="target")
memory = L.Embedding(8, 6, mask_zero=True, name="words")(source)
x = L.Embedding(8, 6, mask_zero=True, name="others")(target)
x = MHA(2, 3, name="cross1")(x, memory)
x = MHA(2, 3, name="cross2")(x, memory)
x = GQA(3, 2, 1, name="cross3")(x, L.Dropout(0.1)(memory))
model_files("attention_of_memory", keras.Model([source, target], L.GlobalAveragePooling1D(name="mean")(x)), [TOKENS, np.array([[1, 2, 0, 0], [3, 4, 5, 6], [7, 0, 0, 0]], "float32")])


# Two steps of training of a transformer block with masks and causality, by stochastic gradient descent with momentum.
def training():
    keras.utils.clear_session()
    ids = keras.Input((5,), name="ids")
    x = L.Embedding(8, 6, mask_zero=True, name="embedding")(ids)
    x = block(x, "block", True, use_causal_mask=True)
    model = keras.Model(ids, L.Dense(3, activation="softmax", name="last")(L.GlobalAveragePooling1D(name="mean")(x)))
    fill(model.weights)
    model.compile(keras.optimizers.SGD(0.1, momentum=0.9), "sparse_categorical_crossentropy")
    before = stored(model.weights)
    targets = np.array([0, 2, 1], "float32")
    losses = [float(model.train_on_batch(TOKENS, targets)) for _ in range(2)]
    write("attention_training", "block", {"schema": 1, "kind": "attention_training", "name": "block", "made_with": VERSIONS, "x": tensor(TOKENS), "y": tensor(targets), "weights": lines(before), "losses": losses, "weights_after": lines(stored(model.weights))})


training()
