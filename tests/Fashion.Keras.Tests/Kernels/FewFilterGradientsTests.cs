using Fashion.Keras.Kernels;

namespace Fashion.Keras.Tests.Kernels;

/// <summary>Both gradients, channels around whole vectors, any border, in two parts as two workers would.</summary>
public sealed unsafe class FewFilterGradientsTests : WidthKernelContract
{
    internal override Type Kernel => typeof(FewFilterGradients);

    [Fact]
    public void Fits_OtherConvolutions_DoNot()
    {
        Conv2DSizes s = Sizes(16, 1, 1, 1, 5, 5);
        Assert.True(FewFilterGradients.Fits(s));
        foreach (Conv2DSizes other in new[]
        {
            s with { Channels = 7 }, s with { Filters = 5 }, s with { StrideWidth = 2 }, s with { DilationHeight = 2 },
            s with { KernelWidth = 2 }, s with { PadTop = 3 }, s with { Groups = 2, Filters = 2 }
        })
            Assert.False(FewFilterGradients.Fits(other), $"{other}");
    }

    private protected override void Run<TSimd, TVector>(KernelCall call)
    {
        foreach (int channels in new[] { 8, 15, 16, 17, 33 })
            foreach (int filters in new[] { 1, 3, 4 })
                foreach ((int top, int left, int height, int width) in
                    new[] { (1, 1, 5, 4), (0, 0, 3, 2), (2, 2, 7, 6), (0, 1, 3, 3), (2, 0, 2, 1) })
                    Both<TSimd, TVector>(call, Sizes(channels, filters, top, left, height, width));
    }

    // Images of 5 x 4 whose results have any size: what lies outside is a border.
    private static Conv2DSizes Sizes(int channels, int filters, int top, int left, int outHeight, int outWidth) =>
        new(3, 5, 4, channels, 3, 3, filters, outHeight, outWidth, 1, 1, 1, 1, top, left, 1);

    private static void Both<TSimd, TVector>(KernelCall call, Conv2DSizes s)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        double[] x = KernelCall.Numbers(s.ImageCount, 1), k = KernelCall.Numbers(s.KernelCount, 2),
            g = KernelCall.Numbers(s.ResultCount, 3);
        call.Begin($"gradient of the images, {s}");
        float* kernel = call.In(k), gradients = call.In(g),
            images = call.Out(Reference.Conv2D.BackwardInput(k, g, s.ForTwin()), 1e-5, 1e-4),
            scratch = call.Scratch(FewFilterGradients.Scratch(s));
        FewFilterGradients.BackwardInput<TSimd, TVector>(kernel, gradients, images, s, 0, 1, scratch);
        FewFilterGradients.BackwardInput<TSimd, TVector>(kernel, gradients, images, s, 1, s.Batch, scratch);
        call.End();

        call.Begin($"gradient of the kernel, {s}");
        FewFilterGradients.BackwardKernel<TSimd, TVector>(call.In(x), call.In(g),
            call.Out(Reference.Conv2D.BackwardKernel(x, g, s.ForTwin()), 1e-5, 1e-4), s, 0, s.Batch,
            call.Scratch(FewFilterGradients.Scratch(s)));
        call.End();
    }
}
