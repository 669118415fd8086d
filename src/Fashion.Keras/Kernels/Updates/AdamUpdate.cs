using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Fashion.Keras.Kernels;

/// <summary>
/// One Adam step over some elements (Kingma and Ba, 2014, with Keras's "epsilon hat"):
/// m += (g - m)(1 - b1); v += (g * g - v)(1 - b2); w -= alpha * m / (sqrt(v) + epsilon). With AMSGrad the root is taken of the
/// largest v so far.
/// <para>
/// Root and quotient come from the processor's estimates and one Newton step each, which is right to one or two units in the
/// last place and half as much work as the exact instructions. Averages too small for a normal float become 0. Tail: the last elements
/// are read and written with a mask.
/// </para>
/// </summary>
internal static unsafe class AdamUpdate
{
    /// <summary>The code of <c>Apply</c>.</summary>
    public static readonly KernelCode ApplyCode = KernelCode.Of(typeof(AdamUpdate), nameof(Apply));

    // A root of less than this is negligible against epsilon, and its estimate would overflow.
    private const float LeastSquare = 1e-37f, LeastNormal = 1.17549435e-38f;

    /// <summary>The step on <paramref name="count"/> elements; <paramref name="largest"/> is null without AMSGrad.</summary>
    public static void Apply(float* w, float* m, float* v, float* largest, float* g, float alpha, float rate1, float rate2, float epsilon,
        int count)
    {
        if (Simd.Has512) Apply<Simd512, Vector512<float>>(w, m, v, largest, g, alpha, rate1, rate2, epsilon, count);
        else if (Simd.Has256) Apply<Simd256, Vector256<float>>(w, m, v, largest, g, alpha, rate1, rate2, epsilon, count);
        else Apply<Simd128, Vector128<float>>(w, m, v, largest, g, alpha, rate1, rate2, epsilon, count);
    }

    /// <summary>The same, for one register width.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Apply<TSimd, TVector>(float* w, float* m, float* v, float* largest, float* g, float alpha, float rate1, float rate2,
        float epsilon, int count)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        KernelGuard.Count(count);
        KernelGuard.Memory(w, count);
        KernelGuard.Memory(m, count);
        KernelGuard.Memory(v, count);
        KernelGuard.MemoryOrNull(largest, count);
        KernelGuard.Memory(g, count);
        KernelGuard.Apart(w, count, m, count);
        KernelGuard.Apart(w, count, v, count);
        KernelGuard.Apart(m, count, v, count);
        KernelGuard.Apart(w, count, g, count);
        KernelGuard.Apart(m, count, g, count);
        KernelGuard.Apart(v, count, g, count);
        KernelGuard.Apart(w, count, largest, count);
        TVector alphas = TSimd.Create(-alpha), rate1s = TSimd.Create(rate1), rate2s = TSimd.Create(rate2), epsilons = TSimd.Create(epsilon);
        int i = 0;
        for (; i <= count - TSimd.Count; i += TSimd.Count)
        {
            TVector gradient = TSimd.Load(g + i);
            TVector momentum = Towards<TSimd, TVector>(TSimd.Load(m + i), gradient, rate1s),
                velocity = Towards<TSimd, TVector>(TSimd.Load(v + i), TSimd.Multiply(gradient, gradient), rate2s);
            TSimd.Store(momentum, m + i);
            TSimd.Store(velocity, v + i);
            if (largest != null)
            {
                velocity = TSimd.Max(velocity, TSimd.Load(largest + i));
                TSimd.Store(velocity, largest + i);
            }
            TSimd.Store(TSimd.MultiplyAdd(TSimd.Multiply(momentum, alphas), Factor<TSimd, TVector>(velocity, epsilons), TSimd.Load(w + i)),
                w + i);
        }
        if (i == count) return;
        TVector lanes = TSimd.FirstLanes(count - i), last = TSimd.Load(g + i, lanes);
        TVector lastMomentum = Towards<TSimd, TVector>(TSimd.Load(m + i, lanes), last, rate1s),
            lastVelocity = Towards<TSimd, TVector>(TSimd.Load(v + i, lanes), TSimd.Multiply(last, last), rate2s);
        TSimd.Store(lastMomentum, m + i, lanes);
        TSimd.Store(lastVelocity, v + i, lanes);
        if (largest != null)
        {
            lastVelocity = TSimd.Max(lastVelocity, TSimd.Load(largest + i, lanes));
            TSimd.Store(lastVelocity, largest + i, lanes);
        }
        TSimd.Store(TSimd.MultiplyAdd(TSimd.Multiply(lastMomentum, alphas), Factor<TSimd, TVector>(lastVelocity, epsilons),
            TSimd.Load(w + i, lanes)), w + i, lanes);
    }

    // old + (value - old) * rate. Where gradients stay 0, an average would end at the smallest numbers there are, rounded to themselves
    // again and again, with which processors compute more slowly: it becomes 0. NaN stays.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Towards<TSimd, TVector>(TVector old, TVector value, TVector rate)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        TVector next = TSimd.MultiplyAdd(TSimd.Subtract(value, old), rate, old);
        return TSimd.Select(TSimd.GreaterThan(TSimd.Create(LeastNormal), TSimd.Abs(next)), TSimd.Zero, next);
    }

    // 1 / (sqrt(v) + epsilon): r = r (1.5 - 0.5 v r^2) and q = q (2 - d q). Infinite velocities give 0, as a quotient would.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Factor<TSimd, TVector>(TVector velocity, TVector epsilon)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        TVector least = TSimd.Create(LeastSquare), limited = TSimd.Select(TSimd.GreaterThan(velocity, least), velocity, least);
        TVector r = TSimd.ReciprocalSqrtEstimate(limited);
        r = TSimd.Multiply(r, TSimd.MultiplyAdd(TSimd.Multiply(TSimd.Multiply(limited, TSimd.Create(-0.5f)), r), r, TSimd.Create(1.5f)));
        TVector divisor = TSimd.MultiplyAdd(velocity, r, epsilon), q = TSimd.ReciprocalEstimate(divisor);
        q = TSimd.Multiply(q, TSimd.Subtract(TSimd.Create(2f), TSimd.Multiply(divisor, q)));
        return TSimd.Select(TSimd.GreaterThan(velocity, TSimd.Create(float.MaxValue)), TSimd.Zero, q);
    }
}
