# Lists HDF5 files as h5py sees them: python3 list_files.py FILE ...
# A line for each object: path, number of attributes, bytes of their texts, weighted sum of their numbers; for datasets also shape
# and a weighted sum of the numbers, or the bytes of the texts. The tests list files in the same way.
import sys

import h5py
import numpy as np


def weighted(numbers):
    flat = np.asarray(numbers).ravel().astype("f8")
    return float((flat * (1 + np.arange(flat.size) % 97)).sum())


def texts(values):
    return [v if isinstance(v, bytes) else v.encode() for v in np.asarray(values, dtype=object).ravel()]


def is_text(values):
    return np.asarray(values).dtype.kind in "OSU"


def show(o, lines):
    attributes = [o.attrs[k] for k in o.attrs]
    text = sum(len(t) for a in attributes if is_text(a) for t in texts(a))
    number = sum(weighted(a) for a in attributes if not is_text(a) and not isinstance(a, h5py.Empty))
    line = f"{o.name} attributes={len(o.attrs)} text={text} number={number:.8e}"
    if isinstance(o, h5py.Dataset):
        values = np.zeros(0) if o.shape is None else o[()]
        content = "text=%d" % sum(len(t) for t in texts(values)) if is_text(values) else "%.8e" % weighted(values)
        lines.append(f"{line} [{','.join(map(str, o.shape or ()))}] {content}")
        return
    lines.append(line)
    for k in sorted(o) if isinstance(o, h5py.Group) else []:
        if o.get(k, getlink=True).__class__ is h5py.HardLink:
            show(o[k], lines)


for path in sys.argv[1:]:
    found = []
    with h5py.File(path, "r") as file:
        show(file, found)
    print("\n".join(found))
