"""Files with training settings: a loss-scaling optimizer before its first step, and metrics of a layer with several outputs.

Writes optimizer_files/not_trained/loss_scale.keras and training_forms/files/several_outputs_of_a_layer.keras below the folder given,
and prints the losses of three batches after loading the first one (OptimizerStateTests).
"""
import os, sys
import keras, numpy as np
from keras import layers

out = sys.argv[1]
keras.utils.set_random_seed(1)
m = keras.Sequential([keras.Input((3,)), layers.Dense(1)], name="scaled")
schedule = keras.optimizers.schedules.ExponentialDecay(0.1, 2, 0.5)
m.compile(keras.optimizers.LossScaleOptimizer(keras.optimizers.SGD(schedule), initial_scale=8.0, dynamic_growth_steps=2), "mse")
os.makedirs(f"{out}/optimizer_files/not_trained", exist_ok=True)
path = f"{out}/optimizer_files/not_trained/loss_scale.keras"
m.save(path)
loaded = keras.models.load_model(path)
x = np.array([[1, 2, 3], [0, 1, 0], [2, 0, 1], [1, 1, 1]], "float32")
y = np.array([[1], [0], [1], [2]], "float32")
print([float(loaded.train_on_batch(x, y)) for _ in range(3)])

i = keras.Input((4, 2))
p = keras.Model(i, layers.LSTM(3, return_state=True, name="lstm")(i))
p.compile("adam", loss=["mse"] * 3, metrics=[["mae"], ["mse"], ["mae"]])
p.fit(np.ones((2, 4, 2), "float32"), [np.ones((2, 3), "float32")] * 3, verbose=0)
os.makedirs(f"{out}/training_forms/files", exist_ok=True)
p.save(f"{out}/training_forms/files/several_outputs_of_a_layer.keras")
