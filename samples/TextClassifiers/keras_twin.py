"""The same two models on the same texts in Keras: python3 keras_twin.py [EPOCHS]"""
import sys

import keras
import numpy as np

WORDS, LONGEST, SHORTEST, NOT, BUT, FIRST_GOOD, EACH, WIDTH = 1000, 40, 12, 1, 2, 3, 40, 32
FIRST_NEUTRAL = FIRST_GOOD + 2 * EACH
state = 7


def below(limit):
    global state
    state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
    return (state >> 33) % limit


def word():
    kind = below(20)
    if kind < 4:
        return FIRST_GOOD + below(2 * EACH)
    return NOT if kind < 7 else BUT if kind == 7 else FIRST_NEUTRAL + below(WORDS - FIRST_NEUTRAL)


def text():
    length, score, before, words = SHORTEST + below(LONGEST - SHORTEST + 1), 0, 0, []
    for i in range(LONGEST):
        w = word() if i < length else 0
        words.append(w)
        if w == BUT:
            score = 0
        if FIRST_GOOD <= w < FIRST_NEUTRAL:
            score += 1 if (w < FIRST_GOOD + EACH) == (before != NOT) else -1
        before = w
    return words, score


def make(count):
    texts, labels = [], []
    for _ in range(count):
        words, score = text()
        while score == 0:
            words, score = text()
        texts.append(words)
        labels.append(float((below(25) == 0) != (score > 0)))
    return np.array(texts, "int32"), np.array(labels, "float32")


def bidirectional():
    L = keras.layers
    return keras.Sequential([keras.Input((LONGEST,)), L.Embedding(WORDS, WIDTH, mask_zero=True), L.Bidirectional(L.LSTM(WIDTH)), L.Dense(1, activation="sigmoid")], name="bidirectional_lstm")


def attention():
    L = keras.layers
    inputs = keras.Input((LONGEST,))
    x = L.Embedding(WORDS, WIDTH)(inputs) + L.Embedding(LONGEST, WIDTH)(inputs * 0 + np.arange(LONGEST, dtype="float32"))
    x = L.Conv1D(WIDTH, 3, padding="same", activation="relu")(x)
    x = L.LayerNormalization(epsilon=1e-6)(x + L.MultiHeadAttention(4, 8)(x, x))
    x = L.LayerNormalization(epsilon=1e-6)(x + L.Dense(WIDTH)(L.Dense(2 * WIDTH, activation="relu")(x)))
    return keras.Model(inputs, L.Dense(1, activation="sigmoid")(L.GlobalAveragePooling1D()(x)), name="attention")


keras.utils.set_random_seed(1)
x, y = make(20000)
tx, ty = make(5000)
for build in (bidirectional, attention):
    model = build()
    model.compile(keras.optimizers.Adam(2e-3), "binary_crossentropy", metrics=["accuracy"])
    model.fit(x, y, batch_size=64, epochs=int(sys.argv[1]) if len(sys.argv) > 1 else 5, verbose=2, validation_data=(tx, ty))
    loss, accuracy = model.evaluate(tx, ty, verbose=0)
    print(f"{model.name}: test accuracy {accuracy:.4f}, loss {loss:.4f}", flush=True)
