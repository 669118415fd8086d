"""Golden cases of keras.ops.linalg. Run with Keras 3.16 on PyTorch: python ops_linalg.py OUTPUT_FOLDER"""
import sys

import numpy as np
from ops_golden import Area, noise

area = Area("linalg")
case = area.case

matrices = noise((2, 4, 4), 1)
case("linalg.det", matrices)
case("linalg.det", matrices[0, :1, :1])
# The largest number of a column is not on the diagonal.
swapped = np.array([[0, 2, 1], [3, 0, 4], [1, 5, 0]], "float32")
case("linalg.det", swapped)
case("linalg.inv", matrices)
case("linalg.inv", swapped)
case("linalg.solve", matrices, noise((2, 4, 3), 2))
case("linalg.solve", swapped, noise((3,), 3))
positive = np.round(matrices @ matrices.transpose(0, 2, 1) + np.eye(4, dtype="float32"), 3)
case("linalg.cholesky", positive)
case("linalg.cholesky", positive, upper=True)

area.write(sys.argv[1])
