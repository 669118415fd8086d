using System.Runtime.Intrinsics;
using Fashion.Keras.Kernels;
using Fashion.Keras.Tests.Support;
using Reference = Fashion.Keras.Kernels.Reference;

namespace Fashion.Keras.Tests.Kernels;

public sealed unsafe class PooledConv2DTests
{
    public static TheoryData<int> Widths => [512, 256, 128];

    [Theory]
    [MemberData(nameof(Widths))]
    public void AllDirections_ManyGeometries_AgreeWithUnfusedScalarTwins(int bits)
    {
        foreach (PooledConv2DSizes s in Geometries()) Check(bits, s, 0.5, _ => { });
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void AllDirections_NaNAndInfinityInImages_AreNotHidden(int bits) => Check(bits, Geometries().First(), 0, images =>
    {
        images[3] = double.NaN;
        images[^1] = double.PositiveInfinity;
    });

    private static void Check(int bits, PooledConv2DSizes s, double zeros, Action<double[]> spoil)
    {
        double[] x = GuardedBuffer.Numbers(s.Conv.ImageCount, 1), k = GuardedBuffer.Numbers(s.Conv.KernelCount, 2), b = GuardedBuffer.Numbers(s.Conv.Filters, 3), g = GuardedBuffer.Numbers(s.PooledCount, 4);
        for (int i = 0; i < g.Length; i++)
            if (g[i] < 2 * zeros - 1) g[i] = 0;
        spoil(x);
        int scratchFloats = Math.Max(PooledConv2D.ForwardScratch(s), Math.Max(PooledConv2D.BackwardInputScratch(s), Math.Max(PooledConv2D.BackwardKernelScratch(s), PooledConv2D.BackwardSmallKernelScratch(s))));
        using GuardedBuffer images = new(x), kernel = new(k), bias = new(b), gradients = new(g), pooled = new(s.PooledCount), places = new(s.PooledCount);
        using GuardedBuffer inputGradients = new(s.Conv.ImageCount), turned = new(s.Conv.KernelCount), biasGradients = new(s.Conv.Filters), small = new(s.Conv.KernelCount + s.Conv.Filters), scratch = new(scratchFloats);
        foreach ((int part, int parts) in new[] { (0, 2), (1, 2) })
        {
            (int First, int End) Range(int count) => (count * part / parts, count * (part + 1) / parts);
            (int first, int end) = Range(s.Conv.Batch * s.PooledHeight);
            if (bits == 512 && Simd.Has512) PooledConv2D.Forward<Simd512, Vector512<float>>(images.Pointer, kernel.Pointer, bias.Pointer, pooled.Pointer, (int*)places.Pointer, s, first, end, true, scratch.Pointer);
            else if (bits >= 256 && Simd.Has256) PooledConv2D.Forward<Simd256, Vector256<float>>(images.Pointer, kernel.Pointer, bias.Pointer, pooled.Pointer, (int*)places.Pointer, s, first, end, true, scratch.Pointer);
            else PooledConv2D.Forward<Simd128, Vector128<float>>(images.Pointer, kernel.Pointer, bias.Pointer, pooled.Pointer, (int*)places.Pointer, s, first, end, true, scratch.Pointer);
        }
        var sparse = new PooledGradient(gradients.Pointer, (int*)places.Pointer);
        foreach ((int part, int parts) in new[] { (0, 2), (1, 2) })
        {
            (int First, int End) Range(int count) => (count * part / parts, count * (part + 1) / parts);
            (int first, int end) = Range(s.Conv.Batch);
            (int firstFilter, int endFilter) = Range(s.Conv.Filters);
            if (bits == 512 && Simd.Has512)
            {
                PooledConv2D.BackwardInput<Simd512, Vector512<float>>(kernel.Pointer, sparse, inputGradients.Pointer, s, first, end, scratch.Pointer);
                PooledConv2D.BackwardKernel<Simd512, Vector512<float>>(images.Pointer, sparse, turned.Pointer, biasGradients.Pointer, s, firstFilter, endFilter, scratch.Pointer);
            }
            else if (bits >= 256 && Simd.Has256)
            {
                PooledConv2D.BackwardInput<Simd256, Vector256<float>>(kernel.Pointer, sparse, inputGradients.Pointer, s, first, end, scratch.Pointer);
                PooledConv2D.BackwardKernel<Simd256, Vector256<float>>(images.Pointer, sparse, turned.Pointer, biasGradients.Pointer, s, firstFilter, endFilter, scratch.Pointer);
            }
            else
            {
                PooledConv2D.BackwardInput<Simd128, Vector128<float>>(kernel.Pointer, sparse, inputGradients.Pointer, s, first, end, scratch.Pointer);
                PooledConv2D.BackwardKernel<Simd128, Vector128<float>>(images.Pointer, sparse, turned.Pointer, biasGradients.Pointer, s, firstFilter, endFilter, scratch.Pointer);
            }
        }

        if (s.Patch <= PooledConv2D.FewTaps)
        {
            if (bits == 512 && Simd.Has512) PooledConv2D.BackwardSmallKernel<Simd512, Vector512<float>>(images.Pointer, sparse, small.Pointer, s, 0, s.Conv.Batch, scratch.Pointer);
            else if (bits >= 256 && Simd.Has256) PooledConv2D.BackwardSmallKernel<Simd256, Vector256<float>>(images.Pointer, sparse, small.Pointer, s, 0, s.Conv.Batch, scratch.Pointer);
            else PooledConv2D.BackwardSmallKernel<Simd128, Vector128<float>>(images.Pointer, sparse, small.Pointer, s, 0, s.Conv.Batch, scratch.Pointer);
        }

        double[] y = Reference.Conv2D.Forward(x, k, s.Conv), want = new double[s.PooledCount], spread = new double[s.Conv.ResultCount], db = new double[s.Conv.Filters];
        for (int i = 0; i < want.Length; i++)
        {
            (int window, int f) = Math.DivRem(i, s.Conv.Filters);
            (int n, int inImage) = Math.DivRem(window, s.Windows);
            int At(int place) => ((n * s.Conv.OutHeight + inImage / s.PooledWidth * s.WindowHeight + place / s.WindowWidth) * s.Conv.OutWidth + inImage % s.PooledWidth * s.WindowWidth + place % s.WindowWidth) * s.Conv.Filters + f;
            want[i] = Enumerable.Range(0, s.Area).Select(p => Relu(y[At(p)] + b[f])).Aggregate(Math.Max);
            if (want[i] == 0) continue;
            spread[At(((int*)places.Pointer)[i])] = (float)g[i];
            db[f] += (float)g[i];
        }
        Compare(want, pooled, "pooled", s);
        if (zeros > 0)
        {
            Compare(Reference.Conv2D.BackwardInput(k, spread, s.Conv), inputGradients, "images' gradient", s);
            double[] dk = Reference.Conv2D.BackwardKernel(x, spread, s.Conv), dkTurned = new double[dk.Length];
            for (int i = 0; i < dk.Length; i++) dkTurned[i % s.Conv.Filters * s.Patch + i / s.Conv.Filters] = dk[i];
            Compare(dkTurned, turned, "kernel's gradient", s);
            Compare(db, biasGradients, "bias's gradient", s);
            if (s.Patch <= PooledConv2D.FewTaps) Compare([.. dk, .. db], small, "small kernel's and bias's gradient", s);
        }
        scratch.AssertGuards();
    }

    private static double Relu(double x) => x < 0 ? 0 : x;

    private static IEnumerable<PooledConv2DSizes> Geometries()
    {
        foreach ((int channels, int filters) in new[] { (1, 10), (3, 33), (16, 20), (32, 64) })
            foreach ((int kernel, int stride, int pad) in new[] { (3, 1, 0), (3, 1, 1), (5, 2, 2), (2, 1, 0) })
                foreach ((int height, int width) in new[] { (2, 2), (3, 2), (1, 1) })
                {
                    int Out(int size) => (size + 2 * pad - kernel) / stride + 1;
                    var conv = new Conv2DSizes(2, 7, 9, channels, kernel, kernel, filters, Out(7), Out(9), stride, stride, 1, 1, pad, pad, 1);
                    yield return new(conv, height, width, conv.OutHeight / height, conv.OutWidth / width);
                }
    }

    private static void Compare(double[] want, GuardedBuffer got, string what, PooledConv2DSizes sizes)
    {
        AssertClose.Equal(want, got.Values, 2e-5, 1e-4, $"{what} of {sizes}");
        got.AssertGuards();
    }
}
