"""The names in keras.ops, keras.ops.image and keras.random: python ops_names.py OUTPUT_FILE"""
import json
import sys

import keras


def names(module):
    return sorted(n for n in dir(module) if not n.startswith("_") and callable(getattr(module, n)))


modules = {"ops": keras.ops, "ops.image": keras.ops.image, "random": keras.random}
with open(sys.argv[1], "w") as file:
    json.dump({name: names(module) for name, module in modules.items()}, file, indent=1)
    file.write("\n")
