using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Fashion.Keras.Kernels;

/// <summary>
/// The loops of all element-wise functions, written once. z may be x or y. Tail rule: the last elements that fill no vector
/// are moved through a vector on the stack, so nothing outside the arrays is read or written and every element is computed
/// by the same instructions wherever it lies.
/// </summary>
internal static unsafe class ElementwiseLoops
{
    /// <summary>The code of <see cref="Fill"/>.</summary>
    public static readonly KernelCode FillCode = KernelCode.Of(typeof(ElementwiseLoops), nameof(Fill));

    /// <summary>The code of <see cref="Select"/>.</summary>
    public static readonly KernelCode SelectCode = KernelCode.Of(typeof(ElementwiseLoops), nameof(Select));

    /// <summary>The code of <see cref="Binary"/> for one function.</summary>
    public static KernelCode BinaryCode<TFunction>() where TFunction : IBinaryFunction => BinaryCodes<TFunction>.Code;

    /// <summary>y[i] = value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Fill(float value, float* y, int count)
    {
        KernelGuard.Memory(y, count);
        int i = 0;
        for (; i <= count - Vector<float>.Count; i += Vector<float>.Count) Vector.Create(value).Store(y + i);
        for (; i < count; i++) y[i] = value;
    }

    /// <summary>y[i] = f(x[i]).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Unary<TFunction>(float* x, float* y, int count) where TFunction : IUnaryFunction
    {
        KernelGuard.Memory(x, count);
        KernelGuard.Memory(y, count);
        KernelGuard.SameOrApart(y, x, count);
        int i = 0;
        for (; i <= count - Vector<float>.Count; i += Vector<float>.Count) TFunction.Apply(Vector.Load(x + i)).Store(y + i);
        if (i == count) return;
        Vector<float> tail = Part(x + i, count - i);
        Keep(TFunction.Apply(tail), y + i, count - i);
    }

    /// <summary>y[i] = f(x[i]), with the widest registers.</summary>
    public static void Wide<TFunction>(float* x, float* y, int count) where TFunction : IVectorFunction
    {
        if (Simd.Has512) Wide<TFunction, Simd512, Vector512<float>>(x, y, count);
        else if (Simd.Has256) Wide<TFunction, Simd256, Vector256<float>>(x, y, count);
        else Wide<TFunction, Simd128, Vector128<float>>(x, y, count);
    }

    /// <summary>The same, for one register width.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Wide<TFunction, TSimd, TVector>(float* x, float* y, int count)
        where TFunction : IVectorFunction
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        KernelGuard.Memory(x, count);
        KernelGuard.Memory(y, count);
        KernelGuard.SameOrApart(y, x, count);
        int i = 0;
        for (; i <= count - TSimd.Count; i += TSimd.Count) TSimd.Store(TFunction.Apply<TSimd, TVector>(TSimd.Load(x + i)), y + i);
        if (i == count) return;
        TVector lanes = TSimd.FirstLanes(count - i);
        TSimd.Store(TFunction.Apply<TSimd, TVector>(TSimd.Load(x + i, lanes)), y + i, lanes);
    }

    /// <summary>z[i] = f(x[i], y[i]).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Binary<TFunction>(float* x, float* y, float* z, int count) where TFunction : IBinaryFunction
    {
        KernelGuard.Memory(x, count);
        KernelGuard.Memory(y, count);
        KernelGuard.Memory(z, count);
        KernelGuard.SameOrApart(z, x, count);
        KernelGuard.SameOrApart(z, y, count);
        int i = 0;
        for (; i <= count - Vector<float>.Count; i += Vector<float>.Count)
            TFunction.Apply(Vector.Load(x + i), Vector.Load(y + i)).Store(z + i);
        if (i == count) return;
        Vector<float> left = Part(x + i, count - i), right = Part(y + i, count - i);
        Keep(TFunction.Apply(left, right), z + i, count - i);
    }

    /// <summary>z[i] = condition[i] is not 0 ? x[i] : y[i]; z may be any of them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Select(float* condition, float* x, float* y, float* z, int count)
    {
        KernelGuard.Memory(condition, count);
        KernelGuard.Memory(x, count);
        KernelGuard.Memory(y, count);
        KernelGuard.Memory(z, count);
        KernelGuard.SameOrApart(z, condition, count);
        KernelGuard.SameOrApart(z, x, count);
        KernelGuard.SameOrApart(z, y, count);
        int i = 0;
        for (; i <= count - Vector<float>.Count; i += Vector<float>.Count)
            Vector.ConditionalSelect(Vector.Equals(Vector.Load(condition + i), Vector<float>.Zero), Vector.Load(y + i), Vector.Load(x + i))
                .Store(z + i);
        for (; i < count; i++) z[i] = condition[i] == 0 ? y[i] : x[i];
    }

    private static Vector<float> Part(float* source, int count)
    {
        Vector<float> part = default;
        Unsafe.CopyBlockUnaligned(&part, source, (uint)count * sizeof(float));
        return part;
    }

    private static void Keep(Vector<float> value, float* destination, int count) =>
        Unsafe.CopyBlockUnaligned(destination, &value, (uint)count * sizeof(float));

    private static class BinaryCodes<TFunction>
        where TFunction : IBinaryFunction
    {
        public static readonly KernelCode Code = KernelCode.OfRunning(x => Binary<TFunction>(x, x, x, 32));
    }
}
