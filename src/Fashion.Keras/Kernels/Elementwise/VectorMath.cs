using System.Numerics;
using System.Runtime.CompilerServices;

namespace Fashion.Keras.Kernels;

/// <summary>
/// Functions on vectors that the base class library does not have, accurate to a few units in the last place of a float.
/// NaN gives NaN everywhere.
/// </summary>
internal static class VectorMath
{
    /// <summary>
    /// The hyperbolic tangent. Near 0 by x + x^3 P(x^2), elsewhere by 1 - 2 / (e^2|x| + 1) with the sign of x; the
    /// polynomial and the split at 0.625 are those of Cephes' tanhf (S. L. Moshier).
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Tanh(Vector<float> x)
    {
        Vector<float> size = Vector.Abs(x), square = x * x;
        var p = Vector.Create(-5.70498872745e-3f);
        p = Vector.MultiplyAddEstimate(p, square, Vector.Create(2.06390887954e-2f));
        p = Vector.MultiplyAddEstimate(p, square, Vector.Create(-5.37397155531e-2f));
        p = Vector.MultiplyAddEstimate(p, square, Vector.Create(1.33314422036e-1f));
        p = Vector.MultiplyAddEstimate(p, square, Vector.Create(-3.33332819422e-1f));
        Vector<float> near = Vector.MultiplyAddEstimate(p * square, x, x);
        Vector<float> far = Vector<float>.One - Vector.Create(2f) / (Vector.Exp(size + size) + Vector<float>.One);
        return Vector.ConditionalSelect(Vector.LessThan(size, Vector.Create(0.625f)), near, Vector.CopySign(far, x));
    }

    /// <summary>1 / (1 + e^-x). Far left e^-x overflows to infinity and the quotient is 0, as it should be to within 2^-126.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Sigmoid(Vector<float> x) => Vector<float>.One / (Vector<float>.One + Vector.Exp(-x));

    /// <summary>log(1 + x): the rounding error of the sum is divided out again (W. Kahan).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Log1P(Vector<float> x)
    {
        Vector<float> sum = Vector<float>.One + x, log = Vector.Log(sum);
        Vector<float> corrected = log * (x / (sum - Vector<float>.One));
        Vector<float> plain = Vector.ConditionalSelect(Vector.Equals(sum, Vector<float>.One), x, corrected);
        return Vector.ConditionalSelect(Vector.Equals(x, Vector.Create(float.PositiveInfinity)), x, plain);
    }

    /// <summary>log(1 + e^x) = max(x, 0) + log(1 + e^-|x|), which does not overflow.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Softplus(Vector<float> x) => Vector.Max(x, Vector<float>.Zero) + Log1P(Vector.Exp(-Vector.Abs(x)));

    /// <summary>
    /// The error function. Below 0.921875 an odd polynomial; above, 1 - e^P(|x|). Coefficients: N. Juffa's single-precision
    /// erf (2014, two-clause BSD), minimax on either side.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Erf(Vector<float> x)
    {
        Vector<float> size = Vector.Abs(x), square = x * x;
        Vector<float> r = Vector.MultiplyAddEstimate(Vector.Create(-1.72853470e-5f), size, Vector.Create(3.83197126e-4f));
        Vector<float> u = Vector.MultiplyAddEstimate(Vector.Create(-3.88396438e-3f), size, Vector.Create(2.42546219e-2f));
        r = Vector.MultiplyAddEstimate(r, square, u);
        r = Vector.MultiplyAddEstimate(r, size, Vector.Create(-1.06777877e-1f));
        r = Vector.MultiplyAddEstimate(r, size, Vector.Create(-6.34846687e-1f));
        r = Vector.MultiplyAddEstimate(r, size, Vector.Create(-1.28717512e-1f));
        r = Vector.MultiplyAddEstimate(r, size, -size);
        Vector<float> far = Vector.CopySign(Vector<float>.One - Vector.Exp(r), x);
        var p = Vector.Create(-5.96761703e-4f);
        p = Vector.MultiplyAddEstimate(p, square, Vector.Create(4.99119423e-3f));
        p = Vector.MultiplyAddEstimate(p, square, Vector.Create(-2.67681349e-2f));
        p = Vector.MultiplyAddEstimate(p, square, Vector.Create(1.12819925e-1f));
        p = Vector.MultiplyAddEstimate(p, square, Vector.Create(-3.76125336e-1f));
        p = Vector.MultiplyAddEstimate(p, square, Vector.Create(1.28379166e-1f));
        Vector<float> near = Vector.MultiplyAddEstimate(p, x, x);
        return Vector.ConditionalSelect(Vector.GreaterThan(size, Vector.Create(0.921875f)), far, near);
    }
}
