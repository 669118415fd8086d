using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Fashion.Keras.Kernels;

// One step of one sample: the gates, and the states after them.
internal static unsafe partial class RecurrentLoop
{
    // Sums of all gates become gates, which are stored where they are wanted; h and c go on.
    private static void LongShortTermMemory(in RecurrentArrays a, float* projected, float* inner, float* gates, float* h, float* c,
        float* active, int units)
    {
        if (IsUsual(a))
        {
            if (Simd.Has512) UsualMemory<Simd512, Vector512<float>>(projected, inner, gates, h, c, units);
            else if (Simd.Has256) UsualMemory<Simd256, Vector256<float>>(projected, inner, gates, h, c, units);
            else UsualMemory<Simd128, Vector128<float>>(projected, inner, gates, h, c, units);
            return;
        }
        if (gates == null) gates = inner;
        a.Gate.ApplyToSum(inner, projected, gates, 2 * units);
        a.Activation.ApplyToSum(inner + 2 * units, projected + 2 * units, gates + 2 * units, units);
        a.Gate.ApplyToSum(inner + 3 * units, projected + 3 * units, gates + 3 * units, units);
        Memorize(gates, c, units);
        a.Activation.Apply(c, active, units);
        ElementwiseLoops.Binary<BinaryFunctions.Multiply>(gates + 3 * units, active, h, units);
    }

    // c = f c + i g
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Memorize(float* gates, float* c, int units)
    {
        float* input = gates, forget = gates + units, candidate = gates + 2 * units;
        int u = 0;
        for (; u <= units - Vector<float>.Count; u += Vector<float>.Count)
            Vector.MultiplyAddEstimate(Vector.Load(forget + u), Vector.Load(c + u), Vector.Load(input + u) * Vector.Load(candidate + u))
                .Store(c + u);
        for (; u < units; u++) c[u] = float.MultiplyAddEstimate(forget[u], c[u], input[u] * candidate[u]);
    }

    // dh and dc after the step become dz, dc before it and 0, on which the product's part of dh is added.
    private static void LongShortTermMemoryBackward(in RecurrentArrays a, float* gates, float* c, float* past, float* dz, float* dh,
        float* dc, float* active, int units)
    {
        if (IsUsual(a))
        {
            if (Simd.Has512) UsualMemoryBackward<Simd512, Vector512<float>>(gates, c, past, dz, dh, dc, units);
            else if (Simd.Has256) UsualMemoryBackward<Simd256, Vector256<float>>(gates, c, past, dz, dh, dc, units);
            else UsualMemoryBackward<Simd128, Vector128<float>>(gates, c, past, dz, dh, dc, units);
            return;
        }
        a.Activation.Apply(c, active, units);
        ElementwiseLoops.Binary<BinaryFunctions.Multiply>(dh, active, dz + 3 * units, units);
        ElementwiseLoops.Binary<BinaryFunctions.Multiply>(dh, gates + 3 * units, dh, units);
        a.Activation.Slope(active, dh, units);
        Remember(gates, past, dz, dh, dc, units);
        a.Gate.Slope(gates, dz, 2 * units);
        a.Activation.Slope(gates + 2 * units, dz + 2 * units, units);
        a.Gate.Slope(gates + 3 * units, dz + 3 * units, units);
    }

    // dc += what h hands on; gradients of i, f and the candidate; dc = dc f.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Remember(float* gates, float* past, float* dz, float* dh, float* dc, int units)
    {
        float* input = gates, forget = gates + units, candidate = gates + 2 * units;
        int u = 0;
        for (; u <= units - Vector<float>.Count; u += Vector<float>.Count)
        {
            Vector<float> change = Vector.Load(dc + u) + Vector.Load(dh + u);
            (change * Vector.Load(candidate + u)).Store(dz + u);
            (past == null ? Vector<float>.Zero : change * Vector.Load(past + u)).Store(dz + units + u);
            (change * Vector.Load(input + u)).Store(dz + 2 * units + u);
            (change * Vector.Load(forget + u)).Store(dc + u);
            Vector<float>.Zero.Store(dh + u);
        }
        for (; u < units; u++)
        {
            float change = dc[u] + dh[u];
            dz[u] = change * candidate[u];
            dz[units + u] = past == null ? 0 : change * past[u];
            dz[2 * units + u] = change * input[u];
            dc[u] = change * forget[u];
            dh[u] = 0;
        }
    }

    private static void GatedUnit(in RecurrentArrays a, float* projected, float* inner, float* gates, float* saved, float* h, int units)
    {
        a.Gate.ApplyToSum(inner, projected, gates, 2 * units);
        float* reset = gates + units, candidate = gates + 2 * units, product = inner + 2 * units;
        if (saved != null) Copy(product, saved, units);
        ElementwiseLoops.Binary<BinaryFunctions.Multiply>(product, reset, product, units);
        a.Activation.ApplyToSum(product, projected + 2 * units, candidate, units);
        Blend(gates, candidate, h, units);
    }

    // h = z h + (1 - z) g
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Blend(float* update, float* candidate, float* h, int units)
    {
        int u = 0;
        for (; u <= units - Vector<float>.Count; u += Vector<float>.Count)
        {
            Vector<float> part = Vector.Load(update + u);
            Vector.MultiplyAddEstimate(part, Vector.Load(h + u), (Vector<float>.One - part) * Vector.Load(candidate + u)).Store(h + u);
        }
        for (; u < units; u++) h[u] = float.MultiplyAddEstimate(update[u], h[u], (1 - update[u]) * candidate[u]);
    }

    // dh after the step becomes the gradients of h R + b (dz) and of the projected inputs, and the part of dh before it that passes z.
    private static void GatedUnitBackward(in RecurrentArrays a, float* gates, float* product, float* before, float* dz, float* projected,
        float* dh, float* active, int units)
    {
        float* reset = gates + units, candidate = gates + 2 * units;
        Unblend(gates, before, dz, dh, units);
        a.Activation.Slope(candidate, dz + 2 * units, units);
        ElementwiseLoops.Binary<BinaryFunctions.Multiply>(dz + 2 * units, product, dz + units, units);
        a.Gate.Slope(gates, dz, units);
        a.Gate.Slope(reset, dz + units, units);
        // Projected may be the memory of the gates: the last of them is read before.
        ElementwiseLoops.Binary<BinaryFunctions.Multiply>(dz + 2 * units, reset, active, units);
        Copy(dz, projected, 3 * units);
        Copy(active, dz + 2 * units, units);
    }

    // Gradients of z and the candidate; dh = dh z.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Unblend(float* gates, float* before, float* dz, float* dh, int units)
    {
        float* candidate = gates + 2 * units;
        int u = 0;
        for (; u <= units - Vector<float>.Count; u += Vector<float>.Count)
        {
            Vector<float> gradient = Vector.Load(dh + u), part = Vector.Load(gates + u),
                past = before == null ? Vector<float>.Zero : Vector.Load(before + u);
            (gradient * (past - Vector.Load(candidate + u))).Store(dz + u);
            (gradient * (Vector<float>.One - part)).Store(dz + 2 * units + u);
            (gradient * part).Store(dh + u);
        }
        for (; u < units; u++)
        {
            float gradient = dh[u];
            dz[u] = gradient * ((before == null ? 0 : before[u]) - candidate[u]);
            dz[2 * units + u] = gradient * (1 - gates[u]);
            dh[u] = gradient * gates[u];
        }
    }
}
