"""Golden vectors of CTC, Circle and CategoricalGeneralizedCrossEntropy (kind `loss`): values per sample, the reduced value and its gradient.

Run with real Keras: python3 losses.py OUT_DIRECTORY"""
import json
import re
import sys

import keras
import numpy as np
import torch


def tensor(value):
    value = np.asarray(value)
    return {"shape": list(value.shape), "dtype": str(value.dtype), "data": [float(v) if value.dtype.kind == "f" else int(v) for v in value.ravel()]}


def case(out, name, class_name, config, y_true, y_pred, weight=None):
    loss = getattr(keras.losses, class_name)(**config)
    y_true = np.asarray(y_true, "int32")
    y_pred = np.asarray(y_pred, "float32")
    x = torch.tensor(y_pred, requires_grad=True)
    value = loss(torch.tensor(y_true), x, sample_weight=None if weight is None else np.asarray(weight, "float32"))
    value.sum().backward()
    each = loss.call(torch.tensor(y_true), torch.tensor(y_pred))
    result = {
        "schema": 1, "kind": "loss", "name": name, "made_with": {"keras": keras.__version__, "torch": torch.__version__.split("+")[0], "numpy": np.__version__},
        "class_name": class_name, "config": config, "full_config": json.loads(json.dumps(loss.get_config())), "y_true": tensor(y_true), "y_pred": tensor(y_pred),
        "sample_weight": None if weight is None else tensor(np.asarray(weight, "float32")), "per_element_unweighted": tensor(each.detach().numpy()),
        "value": tensor(value.detach().numpy()), "gradient_wrt_y_pred_of_sum": tensor(x.grad.numpy()),
    }
    text = json.dumps(result, indent=1)
    text = re.sub(r"\[\s+([^\[\]{}]*?)\s+\]", lambda m: "[" + re.sub(r"\s*\n\s*", "", m.group(1)) + "]", text)
    with open(f"{out}/{name}.json", "w") as f:
        f.write(text + "\n")


def main(out):
    rng = np.random.default_rng(5)

    def logits(*shape, scale=2.0):
        return np.round(rng.normal(size=shape) * scale, 3)

    def embeddings(n, d):
        x = rng.normal(size=(n, d))
        return np.round(x / np.linalg.norm(x, axis=1, keepdims=True), 4)

    case(out, "ctc", "CTC", {}, [[1, 2, 3], [2, 2, 0], [3, 0, 0]], logits(3, 7, 4))
    case(out, "ctc_repeats", "CTC", {}, [[1, 1, 1, 0], [2, 1, 1, 2]], logits(2, 8, 3))
    case(out, "ctc_no_labels", "CTC", {}, [[0, 0], [1, 2]], logits(2, 5, 3))
    case(out, "ctc_just_long_enough", "CTC", {}, [[1, 2, 1], [1, 1, 0]], logits(2, 3, 3, scale=6.0))
    case(out, "ctc_weighted_sum", "CTC", {"reduction": "sum"}, [[1, 0], [2, 1]], logits(2, 4, 3), [0.5, 2.0])
    case(out, "circle", "Circle", {}, [0, 1, 0, 1, 2, 0], embeddings(6, 4))
    case(out, "circle_options", "Circle", {"gamma": 20.0, "margin": 0.25, "remove_diagonal": False}, [[0], [1], [0], [1], [2]], embeddings(5, 3))
    case(out, "circle_weighted", "Circle", {"reduction": "mean_with_sample_weight", "gamma": 10.0}, [0, 1, 0, 3, 1], embeddings(5, 3), [1.0, 0.5, 2.0, 3.0, 0.25])

    def probabilities(n, classes):
        x = np.exp(rng.normal(size=(n, classes)))
        return np.round(x / x.sum(axis=1, keepdims=True), 4)

    name = "CategoricalGeneralizedCrossEntropy"
    case(out, "generalized_crossentropy", name, {}, [0, 2, 1, 2], probabilities(4, 3))
    case(out, "generalized_crossentropy_options", name, {"q": 0.8, "reduction": "sum"}, [3, 0, 1], probabilities(3, 4))
    case(out, "generalized_crossentropy_weighted", name, {"q": 0.1}, [1, 0, 1], probabilities(3, 2), [0.5, 2.0, 0.0])


main(sys.argv[1])
