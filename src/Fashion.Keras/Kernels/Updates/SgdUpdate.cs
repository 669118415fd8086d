using System.Numerics;
using System.Runtime.CompilerServices;

namespace Fashion.Keras.Kernels;

/// <summary>
/// One step of gradient descent over some elements: w -= lr * g, or with momentum v = momentum * v - lr * g, then
/// w += v, or w += momentum * v - lr * g (Nesterov). Tail rule: the last few elements are done one by one.
/// </summary>
internal static unsafe class SgdUpdate
{
    /// <summary>The code of <c>Plain</c>.</summary>
    public static readonly KernelCode PlainCode = KernelCode.Of(typeof(SgdUpdate), nameof(Plain));

    /// <summary>The code of <c>Momentum</c>.</summary>
    public static readonly KernelCode MomentumCode = KernelCode.Of(typeof(SgdUpdate), nameof(Momentum));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Plain(float* w, float* g, float rate, int count)
    {
        KernelGuard.Count(count);
        KernelGuard.Memory(w, count);
        KernelGuard.Memory(g, count);
        KernelGuard.Apart(w, count, g, count);
        int i = 0;
        for (; i <= count - Vector<float>.Count; i += Vector<float>.Count) (Vector.Load(w + i) - Vector.Load(g + i) * rate).Store(w + i);
        for (; i < count; i++) w[i] -= g[i] * rate;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Momentum(float* w, float* v, float* g, float rate, float momentum, bool nesterov, int count)
    {
        KernelGuard.Count(count);
        KernelGuard.Memory(w, count);
        KernelGuard.Memory(v, count);
        KernelGuard.Memory(g, count);
        KernelGuard.Apart(w, count, v, count);
        KernelGuard.Apart(w, count, g, count);
        KernelGuard.Apart(v, count, g, count);
        int i = 0;
        for (; i <= count - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector<float> step = Vector.Load(g + i) * rate, velocity = Vector.Load(v + i) * momentum - step;
            velocity.Store(v + i);
            (Vector.Load(w + i) + (nesterov ? velocity * momentum - step : velocity)).Store(w + i);
        }
        for (; i < count; i++)
        {
            float step = g[i] * rate;
            v[i] = v[i] * momentum - step;
            w[i] += nesterov ? v[i] * momentum - step : v[i];
        }
    }
}
