using System.Numerics;
using System.Runtime.CompilerServices;

namespace Fashion.Keras.Kernels;

/// <summary>
/// Zeroes elements by <see cref="RandomBits"/> and scales the others by 1 / (1 - rate). Nothing is stored: the same key gives
/// the same decisions, for the output and for its gradient. Dropped elements are 0 even where they were NaN.
/// </summary>
internal static unsafe class Dropout
{
    /// <summary>The code of <c>Forward</c>.</summary>
    public static readonly KernelCode ForwardCode = KernelCode.Of(typeof(Dropout), nameof(Forward));

    /// <summary>Elements [first, end), one decision each. y may be x. Tail rule: the last few are done one by one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward(float* x, float* y, float rate, ulong key, int first, int end)
    {
        KernelGuard.Range(first, end, int.MaxValue);
        KernelGuard.Memory(x, end);
        KernelGuard.Memory(y, end);
        KernelGuard.SameOrApart(y, x, end);
        ulong threshold = RandomBits.DropThreshold(rate);
        if (threshold > uint.MaxValue)
        {
            new Span<float>(y + first, end - first).Clear();
            return;
        }
        float scale = (float)(1 / (1 - (double)rate));
        var least = Vector.Create((uint)threshold);
        int i = first;
        for (; i <= end - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector<uint> bits = RandomBits.Bits(key, Vector<uint>.Indices + Vector.Create((uint)i));
            Vector.ConditionalSelect(Vector.GreaterThanOrEqual(bits, least).As<uint, float>(), Vector.Load(x + i) * scale,
                Vector<float>.Zero).Store(y + i);
        }
        for (; i < end; i++) y[i] = RandomBits.Bits(key, (uint)i) >= threshold ? x[i] * scale : 0;
    }

    /// <summary>
    /// Elements [first, end) of a tensor whose noise has axes of size 1: elements that differ only there share a decision.
    /// </summary>
    public static void ForwardShared(float* x, float* y, float rate, ulong key, ReadOnlySpan<int> sizes, ReadOnlySpan<int> noiseSizes,
        int first, int end)
    {
        KernelGuard.Range(first, end, int.MaxValue);
        KernelGuard.Memory(x, end);
        KernelGuard.Memory(y, end);
        KernelGuard.SameOrApart(y, x, end);
        KernelGuard.AtLeast(noiseSizes.Length, sizes.Length);
        ulong threshold = RandomBits.DropThreshold(rate);
        float scale = rate < 1 ? (float)(1 / (1 - (double)rate)) : 0;
        for (int i = first; i < end; i++)
        {
            uint place = 0, stride = 1;
            int rest = i;
            for (int axis = sizes.Length - 1; axis >= 0; axis--)
            {
                uint at = (uint)(rest % sizes[axis]);
                rest /= sizes[axis];
                if (noiseSizes[axis] == 1) continue;
                place += at * stride;
                stride *= (uint)noiseSizes[axis];
            }
            y[i] = RandomBits.Bits(key, place) >= threshold ? x[i] * scale : 0;
        }
    }
}
