using System.Numerics;
using System.Runtime.CompilerServices;

namespace Fashion.Keras.Kernels;

/// <summary>The functions of two numbers that vectors can do; names as in the graph.</summary>
internal static class BinaryFunctions
{
    /// <summary>x + y</summary>
    public readonly struct Add : IBinaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector<float> Apply(Vector<float> x, Vector<float> y) => x + y;
    }

    /// <summary>x - y</summary>
    public readonly struct Subtract : IBinaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector<float> Apply(Vector<float> x, Vector<float> y) => x - y;
    }

    /// <summary>x * y</summary>
    public readonly struct Multiply : IBinaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector<float> Apply(Vector<float> x, Vector<float> y) => x * y;
    }

    /// <summary>x / y</summary>
    public readonly struct Divide : IBinaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector<float> Apply(Vector<float> x, Vector<float> y) => x / y;
    }

    /// <summary>The larger number; NaN if either is.</summary>
    public readonly struct Maximum : IBinaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector<float> Apply(Vector<float> x, Vector<float> y) => Vector.Max(x, y);
    }

    /// <summary>The smaller number; NaN if either is.</summary>
    public readonly struct Minimum : IBinaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector<float> Apply(Vector<float> x, Vector<float> y) => Vector.Min(x, y);
    }

    /// <summary>1 where x &gt; y, else 0.</summary>
    public readonly struct Greater : IBinaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector<float> Apply(Vector<float> x, Vector<float> y) =>
            Vector.ConditionalSelect(Vector.GreaterThan(x, y), Vector<float>.One, Vector<float>.Zero);
    }

    /// <summary>1 where x &gt;= y, else 0.</summary>
    public readonly struct GreaterOrEqual : IBinaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector<float> Apply(Vector<float> x, Vector<float> y) =>
            Vector.ConditionalSelect(Vector.GreaterThanOrEqual(x, y), Vector<float>.One, Vector<float>.Zero);
    }

    /// <summary>1 where x = y, else 0.</summary>
    public readonly struct Equal : IBinaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector<float> Apply(Vector<float> x, Vector<float> y) =>
            Vector.ConditionalSelect(Vector.Equals(x, y), Vector<float>.One, Vector<float>.Zero);
    }

    /// <summary>y: the second number in the place of the first.</summary>
    public readonly struct Replace : IBinaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector<float> Apply(Vector<float> x, Vector<float> y) => y;
    }
}
