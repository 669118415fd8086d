using Fashion.Keras.Kernels;

namespace Fashion.Keras.Tests.Kernels;

/// <summary>
/// Adam's step, with and without AMSGrad. Root and quotient are estimates with a Newton step: two units in the last place.
/// </summary>
public sealed unsafe class AdamUpdateTests : WidthKernelContract
{
    internal override Type Kernel => typeof(AdamUpdate);

    [Fact]
    public void Apply_NoGradientForLong_AveragesReachZero()
    {
        const int count = 37;
        float* numbers = stackalloc float[4 * count];
        float* w = numbers, m = w + count, v = m + count, g = v + count;
        for (int i = 0; i < count; i++) (w[i], m[i], v[i], g[i]) = (1, i % 2 == 0 ? 1e-3f : -1e-3f, 1e-8f, 0);
        m[3] = v[20] = float.NaN;
        for (int step = 0; step < 1000; step++) AdamUpdate.Apply(w, m, v, null, g, 0.001f, 0.1f, 0.1f, 1e-7f, count);
        for (int i = 0; i < count; i++)
        {
            Assert.Equal(i == 3 ? float.NaN : 0, m[i]);
            Assert.Equal(i == 20 ? float.NaN : 0, v[i]);
        }
    }

    private protected override void Run<TSimd, TVector>(KernelCall call)
    {
        foreach (int count in Lengths)
            foreach (bool amsgrad in new[] { false, true })
            {
                Step<TSimd, TVector>(call, $"{count} elements, amsgrad {amsgrad}", KernelCall.Numbers(count, 1),
                    KernelCall.Numbers(count, 2), amsgrad);
                Step<TSimd, TVector>(call, $"{count} special elements, amsgrad {amsgrad}", KernelCall.SpecialNumbers(count, 1),
                    KernelCall.SpecialNumbers(count, 2), amsgrad);
            }
    }

    private static void Step<TSimd, TVector>(KernelCall call, string name, double[] w, double[] g, bool amsgrad)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        const float alpha = 0.01f, rate1 = 0.1f, rate2 = 0.001f, epsilon = 1e-7f;
        int count = w.Length;
        double[] m = KernelCall.Numbers(count, 3), v = Array.ConvertAll(KernelCall.Numbers(count, 4), Math.Abs),
            largest = Array.ConvertAll(KernelCall.Numbers(count, 5), Math.Abs);
        // Nothing has moved yet: a velocity of 0 stays 0.
        if (count > 2) (v[2], g[2], largest[2]) = (0, 0, 0);
        double[] wantW = [.. w], wantM = [.. m], wantV = [.. v], wantLargest = [.. largest];
        Reference.AdamUpdate.Apply(wantW, wantM, wantV, amsgrad ? wantLargest : null, g, alpha, 1 - (double)rate1, 1 - (double)rate2,
            epsilon);
        call.Begin(name);
        float* weights = call.InOut(w, wantW, 1e-7, 1e-6), momentum = call.InOut(m, wantM, 1e-7, 1e-6),
            velocity = call.InOut(v, wantV, 1e-7, 1e-6), hat = amsgrad ? call.InOut(largest, wantLargest, 1e-7, 1e-6) : null;
        AdamUpdate.Apply<TSimd, TVector>(weights, momentum, velocity, hat, call.In(g), alpha, rate1, rate2, epsilon, count);
        call.End();
    }
}
