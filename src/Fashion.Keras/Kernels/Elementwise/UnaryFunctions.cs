using System.Numerics;
using System.Runtime.CompilerServices;

namespace Fashion.Keras.Kernels;

/// <summary>The functions of one number that vectors can do; names as in the graph.</summary>
internal static class UnaryFunctions
{
    /// <summary>-x</summary>
    public readonly struct Negate : IUnaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector<float> Apply(Vector<float> x) => -x;
    }

    /// <summary>|x|</summary>
    public readonly struct Abs : IUnaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector<float> Apply(Vector<float> x) => Vector.Abs(x);
    }

    /// <summary>-1, 0 or 1; NaN stays.</summary>
    public readonly struct Sign : IUnaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector<float> Apply(Vector<float> x) =>
            Vector.ConditionalSelect(Vector.GreaterThan(x, Vector<float>.Zero), Vector<float>.One,
                Vector.ConditionalSelect(Vector.LessThan(x, Vector<float>.Zero), Vector.Create(-1f), x));
    }

    /// <summary>e^x</summary>
    public readonly struct Exp : IVectorFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Apply<TArithmetic, TVector>(TVector x)
            where TArithmetic : IVectorArithmetic<TVector>
            where TVector : unmanaged => VectorMath.Exp<TArithmetic, TVector>(x);
    }

    /// <summary>Natural logarithm.</summary>
    public readonly struct Log : IUnaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector<float> Apply(Vector<float> x) => Vector.Log(x);
    }

    /// <summary>log(1 + x)</summary>
    public readonly struct Log1P : IUnaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector<float> Apply(Vector<float> x) => VectorMath.Log1P(x);
    }

    /// <summary>Square root.</summary>
    public readonly struct Sqrt : IUnaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector<float> Apply(Vector<float> x) => Vector.SquareRoot(x);
    }

    /// <summary>1 / sqrt(x)</summary>
    public readonly struct Rsqrt : IUnaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector<float> Apply(Vector<float> x) => Vector<float>.One / Vector.SquareRoot(x);
    }

    /// <summary>x * x</summary>
    public readonly struct Square : IUnaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector<float> Apply(Vector<float> x) => x * x;
    }

    /// <summary>1 / x</summary>
    public readonly struct Reciprocal : IUnaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector<float> Apply(Vector<float> x) => Vector<float>.One / x;
    }

    /// <summary>Sine.</summary>
    public readonly struct Sin : IUnaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector<float> Apply(Vector<float> x) => Vector.Sin(x);
    }

    /// <summary>Cosine.</summary>
    public readonly struct Cos : IUnaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector<float> Apply(Vector<float> x) => Vector.Cos(x);
    }

    /// <summary>Hyperbolic tangent.</summary>
    public readonly struct Tanh : IVectorFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Apply<TArithmetic, TVector>(TVector x)
            where TArithmetic : IVectorArithmetic<TVector>
            where TVector : unmanaged => VectorMath.Tanh<TArithmetic, TVector>(x);
    }

    /// <summary>1 / (1 + e^-x)</summary>
    public readonly struct Sigmoid : IVectorFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Apply<TArithmetic, TVector>(TVector x)
            where TArithmetic : IVectorArithmetic<TVector>
            where TVector : unmanaged => VectorMath.Sigmoid<TArithmetic, TVector>(x);
    }

    /// <summary>log(1 + e^x)</summary>
    public readonly struct Softplus : IUnaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector<float> Apply(Vector<float> x) => VectorMath.Softplus(x);
    }

    /// <summary>Error function.</summary>
    public readonly struct Erf : IUnaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector<float> Apply(Vector<float> x) => VectorMath.Erf(x);
    }

    /// <summary>max(x, 0); the comparison is false for NaN, which stays.</summary>
    public readonly struct Relu : IUnaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector<float> Apply(Vector<float> x) =>
            Vector.ConditionalSelect(Vector.LessThan(x, Vector<float>.Zero), Vector<float>.Zero, x);
    }

    /// <summary>Largest whole number not above x.</summary>
    public readonly struct Floor : IUnaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector<float> Apply(Vector<float> x) => Vector.Floor(x);
    }

    /// <summary>Nearest whole number, halves to even.</summary>
    public readonly struct Round : IUnaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector<float> Apply(Vector<float> x) => Vector.Round(x);
    }

    /// <summary>1 where x &gt; 0, else 0.</summary>
    public readonly struct Heaviside : IUnaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector<float> Apply(Vector<float> x) =>
            Vector.ConditionalSelect(Vector.GreaterThan(x, Vector<float>.Zero), Vector<float>.One, Vector<float>.Zero);
    }

    /// <summary>Smallest whole number not below x.</summary>
    public readonly struct Ceil : IUnaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector<float> Apply(Vector<float> x) => Vector.Ceiling(x);
    }

    /// <summary>The whole number next to x on the side of 0.</summary>
    public readonly struct Truncate : IUnaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector<float> Apply(Vector<float> x) => Vector.Truncate(x);
    }

    /// <summary>Logarithm to base 2.</summary>
    public readonly struct Log2 : IUnaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector<float> Apply(Vector<float> x) => Vector.Log2(x);
    }
}
