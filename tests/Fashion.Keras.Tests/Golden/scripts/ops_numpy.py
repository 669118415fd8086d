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

# Many numbers to one.
t = noise((2, 3, 4), 5)
holes = np.array([[1.0, NAN, -2.0, 0.5], [NAN, NAN, NAN, NAN], [3.0, 0.25, 1.0, -1.0]], "float32")
for op in "sum mean max min amax amin prod var std ptp any all logsumexp median".split():
    case(op, t)
    case(op, t, axis=1)
    case(op, t, axis=[0, 2] if op != "ptp" else 2, keepdims=True)
case("max", t, axis=1, initial=0.5)
case("min", t, axis=1, initial=-0.5)
case("any", np.array([[0.0, 2.0], [0.0, 0.0]], "float32"), axis=1)
case("all", np.array([[1.0, 2.0], [0.0, 1.0]], "float32"), axis=1)
case("count_nonzero", np.array([[1.0, 0.0], [0.0, 0.0]], "float32"))
case("count_nonzero", np.array([[1.0, 0.0], [0.0, 0.0]], "float32"), axis=0)
case("logsumexp", np.array([[1000.0, 1000.0], [-INF, 2.0]], "float32"), axis=1, name="logsumexp_large", gradient=False)
case("prod", np.array([[2.0, 0.0, 3.0], [0.0, 1.0, 0.0]], "float32"), axis=1, name="prod_zeros")
for op in "nansum nanmax nanmin nanmean nanvar nanstd nanprod nanmedian".split():
    case(op, holes, axis=1, gradient=False)
    case(op, holes, gradient=False)
    case(op, t, axis=2, keepdims=True)
for method in "linear lower higher midpoint nearest".split():
    case("quantile", t, q=0.3, axis=2, method=method)
    case("nanquantile", holes, q=0.3, axis=1, method=method, gradient=False)
case("quantile", t, q=[0.25, 0.5, 1.0])
case("quantile", t, q=[0.1, 0.9], axis=[0, 1], keepdims=True)
case("percentile", t, q=35.0, axis=1)
case("nanpercentile", holes, q=35.0, axis=0, gradient=False)
case("average", t)
case("average", t, axis=1)
case("average", x, y + 2, named=["weights"])
case("average", x, np.array([1.0, 2.0, 3.0, 0.5], "float32"), named=["weights"], axis=1)
for ord in [None, 1, 2, 3, "inf", "-inf", 0]:
    order = {"inf": np.inf, "-inf": -np.inf}.get(ord, ord)
    case("norm", x, ord=order, axis=1, gradient=ord != 0)
for ord in [1, -1, np.inf, -np.inf, "fro"]:
    case("norm", t, ord=ord, axis=[1, 2], keepdims=True)
case("norm", t)
for op in "argmax argmin".split():
    case(op, t)
    case(op, t, axis=1)
    case(op, t, axis=-1, keepdims=True)
for op in "nanargmax nanargmin".split():
    case(op, holes, axis=1)

# The same numbers in another arrangement.
case("reshape", t, newshape=[4, -1])
case("ravel", t)
case("transpose", t)
case("transpose", t, axes=[1, 0, 2])
case("swapaxes", t, axis1=0, axis2=-1)
case("moveaxis", t, source=0, destination=-1)
case("moveaxis", t, source=[0, 1], destination=[2, 0])
case("expand_dims", x, axis=1)
case("expand_dims", x, axis=[0, -1])
case("squeeze", x.reshape(3, 1, 4, 1))
case("squeeze", x.reshape(3, 1, 4, 1), axis=[1, 3])
case("concatenate", x, y, listed=True, axis=1)
case("stack", x, y, listed=True)
case("stack", x, y, listed=True, axis=-1)
for op in "vstack hstack dstack column_stack".split():
    case(op, x, y, listed=True)
    case(op, x[0], y[0], listed=True)
case("append", x, y)
case("append", x, y, axis=1)
case("broadcast_to", x[0], shape=[3, 4])
case("pad", x, pad_width=[[1, 2], [0, 1]])
case("pad", x, pad_width=[[1, 2], [0, 1]], mode="constant", constant_values=1.5)
for mode in "reflect symmetric".split():
    case("pad", t, pad_width=[[0, 0], [1, 2], [2, 1]], mode=mode)
case("tile", x, repeats=[2, 3])
case("tile", x, repeats=[2, 1, 2])
case("repeat", x, repeats=2)
case("repeat", x, repeats=3, axis=1)
case("flip", t)
case("flip", t, axis=1)
case("fliplr", x)
case("flipud", x)
case("roll", x, shift=3)
case("roll", x, shift=-1, axis=1)
for k in (1, 2, 3):
    case("rot90", t, k=k)
case("rot90", t, k=1, axes=[1, 2])
case("diag", x[0], k=1)
case("diag", x, k=-1)
case("diagflat", x[:2, :2])
case("diagonal", t, offset=1, axis1=1, axis2=2)
case("trace", t, offset=-1, axis1=1, axis2=2)
case("tril", t, k=1)
case("triu", t, k=-1)
case("split", t, indices_or_sections=2, axis=2)
case("split", t, indices_or_sections=[1, 3], axis=-1)
case("array_split", x, indices_or_sections=3, axis=1)
case("unstack", t, axis=1)
case("meshgrid", x[0], y[:, 0])
case("meshgrid", x[0], y[:, 0], indexing="ij")

# By positions.
case("take", x, np.array([[0, 5], [3, 11]]))
case("take", x, np.array([2, -1, 0, 0]), axis=1)
case("take", x, np.array([[2, 0]]), axis=0)
case("take_along_axis", x, np.array([[0, 1], [-1, 2], [3, 3]]), axis=1)
case("take_along_axis", x, np.array([[2, 0, 1, 1]]), axis=0)
case("scatter", np.array([[0, 1], [2, 0], [0, 1]]), x[:, 0], shape=[3, 2])
case("scatter", np.array([[1], [3]]), x[:2], shape=[5, 4])
case("scatter_update", x, np.array([[0, 1], [2, 3]]), np.array([5.0, 6.0], "float32"))
case("scatter_update", x, np.array([[2], [0]]), y[:2])
case("scatter_update", x, np.array([[2], [0], [2]]), y, reduction="add")
for reduction in "max min mul".split():
    case("scatter_update", x, np.array([[2], [0], [2]]), y, reduction=reduction, gradient=False)
case("slice", t, start_indices=[0, 1, 1], shape=[2, 2, 3])
case("segment_sum", t.reshape(6, 4), np.array([0, 0, 1, 3, 3, 3]), num_segments=5)
case("segment_sum", t.reshape(6, 4), np.array([0, 2, 1, 2, 0, 2]), num_segments=3)
for op in "segment_max segment_min segment_prod".split():
    case(op, t.reshape(6, 4), np.array([0, 2, 1, 2, 0, 2]), num_segments=3)
case("sort", np.array([[3.0, -1.0, 2.0, NAN], [0.5, 0.25, -INF, INF]], "float32"), name="sort_special", gradient=False)
case("sort", t, axis=1)
case("argsort", t)
case("argsort", t, axis=0)
case("top_k", t, k=3)
case("in_top_k", np.array([1, 0, 3]), x, k=2)
case("searchsorted", np.array([-0.5, 0.0, 0.5], "float32"), x)
case("searchsorted", np.array([1.0, 2.0, 2.0, 3.0], "float32"), np.array([2.0, 0.0, 9.0], "float32"), side="right")
case("digitize", x, np.array([-0.5, 0.0, 0.5], "float32"))
case("isin", np.array([1, 2, 3, 4]), np.array([2, 4, 7]))
case("isin", np.array([1, 2, 3, 4]), np.array([2, 4, 7]), invert=True)
case("unravel_index", np.array([5, 11, 0]), shape=[3, 4])
case("histogram", t.ravel(), bins=4, gradient=False)
case("histogram", t.ravel(), bins=3, range=(-0.5, 1.0), gradient=False)
case("extract_sequences", x, sequence_length=2, sequence_stride=2)

# Along an axis.
zeros = np.array([[2.0, 0.0, 3.0, 0.5], [1.0, -1.0, 0.0, 0.0]], "float32")
for op in "cumsum cumprod".split():
    case(op, t)
    case(op, t, axis=1)
case("cumprod", zeros, axis=1, name="cumprod_zeros")
case("nancumsum", holes, axis=1, gradient=False)
case("nancumprod", holes, axis=1, gradient=False)
case("diff", t)
case("diff", t, n=2, axis=1)
case("trapezoid", t, axis=1)
case("trapezoid", t, dx=0.5)

# Products.
m, n = noise((3, 4), 6), noise((4, 2), 7)
case("matmul", m, n)
case("matmul", m, n[:, 0])
case("matmul", m[0], n)
case("matmul", m[0], n[:, 0])
case("matmul", noise((5, 1, 3, 4), 8), noise((2, 4, 2), 9))
case("matmul", m, noise((2, 4, 2), 9))
case("vdot", m[0], m[1])
case("inner", m, noise((2, 4), 10))
case("outer", m[0], n)
case("kron", m[:2, :2], n[:2])
case("tensordot", t, noise((3, 4, 2), 11))
case("tensordot", t, noise((4, 3), 12), axes=[[1, 2], [1, 0]])
case("dot", m, n)
case("cross", noise((2, 3), 13), noise((2, 3), 14))
case("cdist", m, noise((2, 4), 15))
case("corrcoef", m)
for mode in "valid same full".split():
    case("correlate", noise((6,), 16), noise((3,), 17), mode=mode)
    if mode != "same":  # PyTorch gives as many as the first row has, NumPy as the longer one
        case("correlate", noise((3,), 16), noise((6,), 17), mode=mode)
case("vander", m[0], gradient=False)
case("vander", m[0], N=3, increasing=True, gradient=False)

# Creation.
case("zeros", shape=[2, 3])
case("ones", shape=[2, 3])
case("full", shape=[2, 3], fill_value=1.5)
case("arange", start=5)
case("arange", start=1.0, stop=2.0, step=0.25)
case("eye", N=3, M=4, k=1)
case("eye", N=3)
case("identity", n=3)
case("tri", N=3, M=4, k=-1)
case("linspace", np.float32(1), np.float32(3), num=5)
case("linspace", x[0], y[0], num=4, endpoint=False)
case("logspace", np.float32(0), np.float32(2), num=4)
case("geomspace", np.float32(1), np.float32(100), num=5, gradient=False)
for op in "bartlett hamming hanning blackman".split():
    case(op, x=7)

area.write(sys.argv[1])
