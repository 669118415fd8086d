using System.Numerics;
using System.Runtime.CompilerServices;

namespace Fashion.Keras.Kernels;

/// <summary>The vectors of element-wise loops, which the runtime makes as wide as it thinks best.</summary>
internal readonly struct SystemVector : IVectorArithmetic<Vector<float>>
{
    public static Vector<float> Zero => Vector<float>.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Create(float value) => Vector.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Add(Vector<float> x, Vector<float> y) => x + y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Subtract(Vector<float> x, Vector<float> y) => x - y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Multiply(Vector<float> x, Vector<float> y) => x * y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> MultiplyAdd(Vector<float> x, Vector<float> y, Vector<float> z) => Vector.MultiplyAddEstimate(x, y, z);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Divide(Vector<float> x, Vector<float> y) => x / y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Abs(Vector<float> x) => Vector.Abs(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> WithSign(Vector<float> size, Vector<float> sign) => Vector.CopySign(size, sign);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Clamp(Vector<float> x, Vector<float> low, Vector<float> high) => Vector.Min(Vector.Max(x, low), high);

    // In two halves, either of which is a normal number.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Scale(Vector<float> x, Vector<float> n)
    {
        Vector<int> exponent = Vector.ConvertToInt32Native(n), half = exponent >> 1;
        return x * VectorMath.PowerOfTwo(half) * VectorMath.PowerOfTwo(exponent - half);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> GreaterThan(Vector<float> x, Vector<float> y) => Vector.AsVectorSingle(Vector.GreaterThan(x, y));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Select(Vector<float> mask, Vector<float> x, Vector<float> y) =>
        Vector.ConditionalSelect(Vector.AsVectorInt32(mask), x, y);
}
