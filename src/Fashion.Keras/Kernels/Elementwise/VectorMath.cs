using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Fashion.Keras.Kernels;

/// <summary>
/// Functions on vectors that the base class library does not have, accurate to a few units in the last place of a float.
/// NaN gives NaN everywhere.
/// </summary>
internal static class VectorMath
{
    // Adding it rounds to an integer, which then stands in the low bits of the sum.
    private const float Rounder = 1.5f * (1 << 23);
    private const float Log2E = 1.44269504f, Ln2High = 0.693359375f, Ln2Low = -2.12194440e-4f;
    private const int ExponentBias = 127, MantissaBits = 23;

    /// <summary>
    /// e^x = 2^n e^r with |r| at most ln 2 / 2; the polynomial for e^r and the split of ln 2 are those of Cephes' expf
    /// (S. L. Moshier). Results below the normal numbers are rounded once and those above the largest number become infinite. In single
    /// precision: a third of the time of the base class library's.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Exp<TArithmetic, TVector>(TVector x)
        where TArithmetic : IVectorArithmetic<TVector>
        where TVector : unmanaged
    {
        // Beyond these there is nothing but 0 and infinity; NaN goes through.
        TVector limited = TArithmetic.Clamp(x, TArithmetic.Create(-110), TArithmetic.Create(100)), rounder = TArithmetic.Create(Rounder),
            n = TArithmetic.Subtract(TArithmetic.MultiplyAdd(limited, TArithmetic.Create(Log2E), rounder), rounder);
        TVector r = TArithmetic.MultiplyAdd(n, TArithmetic.Create(-Ln2High), limited);
        r = TArithmetic.MultiplyAdd(n, TArithmetic.Create(-Ln2Low), r);
        TVector p = TArithmetic.Create(1.9875691500e-4f);
        p = TArithmetic.MultiplyAdd(p, r, TArithmetic.Create(1.3981999507e-3f));
        p = TArithmetic.MultiplyAdd(p, r, TArithmetic.Create(8.3334519073e-3f));
        p = TArithmetic.MultiplyAdd(p, r, TArithmetic.Create(4.1665795894e-2f));
        p = TArithmetic.MultiplyAdd(p, r, TArithmetic.Create(1.6666665459e-1f));
        p = TArithmetic.MultiplyAdd(p, r, TArithmetic.Create(5.0000001201e-1f));
        p = TArithmetic.MultiplyAdd(p, TArithmetic.Multiply(r, r), TArithmetic.Add(r, TArithmetic.Create(1)));
        return TArithmetic.Scale(p, n);
    }

    /// <summary>e^x</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Exp(Vector<float> x) => Exp<SystemVector, Vector<float>>(x);

    /// <summary>2^n for n from -126 to 127.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> PowerOfTwo(Vector<int> n) => Vector.AsVectorSingle((n + Vector.Create(ExponentBias)) << MantissaBits);

    /// <inheritdoc cref="PowerOfTwo(Vector{int})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> PowerOfTwo(Vector256<int> n) => ((n + Vector256.Create(ExponentBias)) << MantissaBits).AsSingle();

    /// <inheritdoc cref="PowerOfTwo(Vector{int})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> PowerOfTwo(Vector128<int> n) => ((n + Vector128.Create(ExponentBias)) << MantissaBits).AsSingle();

    /// <summary>
    /// The hyperbolic tangent. Near 0 by x + x^3 P(x^2), elsewhere by 1 - 2 / (e^2|x| + 1) with the sign of x; the
    /// polynomial and the split at 0.625 are those of Cephes' tanhf (S. L. Moshier).
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Tanh<TArithmetic, TVector>(TVector x)
        where TArithmetic : IVectorArithmetic<TVector>
        where TVector : unmanaged
    {
        TVector size = TArithmetic.Abs(x), square = TArithmetic.Multiply(x, x), one = TArithmetic.Create(1);
        TVector p = TArithmetic.Create(-5.70498872745e-3f);
        p = TArithmetic.MultiplyAdd(p, square, TArithmetic.Create(2.06390887954e-2f));
        p = TArithmetic.MultiplyAdd(p, square, TArithmetic.Create(-5.37397155531e-2f));
        p = TArithmetic.MultiplyAdd(p, square, TArithmetic.Create(1.33314422036e-1f));
        p = TArithmetic.MultiplyAdd(p, square, TArithmetic.Create(-3.33332819422e-1f));
        TVector near = TArithmetic.MultiplyAdd(TArithmetic.Multiply(p, square), x, x);
        TVector far = TArithmetic.Subtract(one,
            TArithmetic.Divide(TArithmetic.Create(2), TArithmetic.Add(Exp<TArithmetic, TVector>(TArithmetic.Add(size, size)), one)));
        return TArithmetic.Select(TArithmetic.GreaterThan(TArithmetic.Create(0.625f), size), near, TArithmetic.WithSign(far, x));
    }

    /// <summary>1 / (1 + e^-x). Far left e^-x overflows to infinity and the quotient is 0, as it should be to within 2^-126.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Sigmoid<TArithmetic, TVector>(TVector x)
        where TArithmetic : IVectorArithmetic<TVector>
        where TVector : unmanaged
    {
        TVector one = TArithmetic.Create(1);
        return TArithmetic.Divide(one, TArithmetic.Add(one, Exp<TArithmetic, TVector>(TArithmetic.Subtract(TArithmetic.Zero, x))));
    }

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
    public static Vector<float> Softplus(Vector<float> x) => Vector.Max(x, Vector<float>.Zero) + Log1P(Exp(-Vector.Abs(x)));

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
        Vector<float> far = Vector.CopySign(Vector<float>.One - Exp(r), x);
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
