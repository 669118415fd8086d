using Fashion.Keras.Kernels;

namespace Fashion.Keras.Tests.Kernels;

/// <summary>All three directions of a convolution, in two parts as two workers would.</summary>
public sealed unsafe class Conv2DTests : WidthKernelContract
{
    internal override Type Kernel => typeof(Conv2D);

    private protected override void Run<TSimd, TVector>(KernelCall call)
    {
        foreach (Conv2DSizes s in ConvolutionShapes.All())
        {
            double[] x = KernelCall.Numbers(s.ImageCount, 1), k = KernelCall.Numbers(s.KernelCount, 2),
                g = KernelCall.Numbers(s.ResultCount, 3);
            // What is spoilt reaches the results that see it and no other. (A border of zeros makes NaN of an infinite weight, so images
            // only.)
            if (s.KernelHeight == 2) (x[0], x[^1]) = (double.NaN, double.PositiveInfinity);
            Forward<TSimd, TVector>(call, s, x, k, null);
            Forward<TSimd, TVector>(call, s, x, k, KernelCall.Numbers(s.Filters, 4));
            BackwardInput<TSimd, TVector>(call, s, k, g, "");
            if (s.KernelHeight == 2) continue;
            BackwardKernel<TSimd, TVector>(call, s, x, g, "");
            // Nearly all zero, in the second image entirely.
            double[] few = [.. g.Select((v, i) => i % 23 == 5 && i * s.Batch / g.Length != 1 ? v : 0)];
            BackwardInput<TSimd, TVector>(call, s, k, few, "few gradients");
            BackwardKernel<TSimd, TVector>(call, s, x, few, "few gradients");
        }
    }

    private static void Forward<TSimd, TVector>(KernelCall call, Conv2DSizes s, double[] x, double[] k, double[]? b)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        double[] want = [.. call.Twin($"forward {s}", () => Reference.Conv2D.Forward(x, k, s.ForTwin()))];
        for (int i = 0; b is not null && i < want.Length; i++) want[i] += b[i % s.Filters];
        int rows = s.Batch * s.OutHeight;
        call.Begin($"forward, bias {b is not null}, {s}");
        float* images = call.In(x), kernel = call.In(k), bias = b is null ? null : call.In(b), results = call.Out(want, 1e-5, 1e-4),
            scratch = call.Scratch(Conv2D.ForwardScratch(s));
        Conv2D.Forward<TSimd, TVector>(images, kernel, bias, results, s, 0, rows / 2, scratch);
        Conv2D.Forward<TSimd, TVector>(images, kernel, bias, results, s, rows / 2, rows, scratch);
        call.End();
    }

    private static void BackwardInput<TSimd, TVector>(KernelCall call, Conv2DSizes s, double[] k, double[] g, string kind)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        call.Begin($"gradient of the images, {s} {kind}");
        float* kernel = call.In(k), gradients = call.In(g),
            images = call.Out(call.Twin($"images {s} {kind}", () => Reference.Conv2D.BackwardInput(k, g, s.ForTwin())), 1e-5, 1e-4),
            scratch = call.Scratch(Conv2D.BackwardInputScratch(s));
        Conv2D.BackwardInput<TSimd, TVector>(kernel, gradients, images, s, 0, s.Batch / 2, scratch);
        Conv2D.BackwardInput<TSimd, TVector>(kernel, gradients, images, s, s.Batch / 2, s.Batch, scratch);
        call.End();
    }

    private static void BackwardKernel<TSimd, TVector>(KernelCall call, Conv2DSizes s, double[] x, double[] g, string kind)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        int rows = s.KernelCount / s.Filters, cut = rows / 3;
        call.Begin($"gradient of the kernel, {s} {kind}");
        float* images = call.In(x), gradients = call.In(g),
            kernel = call.Out(call.Twin($"kernel {s} {kind}", () => Reference.Conv2D.BackwardKernel(x, g, s.ForTwin())), 1e-5, 1e-4),
            scratch = call.Scratch(Conv2D.BackwardKernelScratch(s));
        Conv2D.BackwardKernel<TSimd, TVector>(images, gradients, kernel, s, 0, cut, scratch);
        Conv2D.BackwardKernel<TSimd, TVector>(images, gradients, kernel + cut * s.Filters, s, cut, rows, scratch);
        call.End();
    }
}
