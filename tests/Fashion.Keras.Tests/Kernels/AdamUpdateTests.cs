using Fashion.Keras.Kernels;

namespace Fashion.Keras.Tests.Kernels;

/// <summary>
/// Adam's step, with and without AMSGrad. Root and quotient are estimates with a Newton step: two units in the last place.
/// </summary>
public sealed unsafe class AdamUpdateTests : WidthKernelContract
{
    internal override Type Kernel => typeof(AdamUpdate);

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
