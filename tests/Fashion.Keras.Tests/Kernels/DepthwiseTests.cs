using Fashion.Keras.Kernels;

namespace Fashion.Keras.Tests.Kernels;

/// <summary>All three directions of a convolution channel by channel, in two parts as two workers would.</summary>
public sealed unsafe class DepthwiseTests : WidthKernelContract
{
    internal override Type Kernel => typeof(Depthwise);

    private protected override void Run<TSimd, TVector>(KernelCall call)
    {
        foreach (Conv2DSizes s in ConvolutionShapes.Depthwise())
        {
            Assert.True(Depthwise.Fits(s));
            double[] x = KernelCall.Numbers(s.ImageCount, 1), k = KernelCall.Numbers(s.KernelCount, 2),
                g = KernelCall.Numbers(s.ResultCount, 3);
            int cut = s.Batch / 2;
            call.Begin($"gradient of the kernel, {s}");
            // Parts of the images give parts of the gradient; here all at once.
            Depthwise.BackwardKernel<TSimd, TVector>(call.In(x), call.In(g),
                call.Out(Reference.Conv2D.BackwardKernel(x, g, s.ForTwin()), 1e-5, 1e-4),
                s, 0, s.Batch, call.Scratch(Depthwise.Scratch(s)));
            call.End();
            if (s.KernelHeight is 2 or 3) (x[0], x[^1]) = (double.NaN, double.PositiveInfinity);
            double[] y = Reference.Conv2D.Forward(x, k, s.ForTwin());
            Forward<TSimd, TVector>(call, s, x, k, null, y, relu: false, cut);
            double[] b = KernelCall.Numbers(s.Channels, 4);
            double[] activated = [.. y.Select((sum, at) => Math.Max(0, sum + b[at % s.Channels]))];
            Forward<TSimd, TVector>(call, s, x, k, b, activated, relu: true, cut);
            call.Begin($"gradient of the images, {s}");
            float* gradients = call.In(g), kernel = call.In(k),
                images = call.Out(Reference.Conv2D.BackwardInput(k, g, s.ForTwin()), 1e-5, 1e-4),
                scratch = call.Scratch(Depthwise.Scratch(s));
            Depthwise.BackwardInput<TSimd, TVector>(kernel, gradients, images, s, 0, cut, scratch);
            Depthwise.BackwardInput<TSimd, TVector>(kernel, gradients, images, s, cut, s.Batch, scratch);
            call.End();
        }
    }

    private static void Forward<TSimd, TVector>(KernelCall call, Conv2DSizes s, double[] x, double[] k, double[]? b, double[] want,
        bool relu, int cut)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        call.Begin($"forward, {s}, relu {relu}");
        float* images = call.In(x), kernel = call.In(k), bias = b is null ? null : call.In(b), results = call.Out(want, 1e-5, 1e-4),
            scratch = call.Scratch(Depthwise.Scratch(s));
        Depthwise.Forward<TSimd, TVector>(images, kernel, bias, results, s, 0, cut, relu, scratch);
        Depthwise.Forward<TSimd, TVector>(images, kernel, bias, results, s, cut, s.Batch, relu, scratch);
        call.End();
    }
}
