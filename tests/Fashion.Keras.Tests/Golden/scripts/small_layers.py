"""Golden cases of Identity, ActivityRegularization, AlphaDropout and SpectralNormalization: kinds "layer" and "mask", and a model file.

Run with Keras 3.16 on PyTorch: python small_layers.py OUTPUT_FOLDER
"""
import keras
import numpy as np
from keras import layers as L

from golden import layer_case, mask_cases, model_files, noise, some


def wrapped(layer, **config):
    return dict(L.SpectralNormalization(layer, **config).get_config(), name="spectral_normalization")


S, I = (2, 4, 3), (2, 5, 4, 2)
layer_case("identity_layer", "Identity", {}, S)
layer_case("activity_regularization", "ActivityRegularization", {"l1": 0.1, "l2": 0.02}, S)
layer_case("alpha_dropout_inference", "AlphaDropout", {"rate": 0.3, "noise_shape": [None, 1, 3], "seed": 5}, S)
layer_case("alpha_dropout_rate0_training", "AlphaDropout", {"rate": 0.0}, S, training=True)
layer_case("spectral_normalization_dense", "SpectralNormalization", wrapped(L.Dense(3, activation="tanh")), S)
layer_case("spectral_normalization_dense_training", "SpectralNormalization", wrapped(L.Dense(3, activation="tanh")), S, training=True)
layer_case("spectral_normalization_conv2d_training", "SpectralNormalization", wrapped(L.Conv2D(3, 2, padding="same"), power_iterations=3), I, training=True)
layer_case("spectral_normalization_depthwise_training", "SpectralNormalization", wrapped(L.DepthwiseConv2D(2, depth_multiplier=2)), I, training=True)
layer_case("spectral_normalization_embedding_training", "SpectralNormalization", wrapped(L.Embedding(5, 3), power_iterations=2), np.array([[0, 4, 2], [1, 1, 3]], "float32"), training=True)

masks = [None, np.ones((2, 4), bool), some((2, 4))]
mask_cases("Identity", [({}, S, masks)])
mask_cases("ActivityRegularization", [({"l1": 0.1}, S, masks)])
mask_cases("AlphaDropout", [({"rate": 0.3}, S, masks)], random=True)
mask_cases("SpectralNormalization", [(wrapped(L.Dense(2)), S, masks), (wrapped(L.Conv1D(2, 2)), S, masks)])

x = keras.Input((6, 6, 2))
y = L.SpectralNormalization(L.Conv2D(4, 3, activation="selu"), power_iterations=2)(x)
y = L.AlphaDropout(0.1)(y)
y = L.ActivityRegularization(0.01, 0.02)(L.Identity()(y))
y = L.SpectralNormalization(L.Dense(3))(L.Flatten()(y))
model_files("spectral", keras.Model(x, L.Softmax()(y)), [noise((2, 6, 6, 2), 1)])

scores, mask = keras.Input((2, 3)), keras.Input((1, 3))
y = L.Softmax()(L.ReLU(activity_regularizer="l2")(scores), mask=mask)
y = L.BatchNormalization()(L.Reshape((6,), activity_regularizer=keras.regularizers.L1(0.1))(y))
model_files("arguments", keras.Model([scores, mask], y), [noise((2, 2, 3), 1), np.array([[[1, 0, 1]], [[0.2, 0.7, 1]]], "float32")], (".keras",))
