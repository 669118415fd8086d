using System.Numerics;
using System.Runtime.CompilerServices;

namespace Fashion.Keras.Kernels;

/// <summary>A function of gates or states in the forms in which loops need it.</summary>
internal readonly unsafe struct RecurrentFunctions
{
    private RecurrentFunctions(delegate*<float*, float*, int, void> apply, delegate*<float*, float*, float*, int, void> applyToSum,
        delegate*<float*, float*, int, void> slope)
    {
        Apply = apply;
        ApplyToSum = applyToSum;
        Slope = slope;
    }

    /// <summary>y = f(x): x, y, count.</summary>
    public readonly delegate*<float*, float*, int, void> Apply;

    /// <summary>z = f(x + y): x, y, z, count.</summary>
    public readonly delegate*<float*, float*, float*, int, void> ApplyToSum;

    /// <summary>gradient *= the slope of f where its result is y: y, gradient, count.</summary>
    public readonly delegate*<float*, float*, int, void> Slope;

    /// <summary>The forms of one function.</summary>
    /// <typeparam name="TFunction">f(x).</typeparam>
    /// <typeparam name="TSlope">gradient * slope, of the gradient and y = f(x).</typeparam>
    public static RecurrentFunctions Of<TFunction, TSlope>()
        where TFunction : IUnaryFunction
        where TSlope : IBinaryFunction =>
        new(&ElementwiseLoops.Unary<TFunction>, &ElementwiseLoops.Binary<Sum<TFunction>>, &Multiply<TSlope>);

    private static void Multiply<TSlope>(float* y, float* gradient, int count) where TSlope : IBinaryFunction =>
        ElementwiseLoops.Binary<TSlope>(gradient, y, gradient, count);

    /// <summary>f(x + y)</summary>
    private readonly struct Sum<TFunction> : IBinaryFunction
        where TFunction : IUnaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector<float> Apply(Vector<float> x, Vector<float> y) => TFunction.Apply(x + y);
    }

    /// <summary>x</summary>
    public readonly struct Linear : IUnaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector<float> Apply(Vector<float> x) => x;
    }

    /// <summary>x / 6 + 0.5, limited to [0, 1]; NaN stays.</summary>
    public readonly struct HardSigmoid : IUnaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector<float> Apply(Vector<float> x) =>
            Vector.Min(Vector.Max(Vector.MultiplyAddEstimate(x, Vector.Create(1f / 6), Vector.Create(0.5f)), Vector<float>.Zero),
                Vector<float>.One);
    }

    /// <summary>Gradients that pass through a function: x times the slope of f where f's result is y.</summary>
    public static class Slopes
    {
        /// <summary>f(x) = x</summary>
        public readonly struct Linear : IBinaryFunction
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            public static Vector<float> Apply(Vector<float> x, Vector<float> y) => x;
        }

        /// <summary>x (1 - y y)</summary>
        public readonly struct Tanh : IBinaryFunction
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            public static Vector<float> Apply(Vector<float> x, Vector<float> y) => x * (Vector<float>.One - y * y);
        }

        /// <summary>x y (1 - y)</summary>
        public readonly struct Sigmoid : IBinaryFunction
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            public static Vector<float> Apply(Vector<float> x, Vector<float> y) => x * (y * (Vector<float>.One - y));
        }

        /// <summary>x where y is above 0, else 0</summary>
        public readonly struct Relu : IBinaryFunction
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            public static Vector<float> Apply(Vector<float> x, Vector<float> y) =>
                Vector.ConditionalSelect(Vector.GreaterThan(y, Vector<float>.Zero), x, Vector<float>.Zero);
        }

        /// <summary>x / 6 where y lies between 0 and 1, else 0</summary>
        public readonly struct HardSigmoid : IBinaryFunction
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            public static Vector<float> Apply(Vector<float> x, Vector<float> y) => Vector.ConditionalSelect(
                Vector.GreaterThan(y, Vector<float>.Zero) & Vector.LessThan(y, Vector<float>.One), x * Vector.Create(1f / 6),
                Vector<float>.Zero);
        }
    }
}
