using System.Runtime.CompilerServices;

namespace Fashion.Keras.Kernels;

/// <summary>The functions that gates and states of recurrent cells can have.</summary>
internal static class GateFunctions
{
    /// <summary>x</summary>
    public readonly struct Linear : IGateFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Apply<TArithmetic, TVector>(TVector x)
            where TArithmetic : IVectorArithmetic<TVector>
            where TVector : unmanaged => x;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Slope<TArithmetic, TVector>(TVector gradient, TVector y)
            where TArithmetic : IVectorArithmetic<TVector>
            where TVector : unmanaged => gradient;
    }

    /// <summary>The hyperbolic tangent.</summary>
    public readonly struct Tanh : IGateFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Apply<TArithmetic, TVector>(TVector x)
            where TArithmetic : IVectorArithmetic<TVector>
            where TVector : unmanaged => VectorMath.Tanh<TArithmetic, TVector>(x);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Slope<TArithmetic, TVector>(TVector gradient, TVector y)
            where TArithmetic : IVectorArithmetic<TVector>
            where TVector : unmanaged =>
                TArithmetic.Multiply(gradient, TArithmetic.Subtract(TArithmetic.Create(1), TArithmetic.Multiply(y, y)));
    }

    /// <summary>1 / (1 + e^-x)</summary>
    public readonly struct Sigmoid : IGateFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Apply<TArithmetic, TVector>(TVector x)
            where TArithmetic : IVectorArithmetic<TVector>
            where TVector : unmanaged => VectorMath.Sigmoid<TArithmetic, TVector>(x);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Slope<TArithmetic, TVector>(TVector gradient, TVector y)
            where TArithmetic : IVectorArithmetic<TVector>
            where TVector : unmanaged =>
                TArithmetic.Multiply(gradient, TArithmetic.Multiply(y, TArithmetic.Subtract(TArithmetic.Create(1), y)));
    }

    /// <summary>max(x, 0); NaN stays.</summary>
    public readonly struct Relu : IGateFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Apply<TArithmetic, TVector>(TVector x)
            where TArithmetic : IVectorArithmetic<TVector>
            where TVector : unmanaged =>
                TArithmetic.Select(TArithmetic.GreaterThan(TArithmetic.Zero, x), TArithmetic.Zero, x);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Slope<TArithmetic, TVector>(TVector gradient, TVector y)
            where TArithmetic : IVectorArithmetic<TVector>
            where TVector : unmanaged =>
                TArithmetic.Select(TArithmetic.GreaterThan(y, TArithmetic.Zero), gradient, TArithmetic.Zero);
    }

    /// <summary>x / 6 + 0.5, limited to [0, 1]; NaN stays.</summary>
    public readonly struct HardSigmoid : IGateFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Apply<TArithmetic, TVector>(TVector x)
            where TArithmetic : IVectorArithmetic<TVector>
            where TVector : unmanaged =>
                TArithmetic.Clamp(TArithmetic.MultiplyAdd(x, TArithmetic.Create(1f / 6), TArithmetic.Create(0.5f)), TArithmetic.Zero,
                    TArithmetic.Create(1));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Slope<TArithmetic, TVector>(TVector gradient, TVector y)
            where TArithmetic : IVectorArithmetic<TVector>
            where TVector : unmanaged
        {
            TVector inside = TArithmetic.Select(TArithmetic.GreaterThan(TArithmetic.Create(1), y),
                TArithmetic.Multiply(gradient, TArithmetic.Create(1f / 6)), TArithmetic.Zero);
            return TArithmetic.Select(TArithmetic.GreaterThan(y, TArithmetic.Zero), inside, TArithmetic.Zero);
        }
    }
}
