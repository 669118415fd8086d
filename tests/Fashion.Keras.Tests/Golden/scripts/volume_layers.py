"""Golden cases of the layers of volumes and of adaptive poolings: kinds "layer" and "mask", and model files.

Run with Keras 3.16 on PyTorch: python volume_layers.py OUTPUT_FOLDER
"""
import keras
import numpy as np
from keras import layers as L

from golden import layer_case, mask_cases, model_files, noise, some

V, FIRST = (2, 5, 6, 7, 2), (2, 2, 5, 6, 7)
first = {"data_format": "channels_first"}
for kind, snake in (("Max", "max"), ("Average", "average")):
    layer_case(f"{snake}_pooling3d", f"{kind}Pooling3D", {"pool_size": 2}, V)
    layer_case(f"{snake}_pooling3d_same", f"{kind}Pooling3D", {"pool_size": [3, 2, 4], "strides": [2, 1, 3], "padding": "same"}, V)
    layer_case(f"{snake}_pooling3d_channels_first", f"{kind}Pooling3D", {"pool_size": [2, 3, 2], "strides": 1, **first}, FIRST)
    layer_case(f"{snake}_pooling3d_channels_first_same", f"{kind}Pooling3D", {"pool_size": 3, "strides": 2, "padding": "same", **first}, FIRST)
    layer_case(f"global_{snake}_pooling3d", f"Global{kind}Pooling3D", {}, V)
    layer_case(f"global_{snake}_pooling3d_keepdims_channels_first", f"Global{kind}Pooling3D", {"keepdims": True, **first}, FIRST)
    layer_case(f"adaptive_{snake}_pooling1d", f"Adaptive{kind}Pooling1D", {"output_size": 3}, (2, 8, 3))
    layer_case(f"adaptive_{snake}_pooling1d_larger_channels_first", f"Adaptive{kind}Pooling1D", {"output_size": [7], **first}, (2, 3, 5))
    layer_case(f"adaptive_{snake}_pooling2d", f"Adaptive{kind}Pooling2D", {"output_size": [3, 4]}, (2, 7, 10, 2))
    layer_case(f"adaptive_{snake}_pooling2d_divides", f"Adaptive{kind}Pooling2D", {"output_size": [3, 2]}, (2, 6, 8, 2))
    layer_case(f"adaptive_{snake}_pooling2d_channels_first", f"Adaptive{kind}Pooling2D", {"output_size": 5, **first}, (1, 3, 5, 13))
    layer_case(f"adaptive_{snake}_pooling3d", f"Adaptive{kind}Pooling3D", {"output_size": [2, 4, 3]}, V)
    layer_case(f"adaptive_{snake}_pooling3d_channels_first", f"Adaptive{kind}Pooling3D", {"output_size": 3, **first}, (1, 2, 4, 6, 7))
ties = np.zeros((1, 4, 5, 6, 1), "float32")
ties[0, 1:3, 2:4, 1:5] = 1
layer_case("max_pooling3d_equals", "MaxPooling3D", {"pool_size": 3, "strides": 1, "padding": "same"}, ties, note="of equal largest numbers the first one counts")
layer_case("adaptive_max_pooling3d_equals", "AdaptiveMaxPooling3D", {"output_size": [3, 2, 4]}, ties, note="of equal largest numbers the first one counts")
layer_case("max_pooling3d_all_negative_same", "MaxPooling3D", {"pool_size": 2, "padding": "same"}, -1 - np.abs(noise(V, 3)), note="padded cells never win")

layer_case("zero_padding3d", "ZeroPadding3D", {"padding": 2}, (1, 2, 3, 2, 2))
layer_case("zero_padding3d_sides_channels_first", "ZeroPadding3D", {"padding": [[1, 0], [2, 1], [0, 3]], **first}, (1, 2, 2, 3, 2))
layer_case("cropping3d", "Cropping3D", {"cropping": 1}, V)
layer_case("cropping3d_axes", "Cropping3D", {"cropping": [2, 1, 0]}, V)
layer_case("cropping3d_sides_channels_first", "Cropping3D", {"cropping": [[1, 0], [2, 1], [0, 3]], **first}, FIRST)
layer_case("upsampling3d", "UpSampling3D", {}, (1, 2, 3, 2, 2))
layer_case("upsampling3d_channels_first", "UpSampling3D", {"size": [3, 1, 2], **first}, (1, 2, 2, 3, 2))
layer_case("spatial_dropout3d_inference", "SpatialDropout3D", {"rate": 0.4}, (1, 2, 3, 2, 2))

SMALL = (2, 3, 4, 3, 2)
for padding in ("valid", "same"):
    layer_case(f"conv3d_transpose_{padding}", "Conv3DTranspose", {"filters": 3, "kernel_size": 3, "padding": padding}, SMALL)
    layer_case(f"conv3d_transpose_{padding}_s2", "Conv3DTranspose", {"filters": 2, "kernel_size": [2, 3, 4], "strides": 2, "padding": padding, "activation": "relu"}, SMALL)
    layer_case(f"conv3d_transpose_{padding}_s3_small", "Conv3DTranspose", {"filters": 2, "kernel_size": [2, 1, 3], "strides": [3, 2, 1], "padding": padding, "use_bias": False}, SMALL)
    layer_case(f"conv3d_transpose_{padding}_output_padding", "Conv3DTranspose", {"filters": 2, "kernel_size": 3, "strides": [3, 2, 3], "output_padding": [2, 0, 1], "padding": padding}, SMALL)
    layer_case(f"conv3d_transpose_{padding}_dilated", "Conv3DTranspose", {"filters": 2, "kernel_size": [3, 2, 2], "dilation_rate": [2, 1, 3], "padding": padding}, SMALL)
    layer_case(f"conv3d_transpose_{padding}_channels_first", "Conv3DTranspose", {"filters": 3, "kernel_size": 2, "strides": [1, 2, 2], "padding": padding, **first}, (2, 2, 3, 4, 3))

for name, config, shape in (
        ("MaxPooling3D", {"pool_size": 2}, V), ("AveragePooling3D", {"pool_size": 2, "padding": "same"}, V), ("GlobalMaxPooling3D", {}, V),
        ("GlobalAveragePooling3D", {}, V), ("ZeroPadding3D", {"padding": 1}, SMALL), ("Cropping3D", {"cropping": 1}, V), ("UpSampling3D", {"size": 2}, SMALL),
        ("Conv3DTranspose", {"filters": 2, "kernel_size": 2}, SMALL), ("SpatialDropout3D", {"rate": 0.5}, SMALL),
        *((f"Adaptive{kind}Pooling{d}D", {"output_size": 3}, (2, 5, 6, 7, 2)[:d + 1] + (2,)) for kind in ("Max", "Average") for d in (1, 2, 3))):
    mask_cases(name, [(config, shape, [None, np.ones(shape[:-1], bool), some(shape[:-1])])], random=name.startswith("SpatialDropout"))

x = keras.Input((6, 8, 8, 1))
y = L.Conv3D(3, 3, padding="same", activation="relu")(x)
y = L.MaxPooling3D(2)(y)
y = L.SpatialDropout3D(0.2)(y)
y = L.ZeroPadding3D(((0, 1), (1, 0), (1, 1)))(y)
y = L.AveragePooling3D((2, 3, 2), strides=1, padding="same")(y)
y = L.Cropping3D((1, 0, 1))(y)
y = L.Conv3DTranspose(2, 3, strides=2, padding="same")(y)
y = L.UpSampling3D((1, 2, 1))(y)
z = L.AdaptiveAveragePooling3D((2, 3, 2))(y)
z = L.Concatenate()([L.GlobalMaxPooling3D()(y), L.GlobalAveragePooling3D()(z), L.Flatten()(L.AdaptiveMaxPooling3D(2)(z))])
model_files("volumes", keras.Model(x, L.Dense(2)(z)), [noise((2, 6, 8, 8, 1), 1)])

x = keras.Input((None, None, 3))
y = L.AdaptiveMaxPooling2D((6, 5))(L.Conv2D(4, 3)(x))
y = L.AdaptiveAveragePooling2D(4)(y)
y = L.Reshape((16, 4))(y)
y = L.AdaptiveAveragePooling1D(6)(L.AdaptiveMaxPooling1D(11)(y))
model_files("adaptive", keras.Model(x, L.Dense(3)(L.Flatten()(y))), [noise((2, 11, 9, 3), 2)])
