using System.Runtime.Intrinsics;
using Fashion.Keras.Kernels;
using Fashion.Keras.Tests.Support;
using Reference = Fashion.Keras.Kernels.Reference;

namespace Fashion.Keras.Tests.Kernels;

/// <summary>Minimal filtering against the scalar twins of the direct way: all directions, odd sizes, any padding, partial vectors, in two parts as two workers would.</summary>
public sealed unsafe class WinogradTests
{
    private const double Absolute = 5e-5, Relative = 2e-4;

    public static TheoryData<int> Widths => [512, 256, 128];

    [Theory]
    [MemberData(nameof(Widths))]
    public void Forward_ManyGeometries_AgreesWithScalarTwin(int bits)
    {
        foreach (Conv2DSizes s in Geometries())
        {
            double[] x = GuardedBuffer.Numbers(s.ImageCount, 1), k = GuardedBuffer.Numbers(s.KernelCount, 2);
            using GuardedBuffer images = new(x), kernel = new(k), results = new(s.ResultCount);
            Convolve(bits, s, images, kernel, results);
            Compare(Reference.Conv2D.Forward(x, k, s), results, "results", s);
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void BackwardInput_ManyGeometries_AgreesWithScalarTwin(int bits)
    {
        foreach (Conv2DSizes s in Geometries())
        {
            double[] k = GuardedBuffer.Numbers(s.KernelCount, 2), g = GuardedBuffer.Numbers(s.ResultCount, 3);
            using GuardedBuffer kernel = new(k), gradients = new(g), turned = new(s.KernelCount), images = new(s.ImageCount);
            int half = s.Filters / 2;
            Winograd.TurnKernel(kernel.Pointer, turned.Pointer, s.Channels, s.Filters, 0, half);
            Winograd.TurnKernel(kernel.Pointer, turned.Pointer, s.Channels, s.Filters, half, s.Filters);
            Convolve(bits, Fashion.Keras.Engine.WinogradLowering.Turned(s), gradients, turned, images);
            Compare(Reference.Conv2D.BackwardInput(k, g, s), images, "images' gradient", s);
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void BackwardKernel_ManyGeometries_AgreesWithScalarTwin(int bits)
    {
        foreach (Conv2DSizes s in Geometries())
        {
            double[] x = GuardedBuffer.Numbers(s.ImageCount, 1), g = GuardedBuffer.Numbers(s.ResultCount, 3);
            int count = Winograd.KernelFloats(s.Channels, s.Filters), half = s.Channels / 2;
            using GuardedBuffer images = new(x), gradients = new(g), sums = new(2 * count), kernel = new(s.KernelCount), scratch = new(Winograd.BackwardKernelScratch(s));
            foreach (int part in new[] { 0, 1 })
            {
                if (bits == 512 && Simd.Has512) Winograd.BackwardKernel<Simd512, Vector512<float>>(images.Pointer, gradients.Pointer, sums.Pointer + part * count, s, part, part + 1, scratch.Pointer);
                else if (bits >= 256 && Simd.Has256) Winograd.BackwardKernel<Simd256, Vector256<float>>(images.Pointer, gradients.Pointer, sums.Pointer + part * count, s, part, part + 1, scratch.Pointer);
                else Winograd.BackwardKernel<Simd128, Vector128<float>>(images.Pointer, gradients.Pointer, sums.Pointer + part * count, s, part, part + 1, scratch.Pointer);
            }
            foreach ((int first, int end) in new[] { (0, half), (half, s.Channels) })
            {
                if (bits == 512 && Simd.Has512) Winograd.FinishKernel<Simd512, Vector512<float>>(sums.Pointer, 2, kernel.Pointer, s, first, end);
                else if (bits >= 256 && Simd.Has256) Winograd.FinishKernel<Simd256, Vector256<float>>(sums.Pointer, 2, kernel.Pointer, s, first, end);
                else Winograd.FinishKernel<Simd128, Vector128<float>>(sums.Pointer, 2, kernel.Pointer, s, first, end);
            }
            Compare(Reference.Conv2D.BackwardKernel(x, g, s), kernel, "kernel's gradient", s);
            scratch.AssertGuards();
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void ForwardPooled_ManyGeometries_AgreesWithUnfusedScalarTwins(int bits)
    {
        foreach (Conv2DSizes s in Geometries())
        {
            var p = new PooledConv2DSizes(s, 2, 2, s.OutHeight / 2, s.OutWidth / 2);
            double[] x = GuardedBuffer.Numbers(s.ImageCount, 1), k = GuardedBuffer.Numbers(s.KernelCount, 2), b = GuardedBuffer.Numbers(s.Filters, 3);
            using GuardedBuffer images = new(x), kernel = new(k), bias = new(b), transformed = new(Winograd.KernelFloats(s.Channels, s.Filters)), pooled = new(p.PooledCount), places = new(p.PooledCount), scratch = new(Winograd.ForwardScratch(s));
            Transform(bits, kernel, transformed, s);
            if (bits == 512 && Simd.Has512) Winograd.ForwardPooled<Simd512, Vector512<float>>(images.Pointer, transformed.Pointer, bias.Pointer, pooled.Pointer, (int*)places.Pointer, p, 0, s.Batch, true, scratch.Pointer);
            else if (bits >= 256 && Simd.Has256) Winograd.ForwardPooled<Simd256, Vector256<float>>(images.Pointer, transformed.Pointer, bias.Pointer, pooled.Pointer, (int*)places.Pointer, p, 0, s.Batch, true, scratch.Pointer);
            else Winograd.ForwardPooled<Simd128, Vector128<float>>(images.Pointer, transformed.Pointer, bias.Pointer, pooled.Pointer, (int*)places.Pointer, p, 0, s.Batch, true, scratch.Pointer);
            double[] y = Reference.Conv2D.Forward(x, k, s), want = new double[p.PooledCount];
            for (int i = 0; i < want.Length; i++)
            {
                (int window, int f) = Math.DivRem(i, s.Filters);
                (int n, int inImage) = Math.DivRem(window, p.Windows);
                double At(int place) => Math.Max(0, y[((n * s.OutHeight + inImage / p.PooledWidth * 2 + place / 2) * s.OutWidth + inImage % p.PooledWidth * 2 + place % 2) * s.Filters + f] + b[f]);
                want[i] = Enumerable.Range(0, 4).Max(At);
                int place = ((int*)places.Pointer)[i];
                Assert.Equal(pooled.Pointer[i] == 0, place >= PooledConv2DSizes.Closed);
                Assert.InRange(At(place % PooledConv2DSizes.Closed), want[i] - Absolute, want[i] + Absolute);
            }
            Compare(want, pooled, "pooled", s);
            scratch.AssertGuards();
        }
    }

    [Fact]
    public void Forward_NaNInAnImage_ReachesEveryResultThatSeesIt()
    {
        Conv2DSizes s = Geometries().First();
        double[] x = GuardedBuffer.Numbers(s.ImageCount, 1), k = GuardedBuffer.Numbers(s.KernelCount, 2);
        x[5 * s.Channels + 3] = double.NaN;
        using GuardedBuffer images = new(x), kernel = new(k), results = new(s.ResultCount);
        Convolve(512, s, images, kernel, results);
        double[] want = Reference.Conv2D.Forward(x, k, s);
        for (int i = 0; i < want.Length; i++)
            if (double.IsNaN(want[i])) Assert.True(float.IsNaN(results.Values[i]), $"result {i}");
    }

    private static void Convolve(int bits, Conv2DSizes s, GuardedBuffer images, GuardedBuffer kernel, GuardedBuffer results)
    {
        using GuardedBuffer transformed = new(Winograd.KernelFloats(s.Channels, s.Filters)), scratch = new(Winograd.ForwardScratch(s));
        Transform(bits, kernel, transformed, s);
        foreach (int n in Enumerable.Range(0, s.Batch))
        {
            if (bits == 512 && Simd.Has512) Winograd.Forward<Simd512, Vector512<float>>(images.Pointer, transformed.Pointer, results.Pointer, s, n, n + 1, scratch.Pointer);
            else if (bits >= 256 && Simd.Has256) Winograd.Forward<Simd256, Vector256<float>>(images.Pointer, transformed.Pointer, results.Pointer, s, n, n + 1, scratch.Pointer);
            else Winograd.Forward<Simd128, Vector128<float>>(images.Pointer, transformed.Pointer, results.Pointer, s, n, n + 1, scratch.Pointer);
        }
        scratch.AssertGuards();
        transformed.AssertGuards();
    }

    private static void Transform(int bits, GuardedBuffer kernel, GuardedBuffer transformed, Conv2DSizes s)
    {
        int half = s.Channels / 2;
        foreach ((int first, int end) in new[] { (0, half), (half, s.Channels) })
        {
            if (bits == 512 && Simd.Has512) Winograd.TransformKernel<Simd512, Vector512<float>>(kernel.Pointer, transformed.Pointer, s.Channels, s.Filters, first, end);
            else if (bits >= 256 && Simd.Has256) Winograd.TransformKernel<Simd256, Vector256<float>>(kernel.Pointer, transformed.Pointer, s.Channels, s.Filters, first, end);
            else Winograd.TransformKernel<Simd128, Vector128<float>>(kernel.Pointer, transformed.Pointer, s.Channels, s.Filters, first, end);
        }
    }

    private static IEnumerable<Conv2DSizes> Geometries()
    {
        foreach ((int channels, int filters) in new[] { (16, 16), (17, 35), (32, 20), (33, 64) })
            foreach ((int height, int width, int top, int left) in new[] { (6, 7, 1, 1), (5, 5, 0, 0), (4, 9, 1, 0), (14, 13, 1, 1), (4, 4, 2, 2) })
            {
                // Padding at the end as much as at the start, or none there.
                var s = new Conv2DSizes(2, height, width, channels, 3, 3, filters, height + 2 * top - 2, width + (left == 0 ? 0 : 2 * left) - 2, 1, 1, 1, 1, top, left, 1);
                Assert.True(Winograd.Fits(s));
                yield return s;
            }
    }

    private static void Compare(double[] want, GuardedBuffer got, string what, Conv2DSizes sizes)
    {
        AssertClose.Equal(want, got.Values, Absolute, Relative, $"{what} of {sizes}");
        got.AssertGuards();
    }
}
