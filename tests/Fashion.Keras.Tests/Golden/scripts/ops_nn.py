"""Golden cases of keras.ops.nn. Run with Keras 3.16 on PyTorch: python ops_nn.py OUTPUT_FOLDER"""
import sys

import numpy as np
from ops_golden import Area, noise

area = Area("nn")
case = area.case

x = noise((3, 4), 1)
wide = np.array([-7.5, -2.9, -1.25, -0.45, -1e-4, 0.3, 0.99, 1.01, 2.5, 6.5], "float32")
cube = noise((2, 3, 4), 2, -2, 2)

# Activations.
for op in "relu relu6 sigmoid sparse_sigmoid softplus softsign sparse_plus silu log_sigmoid hard_sigmoid hard_silu selu tanh_shrink hard_tanh".split():
    case(op, wide)
for op, args in [("soft_shrink", {"threshold": 0.4}), ("squareplus", {"b": 2.5}), ("leaky_relu", {"negative_slope": 0.35}), ("elu", {"alpha": 0.6}), ("gelu", {"approximate": False}),
                 ("celu", {"alpha": 1.7}), ("hard_shrink", {"threshold": 0.7})]:
    case(op, wide)
    case(op, wide, **args)
case("threshold", wide, threshold=0.5, default_value=-3.0)
case("glu", cube)
case("glu", noise((2, 6, 3), 3), axis=1)
for op in "softmax log_softmax".split():
    case(op, cube)
    case(op, cube, axis=1)
case("sparsemax", cube)
case("sparsemax", cube, axis=1)

# Windows.
images = noise((2, 5, 6, 2), 4)
first = np.ascontiguousarray(images.transpose(0, 3, 1, 2))
sequence = noise((2, 7, 3), 5)
volume = noise((1, 4, 5, 4, 2), 6)
case("max_pool", images, pool_size=2)
case("max_pool", images, pool_size=(3, 2), strides=(2, 1), padding="same")
case("max_pool", first, pool_size=2, strides=2, data_format="channels_first")
case("max_pool", sequence, pool_size=3, strides=2)
case("max_pool", volume, pool_size=2, strides=1)
case("average_pool", images, pool_size=2)
case("average_pool", images, pool_size=(3, 2), strides=(2, 1), padding="same")
case("average_pool", sequence, pool_size=3, strides=2, padding="same")
case("average_pool", volume, pool_size=2, strides=2)
case("adaptive_max_pool", images, output_size=(2, 4))
case("adaptive_max_pool", sequence, output_size=3)
case("adaptive_average_pool", images, output_size=(3, 4))
case("adaptive_average_pool", first, output_size=(3, 2), data_format="channels_first")
case("conv", images, noise((3, 2, 2, 3), 7))
case("conv", images, noise((3, 2, 2, 3), 7), strides=2, padding="same")
case("conv", images, noise((2, 2, 2, 3), 8), dilation_rate=2)
case("conv", images, noise((2, 2, 1, 4), 9), name="conv_groups")
case("conv", first, noise((2, 2, 2, 3), 8), data_format="channels_first")
case("conv", sequence, noise((3, 3, 2), 10), padding="same")
case("conv", volume, noise((2, 2, 2, 2, 3), 11))
case("conv_transpose", images, noise((3, 2, 3, 2), 12))
case("conv_transpose", images, noise((3, 3, 3, 2), 12), strides=2, padding="same")
case("conv_transpose", images, noise((3, 3, 3, 2), 12), strides=2, padding="same", output_padding=0)
case("conv_transpose", sequence, noise((3, 2, 3), 13), strides=2)
case("depthwise_conv", images, noise((3, 2, 2, 2), 14))
case("depthwise_conv", images, noise((3, 2, 2, 1), 14), padding="same", strides=2)
case("depthwise_conv", sequence, noise((3, 3, 2), 15))
case("separable_conv", images, noise((3, 2, 2, 2), 16), noise((1, 1, 4, 3), 17))
case("separable_conv", sequence, noise((3, 3, 1), 18), noise((1, 3, 2), 19), padding="same")
case("unfold", first, kernel_size=2)
case("unfold", first, kernel_size=(2, 3), dilation=(2, 1), padding=(1, 0), stride=(1, 2))
case("depth_to_space", noise((2, 2, 3, 8), 20), block_size=2)
case("depth_to_space", noise((2, 8, 2, 3), 21), block_size=2, data_format="channels_first")
case("space_to_depth", noise((2, 4, 6, 2), 22), block_size=2)
case("space_to_depth", noise((2, 2, 4, 6), 23), block_size=2, data_format="channels_first")

# Normalizations.
mean, variance, offset, scale = noise((4,), 24), noise((4,), 25, 0.3, 2.0), noise((4,), 26), noise((4,), 27)
case("batch_normalization", cube, mean, variance, axis=-1)
case("batch_normalization", cube, mean, variance, scale, named=["scale"], axis=-1)
case("batch_normalization", cube, mean, variance, offset, scale, named=["offset", "scale"], axis=2, epsilon=0.01)
case("layer_normalization", cube)
case("layer_normalization", cube, scale, offset, named=["gamma", "beta"], epsilon=0.01)
case("layer_normalization", cube, noise((3, 4), 28), noise((3, 4), 29), named=["gamma", "beta"], axis=[1, 2])
case("rms_normalization", cube)
case("rms_normalization", cube, scale, name="rms_normalization_scaled", epsilon=0.01)
case("rms_normalization", cube, axis=[1, 2])
case("normalize", x)
case("normalize", x, axis=0, order=1)
case("normalize", noise((3, 4), 30, 0.2, 1.5), order=3)
case("moments", cube, axes=[0, 2])
case("moments", cube, axes=[1], keepdims=True)

# Classes.
case("one_hot", np.array([[0, 2, 1], [3, -1, 2]]), num_classes=4)
case("one_hot", np.array([[0, 2, 1], [3, 1, 2]]), num_classes=4, axis=1)
case("multi_hot", np.array([[0, 2, 2], [3, 1, 3]]), num_classes=4)
case("multi_hot", np.array([1, 4]), num_classes=5)
probabilities = noise((3, 4), 31, 0.05, 0.95)
shares = (probabilities / probabilities.sum(-1, keepdims=True)).astype("float32")
targets = np.round(noise((3, 4), 32, 0, 1))
for logits in (False, True):
    case("binary_crossentropy", targets, x * 3 if logits else probabilities, from_logits=logits)
    case("categorical_crossentropy", noise((3, 4), 33, 0, 1), x * 3 if logits else shares, from_logits=logits)
    case("sparse_categorical_crossentropy", np.array([1, 0, 3]), x * 3 if logits else shares, from_logits=logits)
case("categorical_crossentropy", noise((2, 3, 4), 34, 0, 1), cube, from_logits=True, axis=1)
case("psnr", noise((2, 3), 35), noise((2, 3), 36), max_val=2.0)

# Attention.
query, key, value = noise((2, 3, 4, 2), 37), noise((2, 5, 4, 2), 38), noise((2, 5, 4, 2), 39)
case("dot_product_attention", query, key, value)
case("dot_product_attention", query, key, value, scale=0.3)
case("dot_product_attention", query, query, value[:, :3], name="dot_product_attention_causal", is_causal=True)
case("dot_product_attention", query, key[:, :, :2], value[:, :, :2], name="dot_product_attention_shared_heads")
case("dot_product_attention", query, key, value, noise((2, 4, 3, 5), 40), named=["bias"])
case("dot_product_attention", query, key, value, np.arange(60).reshape(1, 4, 3, 5) % 3 > 0, named=["mask"])
case("dot_product_attention", query, query, value[:, :3], np.arange(18).reshape(2, 1, 3, 3) % 7 != 5, named=["mask"], is_causal=True)

# Windows back to images.
case("fold", noise((2, 12, 6), 41), output_size=(3, 4), kernel_size=2)
case("fold", noise((1, 6, 12), 42), output_size=(5, 4), kernel_size=(2, 3), padding=1, stride=(2, 1))
case("fold", noise((2, 4, 4), 43), output_size=4, kernel_size=2, dilation=2)

area.write(sys.argv[1])
