"""Files of the safetensors format, written and read by its specification with NumPy alone (the package safetensors was not at hand).

safetensors_files.py write OUT   makes the golden files: Dense(2) then Dense(1) with three inputs, in several element types.
safetensors_files.py check FILE  reads a file, checks what the specification demands, and prints names, shapes and sums.
"""
import json
import os
import struct
import sys

import numpy as np

TYPES = {"F64": "<f8", "F32": "<f4", "F16": "<f2", "I64": "<i8", "I32": "<i4", "I16": "<i2", "I8": "i1", "U64": "<u8", "U32": "<u4", "U16": "<u2", "U8": "u1", "BOOL": "?"}


def encoded(array, dtype):
    if dtype == "BF16":
        return (array.astype("<f4").view("<u4") >> 16).astype("<u2").tobytes()
    return array.astype(TYPES[dtype]).tobytes()


def write(path, arrays, metadata=None, padding=0):
    header, data = {}, b""
    if metadata:
        header["__metadata__"] = metadata
    for name, (array, dtype) in arrays.items():
        raw = encoded(array, dtype)
        header[name] = {"dtype": dtype, "shape": list(array.shape), "data_offsets": [len(data), len(data) + len(raw)]}
        data += raw
    text = json.dumps(header, separators=(",", ":")).encode() + b" " * padding
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + data)


def check(path):
    with open(path, "rb") as file:
        content = file.read()
    length = struct.unpack("<Q", content[:8])[0]
    text = content[8:8 + length]
    assert text[:1] == b"{" and length <= 100_000_000
    header = json.loads(text)
    metadata = header.pop("__metadata__", {})
    assert all(isinstance(k, str) and isinstance(v, str) for k, v in metadata.items())
    data, end = content[8 + length:], 0
    for name, entry in sorted(header.items(), key=lambda e: e[1]["data_offsets"]):
        first, last = entry["data_offsets"]
        array = np.frombuffer(data[first:last], TYPES[entry["dtype"]]).reshape(entry["shape"])
        assert first == end
        end = last
        print(name, entry["dtype"], array.shape, float(array.sum()))
    assert end == len(data)
    assert (8 + length) % 8 == 0, "data is not aligned"


if sys.argv[1] == "check":
    check(sys.argv[2])
else:
    kernel, bias = np.array([[1, -2], [3, 4], [-5, 6]]), np.array([7, -8])
    last, end = np.array([[2], [1]]), np.array([1])
    names = ["layers/dense/vars/0", "layers/dense/vars/1", "layers/dense_1/vars/0", "layers/dense_1/vars/1"]
    for types in (["F32"] * 4, ["F64", "F16", "BF16", "I64"], ["I32", "I16", "I8", "BOOL"], ["BF16", "I8", "U16", "U8"], ["F16", "I64", "U64", "U32"]):
        file = os.path.join(sys.argv[2], "_".join(types).lower() + ".safetensors")
        write(file, dict(zip(names, zip([kernel, bias, last, end], types))), {"format": "np"} if types[0] == "F32" else None, padding=types[0] == "F64" and 3 or 0)
