using Fashion.Keras.Kernels;
using Fashion.Keras.Reference;
using AveragePool2D = Fashion.Keras.Kernels.AveragePool2D;

namespace Fashion.Keras.Tests.Kernels;

/// <summary>Means of windows and their gradients, in two parts as two workers would.</summary>
public sealed unsafe class AveragePool2DTests : VectorKernelContract
{
    private const int Batch = 3;

    internal override Type Kernel => typeof(AveragePool2D);

    private protected override void Run(KernelCall call)
    {
        foreach ((Pool2DWindow w, Pool2DSizes s) in PoolWindows.All(Batch))
        {
            double[] x = KernelCall.Numbers(s.ImageCount, 1), g = KernelCall.Numbers(s.ResultCount, 2);
            if (w.Channels % 3 == 0) (x[7], x[^1], g[0]) = (double.NaN, double.PositiveInfinity, double.NaN);
            call.Begin($"forward {w}");
            float* images = call.In(x), results = call.Out(Reference.AveragePool2D.Forward(x, s), 1e-6, 1e-6);
            AveragePool2D.Forward(images, results, w, 0, 1);
            AveragePool2D.Forward(images, results, w, 1, Batch);
            call.End();
            call.Begin($"backward {w}");
            float* gradients = call.In(g), slopes = call.Out(Reference.AveragePool2D.Backward(g, s), 1e-6, 1e-6);
            AveragePool2D.Backward(gradients, slopes, w, 0, 2);
            AveragePool2D.Backward(gradients, slopes, w, 2, Batch);
            call.End();
        }
    }
}
