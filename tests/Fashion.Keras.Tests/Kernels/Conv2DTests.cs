using System.Runtime.Intrinsics;
using Fashion.Keras.Kernels;
using Fashion.Keras.Tests.Support;
using Reference = Fashion.Keras.Kernels.Reference;

namespace Fashion.Keras.Tests.Kernels;

public sealed unsafe class Conv2DTests
{
    public static TheoryData<int> Widths => [512, 256, 128];

    [Theory]
    [MemberData(nameof(Widths))]
    public void Forward_ManyGeometries_AgreesWithScalarTwin(int bits)
    {
        foreach (Conv2DSizes s in Geometries())
            foreach (bool withBias in new[] { false, true })
            {
                double[] x = GuardedBuffer.Numbers(s.ImageCount, 1), k = GuardedBuffer.Numbers(s.KernelCount, 2), b = GuardedBuffer.Numbers(s.Filters, 3);
                using GuardedBuffer images = new(x), kernel = new(k), results = new(s.ResultCount), row = new(b), scratch = new(Conv2D.ForwardScratch(s));
                float* bias = withBias ? row.Pointer : null;
                int rows = s.Batch * s.OutHeight;
                // Two workers' parts.
                foreach ((int first, int end) in new[] { (0, rows / 2), (rows / 2, rows) })
                {
                    if (bits == 512 && Simd.Has512) Conv2D.Forward<Simd512, Vector512<float>>(images.Pointer, kernel.Pointer, bias, results.Pointer, s, first, end, scratch.Pointer);
                    else if (bits >= 256 && Simd.Has256) Conv2D.Forward<Simd256, Vector256<float>>(images.Pointer, kernel.Pointer, bias, results.Pointer, s, first, end, scratch.Pointer);
                    else Conv2D.Forward<Simd128, Vector128<float>>(images.Pointer, kernel.Pointer, bias, results.Pointer, s, first, end, scratch.Pointer);
                }
                double[] want = Reference.Conv2D.Forward(x, k, s);
                for (int i = 0; withBias && i < want.Length; i++) want[i] += b[i % s.Filters];
                Check(want, results, s);
                scratch.AssertGuards();
            }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void BackwardInput_ManyGeometries_AgreesWithScalarTwin(int bits)
    {
        foreach (Conv2DSizes s in Geometries())
        {
            double[] k = GuardedBuffer.Numbers(s.KernelCount, 4), dy = GuardedBuffer.Numbers(s.ResultCount, 5);
            using GuardedBuffer kernel = new(k), gradients = new(dy), images = new(s.ImageCount), scratch = new(Conv2D.BackwardInputScratch(s));
            foreach ((int first, int end) in new[] { (0, s.Batch / 2), (s.Batch / 2, s.Batch) })
            {
                if (bits == 512 && Simd.Has512) Conv2D.BackwardInput<Simd512, Vector512<float>>(kernel.Pointer, gradients.Pointer, images.Pointer, s, first, end, scratch.Pointer);
                else if (bits >= 256 && Simd.Has256) Conv2D.BackwardInput<Simd256, Vector256<float>>(kernel.Pointer, gradients.Pointer, images.Pointer, s, first, end, scratch.Pointer);
                else Conv2D.BackwardInput<Simd128, Vector128<float>>(kernel.Pointer, gradients.Pointer, images.Pointer, s, first, end, scratch.Pointer);
            }
            Check(Reference.Conv2D.BackwardInput(k, dy, s), images, s);
            scratch.AssertGuards();
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void BackwardKernel_ManyGeometries_AgreesWithScalarTwin(int bits)
    {
        foreach (Conv2DSizes s in Geometries())
        {
            double[] x = GuardedBuffer.Numbers(s.ImageCount, 6), dy = GuardedBuffer.Numbers(s.ResultCount, 7);
            using GuardedBuffer images = new(x), gradients = new(dy), kernel = new(s.KernelCount), scratch = new(Conv2D.BackwardKernelScratch(s));
            int rows = s.KernelCount / s.Filters;
            foreach ((int first, int end) in new[] { (0, rows / 3), (rows / 3, rows) })
            {
                float* part = kernel.Pointer + first * s.Filters;
                if (bits == 512 && Simd.Has512) Conv2D.BackwardKernel<Simd512, Vector512<float>>(images.Pointer, gradients.Pointer, part, s, first, end, scratch.Pointer);
                else if (bits >= 256 && Simd.Has256) Conv2D.BackwardKernel<Simd256, Vector256<float>>(images.Pointer, gradients.Pointer, part, s, first, end, scratch.Pointer);
                else Conv2D.BackwardKernel<Simd128, Vector128<float>>(images.Pointer, gradients.Pointer, part, s, first, end, scratch.Pointer);
            }
            Check(Reference.Conv2D.BackwardKernel(x, dy, s), kernel, s);
            scratch.AssertGuards();
        }
    }

    [Fact]
    public void Forward_NaN_ReachesItsPatchesOnly()
    {
        Conv2DSizes s = Sizes(1, 5, 5, 2, 3, 3, 4, 1, 1, 0);
        double[] x = GuardedBuffer.Numbers(s.ImageCount, 8), k = GuardedBuffer.Numbers(s.KernelCount, 9);
        x[0] = double.NaN;
        x[^1] = double.PositiveInfinity;
        using GuardedBuffer images = new(x), kernel = new(k), results = new(s.ResultCount);
        Conv2D.Forward(images.Pointer, kernel.Pointer, null, results.Pointer, s, 0, s.OutHeight, null);
        Check(Reference.Conv2D.Forward(x, k, s), results, s);
    }

    // Kernels of 1, 2, 3 and 5, strides, dilation, borders (uneven ones too), few and many channels and filters, groups.
    internal static IEnumerable<Conv2DSizes> Geometries()
    {
        foreach (int kernel in new[] { 1, 2, 3, 5 })
            foreach (int stride in new[] { 1, 2, 3 })
                foreach (int pad in new[] { 0, 1, 2 })
                    foreach ((int channels, int filters, int groups) in new[] { (1, 10, 1), (1, 3, 1), (1, 6, 1), (3, 33, 1), (17, 5, 1), (8, 32, 1), (6, 4, 2), (5, 5, 5) })
                    {
                        yield return Sizes(3, 7, 9, channels, kernel, kernel, filters, stride, 1, pad, groups);
                        if (kernel == 2 && groups == 1) yield return Sizes(2, 9, 8, channels, kernel, kernel, filters, stride, 1, pad) with { DilationHeight = 2, OutHeight = (9 + pad + pad / 2 - 3) / stride + 1 };
                        if (kernel == 3 && stride < 3) yield return Sizes(2, 9, 8, channels, kernel, 2, filters, stride, 2, pad, groups);
                    }
    }

    private static Conv2DSizes Sizes(int batch, int height, int width, int channels, int kernelHeight, int kernelWidth, int filters, int stride, int dilation, int pad, int groups = 1)
    {
        int Out(int size, int kernel) => (size + pad + pad / 2 - dilation * (kernel - 1) - 1) / stride + 1;
        return new(batch, height, width, channels, kernelHeight, kernelWidth, filters, Out(height, kernelHeight), Out(width, kernelWidth), stride, stride, dilation, dilation, pad, pad / 2, groups);
    }

    private static void Check(double[] want, GuardedBuffer got, Conv2DSizes sizes)
    {
        AssertClose.Equal(want, got.Values, 1e-5, 1e-4, sizes.ToString());
        got.AssertGuards();
    }
}
