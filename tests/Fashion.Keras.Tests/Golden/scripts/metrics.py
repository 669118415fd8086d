"""Golden vectors of metrics (kind `metric`): the result after each of three updates, the variables at the end, and the result after a reset.

Run with real Keras: python3 metrics.py OUT_DIRECTORY"""
import json
import re
import sys

import keras
import numpy as np
import torch


def tensor(value):
    value = np.asarray(value)
    return {"shape": list(value.shape), "dtype": str(value.dtype),
            "data": [("NaN" if np.isnan(v) else float(f"{v:.9g}")) if value.dtype.kind == "f" else int(v) for v in value.ravel()]}


def numpy(value):
    return value.detach().numpy() if isinstance(value, torch.Tensor) else np.asarray(value)


def case(out, name, class_name, config, updates):
    """updates: (y_true, y_pred, sample_weight or None)."""
    keras.utils.clear_session()
    default_name = getattr(keras.metrics, class_name)(**{k: v for k, v in config.items() if k != "name"}).name
    keras.utils.clear_session()
    metric = getattr(keras.metrics, class_name)(**config)
    lines = []
    for y_true, y_pred, weight in updates:
        metric.update_state(torch.tensor(y_true), torch.tensor(y_pred), sample_weight=None if weight is None else torch.tensor(weight))
        lines.append({"y_true": tensor(y_true), "y_pred": tensor(y_pred), "sample_weight": None if weight is None else tensor(weight),
                      "result_after": tensor(numpy(metric.result()).astype("float32"))})
    variables = [{"name": v.name, "value": tensor(v.numpy())} for v in metric.variables]
    metric.reset_state()
    result = {
        "schema": 1, "kind": "metric", "name": name, "made_with": {"keras": keras.__version__, "torch": torch.__version__.split("+")[0], "numpy": np.__version__},
        "class_name": class_name, "config": config, "default_name": default_name,
        "updates": lines, "variables_after_last_update": variables, "result_after_reset": tensor(numpy(metric.result()).astype("float32")),
        "full_config": json.loads(json.dumps(metric.get_config(), default=lambda weights: numpy(weights).tolist())),
    }
    text = json.dumps(result, indent=1)
    text = re.sub(r"\[\s+([^\[\]{}]*?)\s+\]", lambda m: "[" + re.sub(r"\s*\n\s*", " ", m.group(1)) + "]", text)
    text = re.sub(r"\{\s+(\"shape\"[^{}]*?)\s+\}", lambda m: "{" + re.sub(r"\s*\n\s*", " ", m.group(1)) + "}", text)
    with open(f"{out}/{name}.json", "w") as f:
        f.write(text + "\n")


def main(out):
    rng = np.random.default_rng(13)

    def values(*shape, scale=1.0):
        return np.round(rng.normal(size=shape) * scale, 3).astype("float32")

    def shares(*shape):
        return np.round(rng.uniform(0.02, 0.98, size=shape), 3).astype("float32")

    def probabilities(*shape, axis=-1):
        x = np.exp(rng.normal(size=shape))
        return np.round(x / x.sum(axis=axis, keepdims=True), 4).astype("float32")

    def answers(*shape):
        return rng.integers(0, 2, size=shape).astype("float32")

    def classes(count, *shape):
        return rng.integers(0, count, size=shape).astype("int32")

    def one_hot(count, *shape, axis=-1):
        return np.moveaxis(np.eye(count, dtype="float32")[classes(count, *shape)], -1, axis)

    def weights(*shape):
        return np.round(rng.uniform(0.1, 2.0, size=shape), 2).astype("float32")

    def three(truth, prediction, weighted=lambda n: weights(n), sizes=(5, 4, 2)):
        """Three updates of unequal size; the middle one without weights."""
        return [(truth(n), prediction(n), None if i == 1 or weighted is None else weighted(n)) for i, n in enumerate(sizes)]

    # Intersection over union. Keras uses axis for the result too, where only 0 and -1 are possible.
    case(out, "binary_iou", "BinaryIoU", {}, three(lambda n: answers(n, 3), lambda n: shares(n, 3), None))
    case(out, "binary_iou_options", "BinaryIoU", {"target_class_ids": [1], "threshold": 0.3, "dtype": "float32", "name": "overlap"},
         three(lambda n: answers(n, 3), lambda n: shares(n, 3), lambda n: weights(n, 3)))
    case(out, "mean_iou_ignored", "MeanIoU", {"num_classes": 4, "ignore_class": 3, "dtype": "float32"}, three(lambda n: classes(4, n, 3), lambda n: classes(3, n, 3), lambda n: weights(n, 3)))
    case(out, "mean_iou_scores", "MeanIoU", {"num_classes": 3, "sparse_y_true": False, "sparse_y_pred": False, "axis": 0},
         three(lambda n: one_hot(3, n, 4, axis=0), lambda n: probabilities(3, n, 4, axis=0), None))
    case(out, "one_hot_iou", "OneHotIoU", {"num_classes": 3, "target_class_ids": [0, 2]}, three(lambda n: one_hot(3, n), lambda n: probabilities(n, 3), None))
    case(out, "one_hot_iou_options", "OneHotIoU", {"num_classes": 4, "target_class_ids": [1, 3], "ignore_class": 0, "sparse_y_pred": True, "dtype": "float32"},
         three(lambda n: one_hot(4, n), lambda n: classes(4, n)))
    case(out, "one_hot_mean_iou", "OneHotMeanIoU", {"num_classes": 3}, three(lambda n: one_hot(3, n), lambda n: probabilities(n, 3), None))
    case(out, "one_hot_mean_iou_options", "OneHotMeanIoU", {"num_classes": 3, "ignore_class": 2, "axis": 0, "dtype": "float32"},
         three(lambda n: one_hot(3, n, 4, axis=0), lambda n: probabilities(3, n, 4, axis=0), lambda n: weights(n, 4)))

    # Correlations
    for name, class_name in ("pearson", "PearsonCorrelation"), ("concordance", "ConcordanceCorrelation"):
        case(out, name, class_name, {}, three(lambda n: values(n, 6), lambda n: values(n, 6), None))
        case(out, name + "_weighted", class_name, {"name": "r"}, three(lambda n: values(n, 5), lambda n: values(n, 5)))
        case(out, name + "_axis", class_name, {"axis": 1}, three(lambda n: values(n, 5, 2), lambda n: values(n, 5, 2), lambda n: weights(n, 2)))

    # One share where another is large enough
    for name, class_name, least in (("precision_at_recall", "PrecisionAtRecall", "recall"), ("recall_at_precision", "RecallAtPrecision", "precision"),
                                    ("sensitivity_at_specificity", "SensitivityAtSpecificity", "specificity"),
                                    ("specificity_at_sensitivity", "SpecificityAtSensitivity", "sensitivity")):
        case(out, name, class_name, {least: 0.6, "num_thresholds": 20}, three(answers, shares, None, sizes=(14, 9, 6)))
        case(out, name + "_class", class_name, {least: 0.4, "num_thresholds": 3, "class_id": 1}, three(lambda n: answers(n, 3), lambda n: shares(n, 3), sizes=(8, 5, 4)))

    # Scores and counts with other options
    case(out, "fbeta", "FBetaScore", {"beta": 2.0}, three(lambda n: one_hot(3, n), lambda n: probabilities(n, 3), None))
    case(out, "fbeta_options", "FBetaScore", {"average": "weighted", "beta": 0.5, "threshold": 0.4}, three(lambda n: answers(n, 3), lambda n: shares(n, 3)))
    case(out, "f1_weighted", "F1Score", {"average": "weighted", "threshold": 0.3}, three(lambda n: answers(n, 3), lambda n: shares(n, 3)))
    case(out, "precision_top_k", "Precision", {"top_k": 2, "class_id": 1}, three(lambda n: answers(n, 4), lambda n: shares(n, 4)))
    case(out, "recall_top_k", "Recall", {"top_k": 2, "thresholds": [0.3, 0.6]}, three(lambda n: answers(n, 4), lambda n: shares(n, 4)))
    for name, class_name in (("true_positives", "TruePositives"), ("true_negatives", "TrueNegatives"), ("false_positives", "FalsePositives"), ("false_negatives", "FalseNegatives")):
        case(out, name + "_thresholds", class_name, {"thresholds": [0.2, 0.5, 0.9]}, three(lambda n: answers(n, 2), lambda n: shares(n, 2)))
    for name, options in (("minoring", {"curve": "PR", "summation_method": "minoring"}), ("majoring", {"summation_method": "majoring", "thresholds": [0.1, 0.35, 0.8]})):
        case(out, f"auc_{name}", "AUC", {"num_thresholds": 6, **options}, three(answers, shares, sizes=(12, 7, 5)))
    case(out, "auc_labels", "AUC", {"num_thresholds": 7, "multi_label": True, "num_labels": 3, "label_weights": [0.5, 2.0, 1.0]},
         three(lambda n: answers(n, 3), lambda n: shares(n, 3), sizes=(9, 7, 5)))
    case(out, "auc_logits", "AUC", {"num_thresholds": 8, "from_logits": True, "curve": "PR"}, three(answers, lambda n: values(n, scale=3.0), sizes=(12, 7, 5)))
    case(out, "r2_variance_weighted", "R2Score", {"class_aggregation": "variance_weighted_average", "num_regressors": 1}, three(lambda n: values(n, 2), lambda n: values(n, 2)))
    case(out, "r2_none", "R2Score", {"class_aggregation": None}, three(lambda n: values(n, 3), lambda n: values(n, 3), lambda n: weights(n, 1)))
    case(out, "sparse_top_k_sorted", "SparseTopKCategoricalAccuracy", {"k": 2, "from_sorted_ids": True},
         three(lambda n: classes(4, n), lambda n: np.stack([rng.permutation(4) for _ in range(n)]).astype("int32")))
    case(out, "binary_accuracy_threshold", "BinaryAccuracy", {"threshold": 0.8, "name": "sure"}, three(lambda n: answers(n, 3), lambda n: shares(n, 3)))

    # Losses as metrics
    case(out, "cce_metric", "CategoricalCrossentropy", {}, three(lambda n: one_hot(3, n), lambda n: probabilities(n, 3), None))
    case(out, "cce_metric_options", "CategoricalCrossentropy", {"from_logits": True, "label_smoothing": 0.2, "axis": 1},
         three(lambda n: one_hot(3, n, 2, axis=1), lambda n: values(n, 3, 2), lambda n: weights(n, 2)))
    case(out, "scce_metric_options", "SparseCategoricalCrossentropy", {"from_logits": True, "ignore_class": 1}, three(lambda n: classes(3, n), lambda n: values(n, 3)))
    case(out, "bce_metric_options", "BinaryCrossentropy", {"from_logits": True, "label_smoothing": 0.1}, three(lambda n: answers(n, 3), lambda n: values(n, 3)))
    case(out, "cosine_metric_axis", "CosineSimilarity", {"axis": 1}, three(lambda n: values(n, 4, 2), lambda n: values(n, 4, 2), lambda n: weights(n, 2)))
    signs = lambda n: answers(n, 3) * 2 - 1  # noqa: E731
    case(out, "hinge_metric", "Hinge", {"name": "margin"}, three(signs, lambda n: values(n, 3)))
    case(out, "squared_hinge_metric", "SquaredHinge", {}, three(lambda n: answers(n, 3), lambda n: values(n, 3)))
    case(out, "categorical_hinge_metric", "CategoricalHinge", {"name": "margin"}, three(lambda n: one_hot(3, n), lambda n: values(n, 3)))
    case(out, "kld_metric", "KLDivergence", {"name": "divergence"}, three(lambda n: probabilities(n, 3), lambda n: probabilities(n, 3)))
    case(out, "mape_metric", "MeanAbsolutePercentageError", {"name": "percent"}, three(lambda n: values(n, 3) + 2, lambda n: values(n, 3)))
    case(out, "msle_metric", "MeanSquaredLogarithmicError", {"name": "logarithms"}, three(lambda n: shares(n, 3) * 9, lambda n: shares(n, 3) * 9))
    case(out, "poisson_metric", "Poisson", {"name": "counts"}, three(lambda n: classes(5, n, 3).astype("float32"), lambda n: shares(n, 3) * 4))


main(sys.argv[1])
