"""Runs ONNX's own checker, with shape inference, over the files of a folder: check_files.py FOLDER.

KEEP_ONNX_FILES=FOLDER has the golden tests of this project leave the file of every layer there.
"""
import collections
import glob
import sys

import onnx

wrong = 0
operations = collections.Counter()
for path in sorted(glob.glob(sys.argv[1] + "/*.onnx")):
    try:
        model = onnx.load(path)
        onnx.checker.check_model(model, full_check=True)
        operations.update(node.op_type for node in model.graph.node)
    except Exception as error:
        wrong += 1
        print(path, str(error)[:300])
print(f"{wrong} wrong; {dict(operations)}")
sys.exit(wrong > 0)
