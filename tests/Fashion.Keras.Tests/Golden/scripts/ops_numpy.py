"""Golden cases of keras.ops: NumPy's functions, core and mathematics. Run with Keras 3.16 on PyTorch: python ops_numpy.py OUTPUT_FOLDER"""
import sys

import numpy as np
from ops_golden import Area, noise

area = Area("numpy")
case = area.case
NAN, INF = float("nan"), float("inf")

x = noise((3, 4), 1)
y = noise((3, 4), 2)
above = noise((2, 5), 3, 0.2, 2.0)
inside = noise((2, 5), 4, -0.9, 0.9)
special = np.array([NAN, INF, -INF, 0.0, -0.0, 1.5, -2.5, 1e-9, -1e-9], "float32")
wide = np.array([-7.5, -3.0, -1.25, -0.5, -1e-4, 0.3, 0.99, 1.0, 2.5, 6.0], "float32")

# Element by element, one operand.
for op in "abs absolute arctan arcsinh cbrt ceil copy cos deg2rad exp exp2 expm1 floor negative rad2deg sign sin sinh square tan tanh trunc erf erfc".split():
    case(op, x)
    case(op, wide, name=op + "_wide")
for op in "log log10 log1p log2 reciprocal rsqrt sqrt".split():
    case(op, above)
for op in "arccos arcsin arctanh erfinv".split():
    case(op, inside)
case("sinc", x)
# PyTorch loses the gradient near 0.
case("sinc", wide, gradient=False)
case("arccosh", above + 1)
case("cosh", x)
for op in "isnan isinf isfinite isposinf isneginf signbit logical_not".split():
    case(op, special)
# PyTorch has 0 for NaN, NumPy NaN.
case("sign", special[1:], name="sign_special", gradient=False)
case("round", wide)
case("round", x + 0.001, decimals=2)
case("round", x * 100, decimals=-1)
case("nan_to_num", special, gradient=False)
case("nan_to_num", special, nan=1.0, posinf=5.0, neginf=-6.0, gradient=False)
case("clip", x, x_min=-0.25, x_max=0.5)
case("cast", wide, dtype="int32")
case("cast", wide, dtype="bool")
case("ones_like", x)
case("zeros_like", x)
case("full_like", x, fill_value=2.5)

# Two operands.
for op in "add subtract multiply maximum minimum hypot logaddexp logaddexp2 arctan2 fmax fmin".split():
    case(op, x, y)
    case(op, x, y[0], name=op + "_broadcast")
for op in "divide true_divide power mod floor_divide fmod divide_no_nan".split():
    case(op, x + 2, y + 1.5)
case("mod", wide, np.float32(2.3), name="mod_signs")
case("mod", wide, np.float32(-2.3), name="mod_negative")
case("fmod", wide, np.float32(2.3), name="fmod_signs")
case("floor_divide", wide, np.float32(-2.3), name="floor_divide_negative")
case("divide_no_nan", x, np.array([1.0, 0.0, -2.0, 0.0], "float32"), name="divide_no_nan_zero", gradient=False)
case("heaviside", special[3:], np.float32(0.5), gradient=False)
case("fmax", special, np.float32(1.0), name="fmax_special", gradient=False)
case("fmin", special, np.float32(1.0), name="fmin_special", gradient=False)
case("logaddexp", np.array([INF, -INF, 100.0, -INF], "float32"), np.array([1.0, -INF, -100.0, 2.0], "float32"), name="logaddexp_infinite", gradient=False)
a, b = np.array([1.0, 2.0, 3.0, 0.0], "float32"), np.array([1.0, 2.5, -3.0, 0.0], "float32")
for op in "equal not_equal greater greater_equal less less_equal logical_and logical_or logical_xor".split():
    case(op, a, b)
case("isclose", a, np.array([1.000001, 2.0, NAN, 1e-9], "float32"))
case("isclose", np.array([NAN, INF, 1.0], "float32"), np.array([NAN, INF, 1.05], "float32"), equal_nan=True, rtol=0.1, atol=0.0)
case("allclose", a, a + 1e-7)
case("where", np.array([True, False, True, False]), a, b)

area.write(sys.argv[1])
