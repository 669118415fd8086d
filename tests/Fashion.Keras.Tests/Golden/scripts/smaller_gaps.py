"""Golden cases of ReversibleEmbedding, Pipeline, MelSpectrogram and MaxNumBoundingBoxes (kinds "layer" and "mask"), and model files of them.

Run with Keras 3.16 on PyTorch: python smaller_gaps.py OUTPUT_FOLDER
"""
import keras
import numpy as np
from keras import layers as L

from golden import layer_case, mask_cases, model_files, noise, some

IDS = np.array([[0, 4, 2], [1, 1, 3]], "float32")
SOUND = np.round(np.sin(np.arange(400)[None] * np.array([[0.3], [0.9]])) + 0.5 * np.random.RandomState(1).randn(2, 400), 3).astype("float32")

layer_case("reversible_embedding", "ReversibleEmbedding", {"input_dim": 5, "output_dim": 3}, IDS)
layer_case("reversible_embedding_untied", "ReversibleEmbedding", {"input_dim": 5, "output_dim": 3, "tie_weights": False, "mask_zero": True}, IDS)
inside = [{"module": "keras.layers", "class_name": type(k).__name__, "config": k.get_config(), "registered_name": None} for k in (L.UnitNormalization(name="unit"), L.ELU(name="elu"))]
layer_case("pipeline", "Pipeline", {"layers": inside, "name": "pipeline"}, (4, 3))
layer_case("pipeline_training", "Pipeline", {"layers": inside, "name": "pipeline"}, (4, 3), training=True)
layer_case("mel_spectrogram", "MelSpectrogram", {"fft_length": 64, "sequence_stride": 20, "sampling_rate": 8000, "num_mel_bins": 8}, SOUND)
layer_case("mel_spectrogram_energy", "MelSpectrogram", {"fft_length": 50, "sequence_stride": 30, "sequence_length": 40, "window": "hamming", "sampling_rate": 4000,
                                                        "num_mel_bins": 5, "min_freq": 100.0, "max_freq": 1900, "power_to_db": False, "mag_exp": 1.0}, SOUND)
layer_case("mel_spectrogram_plain", "MelSpectrogram", {"fft_length": 64, "window": None, "sequence_stride": 16, "sampling_rate": 8000, "num_mel_bins": 6,
                                                       "mag_exp": 1.5, "top_db": 10.0, "ref_power": 2.0}, SOUND)
layer_case("max_num_bounding_boxes", "MaxNumBoundingBoxes", {"max_number": 4}, (2, 3, 3, 2))
mask_cases("ReversibleEmbedding", [({"input_dim": 5, "output_dim": 3, "mask_zero": True}, (2, 3), [None])])
mask_cases("MelSpectrogram", [({"fft_length": 8, "sequence_stride": 4, "sampling_rate": 8000, "num_mel_bins": 2, "min_freq": 100.0}, (2, 20), [None, some((2, 20))])])
mask_cases("MaxNumBoundingBoxes", [({"max_number": 3}, (2, 4, 3, 2), [None, some((2, 4))])])
mask_cases("Pipeline", [({"layers": inside, "name": "pipeline"}, (2, 4, 3), [None, some((2, 4))])])

keras.utils.clear_session()
ids = keras.Input((3,))
tied, own = L.ReversibleEmbedding(5, 4, mask_zero=True, logit_soft_cap=2.0), L.ReversibleEmbedding(5, 4, tie_weights=False)
h = L.Dense(4)(tied(ids))
model_files("reversible", keras.Model(ids, [tied(h, reverse=True), own(L.Add()([h, own(ids)]), reverse=True), L.GRU(2)(tied(ids))]), [IDS])
keras.utils.clear_session()
x = keras.Input((6, 6, 3))
y = L.Pipeline([L.BatchNormalization(), L.Conv2D(2, 3), L.RandomZoom((0.2, -0.3)), L.Conv2D(2, 2)])(L.MaxNumBoundingBoxes(3)(x))
model_files("pipeline", keras.Model(x, L.Flatten()(y)), [noise((2, 6, 6, 3), 1)])
keras.utils.clear_session()
x = keras.Input((400,))
model_files("sound", keras.Model(x, L.LSTM(3)(L.Permute((2, 1))(L.MelSpectrogram(fft_length=64, sequence_stride=40, sampling_rate=8000, num_mel_bins=7)(x)))), [SOUND])
