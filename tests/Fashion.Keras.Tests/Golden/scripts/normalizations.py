"""Golden cases of batch renormalization (kinds "batchnorm_training", "layer", "mask") and of LayerNormalization with rms_scaling, and files of both.

Run with Keras 3.16 on PyTorch: python normalizations.py OUTPUT_FOLDER
"""
import keras
import numpy as np
import torch
from keras import layers as L

from golden import VERSIONS, fill, layer_case, mask_cases, model_files, noise, numpy, some, stored, tensor, write

S = (4, 5, 3)
LIMITS = {"rmin": 0.8, "rmax": 1.4, "dmax": 0.3}


def steps(name, config, shape):
    layer = L.BatchNormalization(**config)
    layer.build((None,) + shape[1:])
    fill(layer.weights)
    case = {"schema": 1, "kind": "batchnorm_training", "name": name, "made_with": VERSIONS, "config": config, "initial_weights": stored(layer.weights, kinds=False)}
    lines = []
    for i in range(3):
        x = noise(shape, i, -2, 3)
        y = layer(torch.tensor(x), training=True)
        lines.append(dict({"input": tensor(x), "output": tensor(numpy(y))}, **{w.name: tensor(w.numpy()) for w in layer.weights[2:]}))
    x = noise(shape, 9)
    y = numpy(layer(torch.tensor(x), training=False))
    layer.trainable = False
    frozen = numpy(layer(torch.tensor(x), training=True))
    write("batchnorm_training", name, dict(case, training_steps=lines, inference_after={"input": tensor(x), "output": tensor(y)},
                                           frozen_layer_training_true={"output": tensor(frozen)}))


steps("bn_renorm", {"renorm": True, "renorm_momentum": 0.7}, (6, 3))
steps("bn_renorm_limits", {"renorm": True, "renorm_clipping": LIMITS, "momentum": 0.8, "renorm_momentum": 0.9}, (2, 3, 4, 2))
layer_case("batch_norm_renorm_training", "BatchNormalization", {"renorm": True}, S, training=True)
layer_case("batch_norm_renorm_plain_training", "BatchNormalization", {"renorm": True, "renorm_clipping": LIMITS, "scale": False, "center": False}, S, training=True)
layer_case("layer_norm_rms_scaling", "LayerNormalization", {"rms_scaling": True}, S)
layer_case("layer_norm_rms_scaling_axes", "LayerNormalization", {"rms_scaling": True, "axis": [1, 2], "scale": False, "epsilon": 0.1}, S)
masks = [None, some((4, 5))]
mask_cases("BatchNormalization", [({"renorm": True, "renorm_clipping": LIMITS}, S, masks)])

x = keras.Input((5, 3))
y = L.BatchNormalization(renorm=True, renorm_clipping={"rmax": 2.0})(x)
model_files("normalizations", keras.Model(x, L.LayerNormalization(rms_scaling=True)(y)), [noise(S, 1)])
