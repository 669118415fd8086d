using Fashion.Keras.Kernels;

namespace Fashion.Keras.Tests.Kernels;

/// <summary>Gradient descent: plain, with momentum, with Nesterov's.</summary>
public sealed unsafe class SgdUpdateTests : VectorKernelContract
{
    private const float Rate = 0.05f, Momentum = 0.9f;

    internal override Type Kernel => typeof(SgdUpdate);

    private protected override void Run(KernelCall call)
    {
        foreach (int count in Lengths)
            foreach (bool special in new[] { false, true })
            {
                double[] w = KernelCall.Numbers(count, 1), v = KernelCall.Numbers(count, 2),
                    g = special ? KernelCall.SpecialNumbers(count, 3) : KernelCall.Numbers(count, 3);
                double[] want = [.. w];
                Reference.SgdUpdate.Apply(want, null, g, Rate, 0, false);
                call.Begin($"plain, {count} elements, special {special}");
                SgdUpdate.Plain(call.InOut(w, want, 1e-7, 1e-6), call.In(g), Rate, count);
                call.End();
                foreach (bool nesterov in new[] { false, true })
                {
                    double[] wantW = [.. w], wantV = [.. v];
                    Reference.SgdUpdate.Apply(wantW, wantV, g, Rate, Momentum, nesterov);
                    call.Begin($"momentum, nesterov {nesterov}, {count} elements, special {special}");
                    SgdUpdate.Momentum(call.InOut(w, wantW, 2e-7, 1e-6), call.InOut(v, wantV, 2e-7, 1e-6), call.In(g), Rate, Momentum,
                        nesterov, count);
                    call.End();
                }
            }
    }
}
