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

# Only the triangle of the result is read.
crooked = positive + np.triu(np.full((4, 4), 0.25, "float32"), 1)
case("linalg.cholesky", crooked, gradient=False)
case("linalg.cholesky", crooked.transpose(0, 2, 1), upper=True, gradient=False)
# Numbers of very different size.
scaled = np.array([[1, 2], [1e8, 3]], "float32")
case("linalg.det", scaled)
case("linalg.inv", scaled)
case("linalg.inv", np.array([[1e8]], "float32"))
case("linalg.solve", scaled, np.array([3, 1e8], "float32"))
case("linalg.solve", matrices, noise((4,), 4))
case("linalg.solve", matrices[0], noise((4, 2), 5))
case("linalg.solve", matrices, noise((2, 4), 6))
case("linalg.det", np.array([[1, 2, 3], [2, 4, 6], [3, 6, 9]], "float32"), gradient=False)
nothing = np.zeros((2, 0, 0), "float32")
case("linalg.det", nothing, gradient=False)
case("linalg.inv", nothing, gradient=False)
case("linalg.cholesky", nothing, gradient=False)
case("linalg.solve", nothing, np.zeros((2, 0, 1), "float32"), gradient=False)

area.write(sys.argv[1])
