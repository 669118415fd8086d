"""Writes Configuration/KerasOptions.json: for every class of Keras that has a configuration, what get_config gives with the
arguments it must have, and how that changes when one further argument is given a value that is not its default.

Run with real Keras: python3 options.py OUT.json; what could not be set is printed."""
import collections
import inspect
import json
import sys

import keras
from keras.src.backend.common import global_state

KINDS = {
    "layers": keras.layers, "losses": keras.losses, "metrics": keras.metrics, "optimizers": keras.optimizers, "initializers": keras.initializers,
    "regularizers": keras.regularizers, "constraints": keras.constraints, "schedules": keras.optimizers.schedules,
}
SKIPPED = {
    "Layer", "Wrapper", "InputSpec", "FlaxLayer", "JaxLayer", "TorchModuleWrapper", "TFSMLayer", "Lambda", "InputLayer", "Loss", "Metric", "MeanMetricWrapper",
    "Optimizer", "OptimizerMap", "MultiOptimizer", "Initializer", "Regularizer", "Constraint", "LearningRateSchedule",
}
L = keras.layers

# Arguments that a class must have.
REQUIRED = {
    "activation": "relu", "rate": 0.5, "stddev": 0.5, "pool_size": 2, "output_size": 2, "filters": 3, "kernel_size": 3, "units": 3, "input_dim": 5, "output_dim": 3,
    "height": 4, "width": 4, "axes": 1, "equation": "ab,bc->ac", "output_shape": 3, "num_bins": 4, "dims": [2, 1], "n": 2, "target_shape": [4], "scale": 2.0, "factor": 0.3,
    "height_factor": 0.2, "width_factor": 0.2, "num_classes": 3, "target_class_ids": [0, 1], "recall": 0.5, "precision": 0.5, "specificity": 0.5, "sensitivity": 0.5,
    "head_dim": 4, "num_query_heads": 4, "num_key_value_heads": 2, "num_heads": 2, "key_dim": 4, "initial_learning_rate": 0.1, "decay_steps": 2,
    "first_decay_steps": 2, "decay_rate": 0.5, "boundaries": [1, 2], "values": [0.1, 0.2, 0.3], "offset": 0.0, "max_number": 5, "max_value": 2.0, "cropping": 1,
}
REQUIRED_OF = {
    "Bidirectional": lambda: {"layer": L.LSTM(2)}, "TimeDistributed": lambda: {"layer": L.Dense(2)}, "SpectralNormalization": lambda: {"layer": L.Dense(2)},
    "RNN": lambda: {"cell": L.LSTMCell(2)}, "StackedRNNCells": lambda: {"cells": [L.LSTMCell(2)]}, "Discretization": lambda: {"bin_boundaries": [0.0, 1.0]},
    "LossScaleOptimizer": lambda: {"inner_optimizer": keras.optimizers.SGD()}, "CategoryEncoding": lambda: {"num_tokens": 4}, "MelSpectrogram": lambda: {},
    "StringLookup": lambda: {"vocabulary": ["a", "b"]}, "IntegerLookup": lambda: {"vocabulary": [1, 2]}, "RandomBrightness": lambda: {"factor": 0.3},
    "Pipeline": lambda: {"layers": [L.Rescaling(2.0)]}, "Solarization": lambda: {}, "OrthogonalRegularizer": lambda: {}, "UpSampling1D": lambda: {},
    "ReLU": lambda: {}, "MaxNorm": lambda: {}, "MinMaxNorm": lambda: {}, "RandomHue": lambda: {"factor": 0.3}, "CutMix": lambda: {}, "RandomPosterization": lambda: {"factor": 4}, "RandomErasing": lambda: {},
    "RandomZoom": lambda: {"height_factor": 0.2}, "STFTSpectrogram": lambda: {},
}

# Values that are no default, by the name of the argument; the first one that the class takes and that shows in its configuration.
INITIALIZER, REGULARIZER, CONSTRAINT = keras.initializers.RandomUniform(-0.25, 0.25, seed=3), keras.regularizers.L2(0.25), keras.constraints.MaxNorm(3.0)
VALUES = {
    "seed": [11], "data_format": ["channels_first"], "noise_shape": [[1, 3]], "strides": [3, (3, 3), (3, 3, 3)], "pool_size": [3], "output_size": [3], "rate": [0.25], "stddev": [0.25], "filters": [6], "input_dim": [6], "output_dim": [4], "height": [5], "width": [5], "n": [3], "dims": [[1, 2]], "target_shape": [[2, 2]], "cropping": [2, ((1, 2), (3, 4))], "equation": ["ab,bd->ad"], "output_shape": [4], "recall": [0.25], "precision": [0.25], "specificity": [0.25], "sensitivity": [0.25], "initial_learning_rate": [0.2], "decay_steps": [4], "first_decay_steps": [4], "decay_rate": [0.25], "boundaries": [[2, 4]], "values": [[0.2, 0.1, 0.3]], "renorm_clipping": [{"rmax": 2.0}], "layer": [lambda: L.GRU(3), lambda: L.Dense(3)], "cell": [lambda: L.GRUCell(3)], "inner_optimizer": [lambda: keras.optimizers.Adam()], "logit_soft_cap": [3.0], "max_number": [7], "head_dim": [8], "num_query_heads": [8], "num_key_value_heads": [4], "num_heads": [4], "key_dim": [8], "padding": ["same", ((1, 2), (3, 4)), (1, 2), ((1, 2), (3, 4), (5, 6))], "dilation_rate": [2, (2, 2)],
    "groups": [3, 2], "activation": ["elu"], "recurrent_activation": ["relu"], "axis": [1, [0, 1]], "axes": [[1, 1]], "momentum": [0.5], "epsilon": [0.25], "output_mode": ["one_hot", "count", "multi_hot"], "num_tokens": [7],
    "merge_mode": ["sum"], "backward_layer": [lambda: L.LSTM(2, go_backwards=True)], "interpolation": ["nearest", "bilinear"], "value_range": [(0.0, 1.0)], "fill_mode": ["constant", "reflect"], "score_mode": ["concat"],
    "output_padding": [1], "bias_axes": ["c"], "lora_rank": [2], "lora_alpha": [3], "mean": [0.5, [1.0]], "variance": [[2.0]], "mask_value": [0.5, 1, "x"], "salt": [7], "max_tokens": [9], "num_oov_indices": [2], "mask_token": ["m", 7],
    "oov_token": ["oov", 7], "vocabulary": [["a", "c"], [3, 4]], "idf_weights": [[0.5, 1.0]], "vocabulary_dtype": ["int32"], "standardize": ["strip_punctuation"], "split": ["character"], "ngrams": [2], "output_sequence_length": [4],
    "encoding": ["utf-16"], "max_value": [3.5], "min_value": [0.25], "threshold": [0.25], "negative_slope": [0.5], "shared_axes": [[1]], "size": [3, (3, 3), (3, 3, 3)], "keepdims": [True], "activity_regularizer": [REGULARIZER],
     "noise": [0.5], "units": [4], "l1": [0.25], "l2": [0.25], "bin_boundaries": [[0.5]], "num_bins": [3], "mode": ["horizontal", "fan_out", "columns"], "height_factor": [0.3], "width_factor": [0.3],
    "fill_value": [0.5], "crop_to_aspect_ratio": [True], "pad_to_aspect_ratio": [True], "antialias": [True], "factor": [0.2, (0.1, 0.2)], "reduction": ["sum", "none", "mean_with_sample_weight"],
    "label_smoothing": [0.25], "alpha": [0.75], "gamma": [3.0], "beta": [0.5], "delta": [2.0], "ignore_class": [0], "name": ["given"], "dtype": ["float16", "float32"], "thresholds": [[0.25, 0.75]], "top_k": [2], "class_id": [1],
    "curve": ["PR"], "summation_method": ["minoring"], "num_thresholds": [7], "multi_label": [True], "label_weights": [[0.5, 1.0]], "num_labels": [3], "average": ["macro"], "class_aggregation": ["variance_weighted_average"], "num_regressors": [2],
    "target_class_ids": [[1], [0]], "num_classes": [4], "k": [3], "rho": [0.5], "ema_momentum": [0.5], "ema_overwrite_frequency": [3], "loss_scale_factor": [8.0], "gradient_accumulation_steps": [2], "weight_decay": [0.25],
    "clipnorm": [0.5], "clipvalue": [0.5], "global_clipnorm": [0.5], "learning_rate": [0.25, lambda: keras.optimizers.schedules.ExponentialDecay(0.5, 3, 0.5)], "beta_1": [0.5], "beta_2": [0.75], "initial_accumulator_value": [0.5], "learning_rate_power": [-0.25],
    "gain": [2.0], "value": [0.5], "scale": [3.0], "distribution": ["uniform"], "input_axes": [[0]], "output_axes": [[1]], "minval": [-0.5], "maxval": [0.5], "side": ["imag"], "window": ["hamming"], "scaling": ["spectrum"],
    "warmup_target": [0.5], "warmup_steps": [3], "t_mul": [3.0], "m_mul": [0.5], "power": [2.0], "end_learning_rate": [0.01], "beta_2_decay": [-0.5], "epsilon_1": [1e-20], "epsilon_2": [0.01], "clip_threshold": [2.0],
    "initial_scale": [16.0], "dynamic_growth_steps": [3], "adam_beta_1": [0.5], "adam_beta_2": [0.5], "adam_weight_decay": [0.25], "exclude_layers": [["x"]], "exclude_embeddings": [False], "muon_a": [3.0], "muon_b": [-4.0], "muon_c": [2.0],
    "adam_lr_ratio": [0.5], "ns_steps": [3], "rms_rate": [0.5], "num_chains": [2], "chain_depth": [2], "clip_limit": [2.0], "tile_grid_size": [(4, 4)], "bins": [128], "sliding_window": [3], "flash_attention": [False], "dropout": [0.25],
    "recurrent_dropout": [0.25], "dim_order": [[1, 2]], "interpolate": ["nearest"], "saturation_factor": [0.2], "brightness_factor": [0.2], "contrast_factor": [0.2], "hue_factor": [0.2], "x_factor": [0.2], "y_factor": [0.2], "sigma": [0.5],
    "num_ops": [3], "addition_factor": [0.2], "threshold_factor": [0.2], "bounding_box_format": ["xyxy"], "value_dim": [3], "attention_axes": [1], "arguments": [{"a": 1}], "power_iterations": [2], "upper": [0.5], "lower": [0.1], "mask_zero": [True],
    "alpha_initializer": [INITIALIZER], "noise_shape_": [], "depth_multiplier": [2], "gptq_unpacked_column_size": [3], "translation_factor": [0.2], "kernel_size": [5], "frame_length": [128], "frame_step": [64], "fft_length": [512], "sampling_rate": [8000], "num_mel_bins": [64],
    "min_freq": [10.0], "max_freq": [3000.0], "power_to_db": [False], "sequence_length": [16], "fft_stride": [64], "sequence_stride": [64], "offset": [0.5], "temperature": [0.5], "center": [False], "invert": [True],
}


# Arguments without which another one is refused.
COMPANIONS = {
    ("Normalization", "mean"): {"variance": 2.0}, ("Normalization", "variance"): {"mean": [0.5]}, ("Discretization", "num_bins"): {"bin_boundaries": None},
    ("Conv1DTranspose", "output_padding"): {"strides": 2}, ("Conv2DTranspose", "output_padding"): {"strides": 2}, ("Conv3DTranspose", "output_padding"): {"strides": 2},
    ("AUC", "num_labels"): {"multi_label": True}, ("EinsumDense", "lora_alpha"): {"lora_rank": 2}, ("Embedding", "lora_alpha"): {"lora_rank": 2}, ("Dense", "lora_alpha"): {"lora_rank": 2},
}


def value_of(value):
    return value() if inspect.isfunction(value) else value


def candidates(name, default):
    if name in VALUES and not isinstance(default, bool):
        yield from (value_of(v) for v in VALUES[name])
    if name.endswith("_initializer"):
        yield INITIALIZER
    if name.endswith("_regularizer"):
        yield REGULARIZER
    if name.endswith("_constraint"):
        yield CONSTRAINT
    if isinstance(default, bool):
        yield not default
    elif isinstance(default, int):
        yield default + 2
    elif isinstance(default, float):
        yield default / 2
        yield default + 0.25


def plain(value):
    return json.loads(json.dumps(value, default=lambda v: keras.saving.serialize_keras_object(v)))


def required(cls):
    if cls.__name__ in REQUIRED_OF:
        return REQUIRED_OF[cls.__name__]()
    arguments = {}
    for name, p in parameters(cls).items():
        if p.default is inspect.Parameter.empty:
            if name not in REQUIRED:
                raise KeyError(f"{cls.__name__}.{name}")
            arguments[name] = REQUIRED[name]
    return arguments


def parameters(cls):
    return {n: p for n, p in inspect.signature(cls.__init__).parameters.items() if n != "self" and p.kind not in (p.VAR_KEYWORD, p.VAR_POSITIONAL)}


def config_of(cls, **arguments):
    global_state.set_global_attribute("object_name_uids", collections.defaultdict(int))
    made = cls(**arguments)
    config = plain(made.get_config())
    # Names that count up say nothing.
    if "name" not in arguments and isinstance(config.get("name"), str):
        config["name"] = keras.src.utils.naming.to_snake_case(cls.__name__) if isinstance(made, keras.layers.Layer) else config["name"]
    return config


def entry(cls):
    base = config_of(cls, **required(cls))
    options, silent = {}, []
    names = {**parameters(cls)}
    if issubclass(cls, keras.layers.Layer):
        names.update(dtype=inspect.Parameter("dtype", inspect.Parameter.KEYWORD_ONLY, default=None), trainable=inspect.Parameter("trainable", inspect.Parameter.KEYWORD_ONLY, default=True))
        names.pop("weights", None)
        names.pop("quantization_config", None)
    for name, p in names.items():
        errors = []
        for value in candidates(name, p.default):
            try:
                changed = config_of(cls, **{**required(cls), **COMPANIONS.get((cls.__name__, name), {}), name: value})
            except Exception as e:
                errors.append(str(e).split("\n")[0][:100])
                continue
            difference = {k: v for k, v in changed.items() if k not in base or base[k] != v}
            if difference:
                options[name] = difference
                break
        else:
            silent.append(f"{cls.__name__}.{name}: {errors}")
    return {"config": base, "options": options}, silent


def main(out):
    result = {}
    for kind, module in KINDS.items():
        result[kind] = {}
        for cls in sorted({c for c in vars(module).values() if inspect.isclass(c)}, key=lambda c: c.__name__):
            if cls.__name__ in SKIPPED:
                continue
            try:
                result[kind][cls.__name__], silent = entry(cls)
                for line in silent:
                    print("not set:", line)
            except Exception as e:
                print("LEFT OUT", cls.__name__, type(e).__name__, str(e)[:150])
    with open(out, "w") as f:
        f.write(json.dumps(result, separators=(",", ":")).replace('},"', '},\n"'))


main(sys.argv[1])
