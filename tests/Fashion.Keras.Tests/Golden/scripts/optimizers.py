"""Golden vectors of optimizers (kind `optimizer`): weights after every step and the state after the last one.

Run with real Keras: python3 optimizers.py OUT_DIRECTORY"""
import collections
import json
import sys

import keras
import numpy as np
import torch
from keras.src.backend.common import global_state

INFINITE = 1e39  # overflows float32
STEPS = 5


def tensor(value):
    value = np.asarray(value)
    return {"shape": list(value.shape), "dtype": str(value.dtype), "data": [float(repr(float(np.float32(v)))) if value.dtype.kind == "f" else int(v) for v in value.ravel()]}


def plain(value):
    return json.loads(json.dumps(value, default=keras.saving.serialize_keras_object))


def make(class_name, config, schedule):
    config = dict(config)
    if schedule is not None:
        config["learning_rate"] = keras.saving.deserialize_keras_object({"module": "keras.optimizers.schedules", "registered_name": None, **schedule})
    if "inner_optimizer" in config:
        inner = config["inner_optimizer"]
        config["inner_optimizer"] = getattr(keras.optimizers, inner["class_name"])(**inner["config"])
    return getattr(keras.optimizers, class_name)(**config)


def case(out, name, class_name, config, kernel=(3, 4), schedule=None, overflow=(), scale=1.0, steps=STEPS):
    global_state.set_global_attribute("object_name_uids", collections.defaultdict(int))
    rng = np.random.default_rng(sum(map(ord, name)))
    start = [np.round(rng.uniform(-1, 1, s), 3).astype("float32") for s in (kernel, kernel[-1:])]
    gradients = [[np.round(rng.uniform(-1, 1, s), 3).astype("float32") * np.float32(scale) for s in (kernel, kernel[-1:])] for _ in range(steps)]
    for step in overflow:
        gradients[step][0].flat[1] = np.inf
    weights = [keras.Variable(value, name=n) for value, n in zip(start, ("kernel", "bias"))]
    optimizer = make(class_name, config, schedule)
    rates, after = [], []
    optimizer.build(weights)
    for step in gradients:
        rates.append(float(np.float32(keras.ops.convert_to_numpy(optimizer.learning_rate))))
        optimizer.apply([torch.tensor(g) for g in step], weights)
        after.append([tensor(keras.ops.convert_to_numpy(w)) for w in weights])
    state = [{"path": v.path, "value": tensor(keras.ops.convert_to_numpy(v))} for v in optimizer.variables]
    result = {
        "schema": 1, "kind": "optimizer", "name": name, "made_with": {"keras": keras.__version__, "torch": torch.__version__.split("+")[0], "numpy": np.__version__},
        "class_name": class_name, "config": config, "full_config": plain(optimizer.get_config()), "schedule": schedule, "constraint_on_first": None,
        "initial_weights": [tensor(w) for w in start], "gradients": [[tensor(g) for g in step] for step in gradients], "learning_rate_before_step": rates,
        "weights_after_step": after, "optimizer_variables_after_last_step": state,
    }
    inner = config.get("inner_optimizer", {}).get("config", {})
    if config.get("use_ema") or inner.get("use_ema"):
        optimizer.finalize_variable_values(weights)
        result["weights_after_finalize"] = [tensor(keras.ops.convert_to_numpy(w)) for w in weights]
    text = json.dumps(result, indent=1).replace("Infinity", str(INFINITE))
    # A tensor on a line.
    import re
    text = re.sub(r"\[\s+([^\[\]{}]*?)\s+\]", lambda m: "[" + re.sub(r"\s*\n\s*", "", m.group(1)) + "]", text)
    with open(f"{out}/{name}.json", "w") as f:
        f.write(text + "\n")


def main(out):
    exponential = {"class_name": "ExponentialDecay", "config": {"initial_learning_rate": 0.1, "decay_steps": 2, "decay_rate": 0.5}}
    case(out, "adafactor", "Adafactor", {})
    case(out, "adafactor_options", "Adafactor", {"learning_rate": 0.05, "beta_2_decay": -0.5, "epsilon_1": 1e-10, "epsilon_2": 0.01, "clip_threshold": 0.5, "relative_step": False, "weight_decay": 0.01})
    case(out, "adafactor_rank3", "Adafactor", {"learning_rate": 2.0}, kernel=(2, 3, 4))
    case(out, "adafactor_schedule", "Adafactor", {}, schedule=exponential)
    case(out, "adafactor_accumulate", "Adafactor", {"learning_rate": 0.1, "gradient_accumulation_steps": 2, "clipnorm": 0.5})
    case(out, "lamb", "Lamb", {})
    case(out, "lamb_options", "Lamb", {"learning_rate": 0.05, "beta_1": 0.8, "beta_2": 0.9, "epsilon": 1e-3, "weight_decay": 0.1, "clipvalue": 0.5})
    case(out, "lamb_accumulate", "Lamb", {"learning_rate": 0.1, "gradient_accumulation_steps": 2, "use_ema": True, "ema_momentum": 0.5})
    case(out, "muon", "Muon", {})
    case(out, "muon_tall", "Muon", {"learning_rate": 0.05, "weight_decay": 0.1, "adam_weight_decay": 0.05}, kernel=(5, 3))
    case(out, "muon_options", "Muon", {"learning_rate": 0.05, "nesterov": False, "rms_rate": None, "ns_steps": 3, "adam_lr_ratio": 0.5, "momentum": 0.8, "adam_beta_1": 0.8, "adam_beta_2": 0.9, "epsilon": 1e-3,
                                       "muon_a": 3.0, "muon_b": -4.0, "muon_c": 1.8, "weight_decay": None, "adam_weight_decay": 0.1, "global_clipnorm": 1.0})
    case(out, "muon_exclude_layers", "Muon", {"learning_rate": 0.05, "exclude_layers": ["^ker.el$"], "adam_weight_decay": None})
    case(out, "muon_accumulate", "Muon", {"learning_rate": 0.05, "gradient_accumulation_steps": 2, "use_ema": True, "ema_momentum": 0.5, "ema_overwrite_frequency": 2})
    case(out, "schedule_free", "ScheduleFreeAdamW", {})
    case(out, "schedule_free_warmup", "ScheduleFreeAdamW", {"learning_rate": 0.05, "beta_1": 0.8, "beta_2": 0.9, "epsilon": 1e-3, "warmup_steps": 3, "weight_decay": 0.1})
    case(out, "schedule_free_accumulate", "ScheduleFreeAdamW", {"learning_rate": 0.05, "gradient_accumulation_steps": 2, "use_ema": True, "ema_momentum": 0.5, "clipnorm": 0.5})
    case(out, "schedule_free_schedule", "ScheduleFreeAdamW", {}, schedule=exponential)
    case(out, "loss_scale_sgd", "LossScaleOptimizer", {"inner_optimizer": {"class_name": "SGD", "config": {"learning_rate": 0.1, "momentum": 0.9}}, "initial_scale": 8.0, "dynamic_growth_steps": 2}, overflow=(1,), scale=8.0, steps=7)
    case(out, "loss_scale_adam", "LossScaleOptimizer", {"inner_optimizer": {"class_name": "Adam", "config": {"learning_rate": 0.1, "amsgrad": True, "weight_decay": 0.1}}}, overflow=(0, 3), scale=32768.0, steps=7)
    case(out, "loss_scale_accumulate", "LossScaleOptimizer", {"inner_optimizer": {"class_name": "RMSprop", "config": {"learning_rate": 0.1, "gradient_accumulation_steps": 2, "use_ema": True, "ema_momentum": 0.5, "ema_overwrite_frequency": 2, "clipnorm": 0.5}}, "initial_scale": 4.0, "dynamic_growth_steps": 3}, overflow=(1, 4), scale=4.0, steps=8)


main(sys.argv[1])
