"""Golden cases of low-rank adaptation (kind "layer"), model files with it, and three training steps of one (kind "lora_training").

Run with Keras 3.16 on PyTorch: python lora.py OUTPUT_FOLDER
"""
import os

import keras
import numpy as np
from keras import layers as L

from golden import OUT, VERSIONS, fill, layer_case, model_files, noise, numpy, stored, tensor, write

IDS = np.array([[0, 4, 2], [1, 1, 3]], "float32")
layer_case("lora_dense", "Dense", {"units": 3, "lora_rank": 2, "activation": "tanh"}, (4, 5))
layer_case("lora_dense_alpha", "Dense", {"units": 3, "lora_rank": 4, "lora_alpha": 6, "use_bias": False}, (2, 3, 5))
layer_case("lora_einsum", "EinsumDense", {"equation": "abc,cde->abde", "output_shape": [None, 2, 3], "lora_rank": 2, "lora_alpha": 1, "bias_axes": "e"}, (2, 4, 3))
layer_case("lora_embedding", "Embedding", {"input_dim": 5, "output_dim": 3, "lora_rank": 2}, IDS)
layer_case("lora_conv1d", "Conv1D", {"filters": 3, "kernel_size": 2, "lora_rank": 2}, (2, 5, 4))
layer_case("lora_conv2d", "Conv2D", {"filters": 4, "kernel_size": 3, "groups": 2, "lora_rank": 2, "lora_alpha": 3}, (2, 5, 4, 2))

keras.utils.clear_session()
ids, image = keras.Input((3,)), keras.Input((6, 6, 2))
t = L.EinsumDense("abc,cd->abd", (3, 4), lora_rank=2, bias_axes="d")(L.Embedding(5, 3, lora_rank=2)(ids))
c = L.Conv2D(3, 3, lora_rank=2, lora_alpha=5)(image)
y = L.Dense(2, lora_rank=1)(L.Concatenate()([L.Flatten()(t), L.GlobalAveragePooling2D()(c)]))
model_files("lora", keras.Model([ids, image], y), [IDS, noise((2, 6, 6, 2), 1)])

keras.utils.clear_session()
model = keras.Sequential([keras.Input((4,)), L.Dense(3, "tanh"), L.Dense(2)])
fill(model.weights)
model.layers[0].enable_lora(2)
model.layers[0].lora_kernel_a.assign(noise((4, 2), 7))
model.compile(keras.optimizers.Adam(0.1), "mse")
os.makedirs(os.path.join(OUT, "lora_training"), exist_ok=True)
model.save(os.path.join(OUT, "lora_training", "start.keras"))
start = stored(model.weights, kinds=False)
x, targets = noise((8, 4), 1), noise((8, 2), 2)
losses = [float(model.train_on_batch(x, targets)) for _ in range(3)]
model.save(os.path.join(OUT, "lora_training", "after.keras"))
write("lora_training", "steps", {"made_with": VERSIONS, "x": tensor(x), "y": tensor(targets), "start": start, "losses": losses, "after": stored(model.weights, kinds=False),
                                 "expected": tensor(numpy(model(x)))})
