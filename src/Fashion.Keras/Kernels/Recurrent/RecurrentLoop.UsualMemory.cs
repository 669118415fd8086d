using System.Runtime.CompilerServices;

namespace Fashion.Keras.Kernels;

// Long short-term memories with Keras's functions, the hyperbolic tangent and sigmoids: all of a step in one pass, in registers. The bits
// are those of the passes that other functions take one after another.
internal static unsafe partial class RecurrentLoop
{
    private static bool IsUsual(in RecurrentArrays a) => a.Activation.IsTanh && a.Gate.IsSigmoid;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void UsualMemory<TSimd, TVector>(float* projected, float* inner, float* gates, float* h, float* c, int units)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        float* p1 = projected + units, p2 = p1 + units, p3 = p2 + units, z1 = inner + units, z2 = z1 + units, z3 = z2 + units;
        int u = 0;
        for (; u <= units - TSimd.Count; u += TSimd.Count)
        {
            TVector input = TSimd.Add(TSimd.Load(inner + u), TSimd.Load(projected + u)),
                forget = TSimd.Add(TSimd.Load(z1 + u), TSimd.Load(p1 + u)),
                candidate = TSimd.Add(TSimd.Load(z2 + u), TSimd.Load(p2 + u)),
                output = TSimd.Add(TSimd.Load(z3 + u), TSimd.Load(p3 + u)), memory = TSimd.Load(c + u);
            TVector hidden = Activate<TSimd, TVector>(ref input, ref forget, ref candidate, ref output, ref memory);
            TSimd.Store(memory, c + u);
            TSimd.Store(hidden, h + u);
            if (gates == null) continue;
            TSimd.Store(input, gates + u);
            TSimd.Store(forget, gates + units + u);
            TSimd.Store(candidate, gates + 2 * units + u);
            TSimd.Store(output, gates + 3 * units + u);
        }
        if (u == units) return;
        TVector lanes = TSimd.FirstLanes(units - u);
        {
            TVector input = TSimd.Add(TSimd.Load(inner + u, lanes), TSimd.Load(projected + u, lanes)),
                forget = TSimd.Add(TSimd.Load(z1 + u, lanes), TSimd.Load(p1 + u, lanes)),
                candidate = TSimd.Add(TSimd.Load(z2 + u, lanes), TSimd.Load(p2 + u, lanes)),
                output = TSimd.Add(TSimd.Load(z3 + u, lanes), TSimd.Load(p3 + u, lanes)), memory = TSimd.Load(c + u, lanes);
            TVector hidden = Activate<TSimd, TVector>(ref input, ref forget, ref candidate, ref output, ref memory);
            TSimd.Store(memory, c + u, lanes);
            TSimd.Store(hidden, h + u, lanes);
            if (gates == null) return;
            TSimd.Store(input, gates + u, lanes);
            TSimd.Store(forget, gates + units + u, lanes);
            TSimd.Store(candidate, gates + 2 * units + u, lanes);
            TSimd.Store(output, gates + 3 * units + u, lanes);
        }
    }

    // Sums become gates, and c the next one; h.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Activate<TSimd, TVector>(ref TVector input, ref TVector forget, ref TVector candidate, ref TVector output,
        ref TVector memory)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        input = VectorMath.Sigmoid<TSimd, TVector>(input);
        forget = VectorMath.Sigmoid<TSimd, TVector>(forget);
        candidate = VectorMath.Tanh<TSimd, TVector>(candidate);
        output = VectorMath.Sigmoid<TSimd, TVector>(output);
        memory = TSimd.MultiplyAdd(forget, memory, TSimd.Multiply(input, candidate));
        return TSimd.Multiply(output, VectorMath.Tanh<TSimd, TVector>(memory));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void UsualMemoryBackward<TSimd, TVector>(float* gates, float* c, float* past, float* dz, float* dh, float* dc, int units)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        float* g1 = gates + units, g2 = g1 + units, g3 = g2 + units, d1 = dz + units, d2 = d1 + units, d3 = d2 + units;
        int u = 0;
        for (; u <= units - TSimd.Count; u += TSimd.Count)
        {
            TVector input = TSimd.Load(gates + u), forget = TSimd.Load(g1 + u), candidate = TSimd.Load(g2 + u), output = TSimd.Load(g3 + u),
                memory = TSimd.Load(c + u), hidden = TSimd.Load(dh + u), before = past == null ? TSimd.Zero : TSimd.Load(past + u);
            TVector change = TSimd.Load(dc + u);
            Slopes<TSimd, TVector>(ref input, ref forget, ref candidate, ref output, ref change, memory, before, hidden);
            TSimd.Store(input, dz + u);
            TSimd.Store(forget, d1 + u);
            TSimd.Store(candidate, d2 + u);
            TSimd.Store(output, d3 + u);
            TSimd.Store(change, dc + u);
            TSimd.Store(TSimd.Zero, dh + u);
        }
        if (u == units) return;
        TVector lanes = TSimd.FirstLanes(units - u);
        {
            TVector input = TSimd.Load(gates + u, lanes), forget = TSimd.Load(g1 + u, lanes), candidate = TSimd.Load(g2 + u, lanes),
                output = TSimd.Load(g3 + u, lanes), memory = TSimd.Load(c + u, lanes), hidden = TSimd.Load(dh + u, lanes),
                before = past == null ? TSimd.Zero : TSimd.Load(past + u, lanes);
            TVector change = TSimd.Load(dc + u, lanes);
            Slopes<TSimd, TVector>(ref input, ref forget, ref candidate, ref output, ref change, memory, before, hidden);
            TSimd.Store(input, dz + u, lanes);
            TSimd.Store(forget, d1 + u, lanes);
            TSimd.Store(candidate, d2 + u, lanes);
            TSimd.Store(output, d3 + u, lanes);
            TSimd.Store(change, dc + u, lanes);
            TSimd.Store(TSimd.Zero, dh + u, lanes);
        }
    }

    // Gates become gradients of their sums, and dc that of c before the step.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Slopes<TSimd, TVector>(ref TVector input, ref TVector forget, ref TVector candidate, ref TVector output,
        ref TVector change, TVector memory, TVector before, TVector hidden)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        TVector one = TSimd.Create(1), active = VectorMath.Tanh<TSimd, TVector>(memory), wide = TSimd.Multiply(hidden, output);
        change = TSimd.Add(change, TSimd.Multiply(wide, TSimd.Subtract(one, TSimd.Multiply(active, active))));
        output = TSimd.Multiply(TSimd.Multiply(hidden, active), TSimd.Multiply(output, TSimd.Subtract(one, output)));
        TVector inward = TSimd.Multiply(TSimd.Multiply(change, candidate), TSimd.Multiply(input, TSimd.Subtract(one, input)));
        candidate = TSimd.Multiply(TSimd.Multiply(change, input), TSimd.Subtract(one, TSimd.Multiply(candidate, candidate)));
        input = inward;
        TVector kept = TSimd.Multiply(change, forget);
        forget = TSimd.Multiply(TSimd.Multiply(change, before), TSimd.Multiply(forget, TSimd.Subtract(one, forget)));
        change = kept;
    }
}
