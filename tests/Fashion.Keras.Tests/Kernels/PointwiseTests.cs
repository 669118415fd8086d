using Fashion.Keras.Kernels;

namespace Fashion.Keras.Tests.Kernels;

/// <summary>Convolutions of 1 x 1, in two parts as two workers would.</summary>
public sealed unsafe class PointwiseTests : WidthKernelContract
{
    internal override Type Kernel => typeof(Pointwise);

    private protected override void Run<TSimd, TVector>(KernelCall call)
    {
        foreach (Conv2DSizes s in ConvolutionShapes.Pointwise())
        {
            Assert.True(Pointwise.Fits(s));
            double[] x = KernelCall.Numbers(s.ImageCount, 1), k = KernelCall.Numbers(s.KernelCount, 2);
            if (s.Channels == 9) (x[0], x[^1]) = (double.NaN, double.PositiveInfinity);
            double[] y = call.Twin($"{s}", () => Reference.Conv2D.Forward(x, k, s.ForTwin())), b = KernelCall.Numbers(s.Filters, 3);
            Forward<TSimd, TVector>(call, s, x, k, null, y, relu: false);
            double[] sums = [.. y.Select((sum, at) => sum + b[at % s.Filters])];
            Forward<TSimd, TVector>(call, s, x, k, b, sums, relu: false);
            Forward<TSimd, TVector>(call, s, x, k, b, [.. sums.Select(sum => Math.Max(0, sum))], relu: true);
        }
    }

    private static void Forward<TSimd, TVector>(KernelCall call, Conv2DSizes s, double[] x, double[] k, double[]? b, double[] want,
        bool relu)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        int pixels = Pointwise.Pixels(s), cut = pixels / 2;
        call.Begin($"bias {b is not null}, relu {relu}, {s}");
        float* images = call.In(x), kernel = call.In(k), bias = b is null ? null : call.In(b), results = call.Out(want, 1e-5, 1e-4),
            prepared = call.Scratch(Pointwise.Scratch(s));
        Pointwise.Prepare<TSimd, TVector>(kernel, bias, prepared, s);
        Pointwise.Forward<TSimd, TVector>(images, prepared, results, s, 0, cut, relu);
        Pointwise.Forward<TSimd, TVector>(images, prepared, results, s, cut, pixels, relu);
        call.End();
    }
}
