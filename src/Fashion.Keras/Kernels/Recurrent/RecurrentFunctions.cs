using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Fashion.Keras.Kernels;

/// <summary>A function of gates or states in the forms in which loops need it, for the widest registers.</summary>
internal readonly unsafe struct RecurrentFunctions
{
    private RecurrentFunctions(delegate*<float*, float*, int, void> apply, delegate*<float*, float*, float*, int, void> applyToSum,
        delegate*<float*, float*, int, void> slope, bool isTanh, bool isSigmoid)
    {
        Apply = apply;
        ApplyToSum = applyToSum;
        Slope = slope;
        IsTanh = isTanh;
        IsSigmoid = isSigmoid;
    }

    /// <summary>Whether it is one for which there are loops over whole steps.</summary>
    public readonly bool IsTanh, IsSigmoid;

    /// <summary>y = f(x): x, y, count.</summary>
    public readonly delegate*<float*, float*, int, void> Apply;

    /// <summary>z = f(x + y): x, y, z, count.</summary>
    public readonly delegate*<float*, float*, float*, int, void> ApplyToSum;

    /// <summary>gradient *= the slope of f where its result is y: y, gradient, count.</summary>
    public readonly delegate*<float*, float*, int, void> Slope;

    /// <summary>The forms of one function.</summary>
    public static RecurrentFunctions Of<TFunction>()
        where TFunction : IGateFunction =>
        Simd.Has512 ? Of<TFunction, Simd512, Vector512<float>>()
        : Simd.Has256 ? Of<TFunction, Simd256, Vector256<float>>()
        : Of<TFunction, Simd128, Vector128<float>>();

    private static RecurrentFunctions Of<TFunction, TSimd, TVector>()
        where TFunction : IGateFunction
        where TSimd : ISimd<TVector>
        where TVector : unmanaged =>
        new(&ElementwiseLoops.Wide<TFunction, TSimd, TVector>, &Sums<TFunction, TSimd, TVector>, &Slopes<TFunction, TSimd, TVector>,
            typeof(TFunction) == typeof(GateFunctions.Tanh), typeof(TFunction) == typeof(GateFunctions.Sigmoid));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Sums<TFunction, TSimd, TVector>(float* x, float* y, float* z, int count)
        where TFunction : IGateFunction
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        int i = 0;
        for (; i <= count - TSimd.Count; i += TSimd.Count)
            TSimd.Store(TFunction.Apply<TSimd, TVector>(TSimd.Add(TSimd.Load(x + i), TSimd.Load(y + i))), z + i);
        if (i == count) return;
        TVector lanes = TSimd.FirstLanes(count - i);
        TSimd.Store(TFunction.Apply<TSimd, TVector>(TSimd.Add(TSimd.Load(x + i, lanes), TSimd.Load(y + i, lanes))), z + i, lanes);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Slopes<TFunction, TSimd, TVector>(float* y, float* gradient, int count)
        where TFunction : IGateFunction
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        int i = 0;
        for (; i <= count - TSimd.Count; i += TSimd.Count)
            TSimd.Store(TFunction.Slope<TSimd, TVector>(TSimd.Load(gradient + i), TSimd.Load(y + i)), gradient + i);
        if (i == count) return;
        TVector lanes = TSimd.FirstLanes(count - i);
        TSimd.Store(TFunction.Slope<TSimd, TVector>(TSimd.Load(gradient + i, lanes), TSimd.Load(y + i, lanes)), gradient + i, lanes);
    }
}
