"""What Keras's Tokenizer makes of texts (kind `tokenizer`), one file per set of arguments.

Run with real Keras: PYTHONHASHSEED=0 python3 tokenizer.py OUT_DIRECTORY (Keras goes through sets of words)."""
import json
import sys

import keras
from keras.src.legacy.preprocessing.text import Tokenizer

TEXTS = ["Rain, rain: go away! Come again\tanother day.", "The day after the rain -- it's late; the sun's up.", "", "Été à Zürich; RAIN & sun_light\nday"]
OTHERS = ["The rain in Spain is late, again and again.", "day", "???"]
SPLIT = [["Rain", "rain", "the day"], ["sun", "The Day", "sun", "!"]]


def case(out, name, arguments, texts, others, sequences=()):
    tokenizer = Tokenizer(**arguments)
    tokenizer.fit_on_texts(texts)
    if sequences:
        tokenizer.fit_on_sequences(sequences)
    numbers = tokenizer.texts_to_sequences(others)
    result = {
        "schema": 1, "kind": "tokenizer", "name": name, "made_with": {"keras": keras.__version__}, "arguments": arguments, "texts": texts, "others": others,
        "sequences": [list(s) for s in sequences], "document_count": tokenizer.document_count, "word_index": tokenizer.word_index, "word_counts": dict(tokenizer.word_counts),
        "word_docs": dict(tokenizer.word_docs), "index_docs": {str(k): v for k, v in tokenizer.index_docs.items()}, "numbers": numbers,
        "back": tokenizer.sequences_to_texts(numbers + [[0, 1, 2, 99]]),
        "rows": {mode: tokenizer.texts_to_matrix(others, mode).tolist() for mode in ("binary", "count", "freq", "tfidf")}, "json": tokenizer.to_json(),
    }
    with open(f"{out}/{name}.json", "w") as f:
        f.write("{\n" + ",\n".join(f" {json.dumps(k)}: {json.dumps(v)}" for k, v in result.items()) + "\n}\n")


def main(out):
    case(out, "defaults", {}, TEXTS, OTHERS)
    case(out, "oov", {"oov_token": "<OOV>"}, TEXTS, OTHERS)
    case(out, "few_words", {"num_words": 4}, TEXTS, OTHERS)
    case(out, "few_words_oov", {"num_words": 5, "oov_token": "unknown"}, TEXTS, OTHERS, [[1, 2, 2], [7]])
    case(out, "filters", {"filters": "aeiou", "lower": False, "split": "-"}, TEXTS, OTHERS)
    case(out, "characters", {"char_level": True, "num_words": 20, "oov_token": "?"}, ["Ab cA\u00df", "\U0001f327 bb"], ["abc \U0001f327?", ""])
    case(out, "split_texts", {"oov_token": "the day"}, SPLIT, [["RAIN", "moon"], ["The Day"]])


main(sys.argv[1])
