"""Model files of a CategoryEncoding with weights of the counts. Run with real Keras: python3 count_weights.py OUT_DIRECTORY"""
import keras
from golden import model_files, noise

codes, weights = keras.Input((3,), name="codes"), keras.Input((3,), name="weights")
counts = keras.layers.CategoryEncoding(5, output_mode="count", name="counts")(codes, count_weights=weights)
given = (noise((4, 3), 3, 0, 5) // 1).astype("float32")
model_files("count_weights", keras.Model([codes, weights], keras.layers.Dense(2)(counts)), [given, noise((4, 3), 2, 0, 1)])
