using Fashion.Keras.Engine;
using Fashion.Keras.Kernels;

namespace Fashion.Keras.Tests.Kernels;

/// <summary>
/// Minimal filtering against the scalar twins of the direct way: all directions, odd sizes, any padding, partial vectors, in two parts as
/// two workers would.
/// </summary>
public sealed unsafe class WinogradTests : WidthKernelContract
{
    private const double Absolute = 5e-5, Relative = 2e-4;

    internal override Type Kernel => typeof(Winograd);

    [Theory]
    [InlineData(WinogradShape.Tile2)]
    [InlineData(WinogradShape.Tile4)]
    [InlineData(WinogradShape.Line3)]
    [InlineData(WinogradShape.Line5)]
    internal void Forward_NaNInAnImage_ReachesEveryResultThatSeesIt(WinogradShape tiles)
    {
        Conv2DSizes s = Shapes().Concat(Lines()).First(shape => Winograd.Shape(shape) == tiles);
        double[] x = KernelCall.Numbers(s.ImageCount, 1), k = KernelCall.Numbers(s.KernelCount, 2), want;
        x[5 * s.Channels + 3] = double.NaN;
        want = Reference.Conv2D.Forward(x, k, s.ForTwin());
        float[] images = Array.ConvertAll(x, v => (float)v), kernel = Array.ConvertAll(k, v => (float)v),
            results = Forward(images, kernel, s);
        Assert.Contains(want, double.IsNaN);
        for (int i = 0; i < want.Length; i++)
            if (double.IsNaN(want[i])) Assert.True(float.IsNaN(results[i]), $"result {i}");
    }

    [Theory]
    [InlineData(2, 2, 2)]
    [InlineData(2, 40, 2)]
    [InlineData(3, 3, 4)]
    [InlineData(5, 6, 2)]
    [InlineData(6, 6, 2)]
    [InlineData(7, 7, 4)]
    [InlineData(10, 10, 2)]
    [InlineData(11, 11, 4)]
    [InlineData(14, 14, 4)]
    [InlineData(28, 28, 4)]
    public void Shape_Results_AreTilesThatTakeFarFewerProducts(int height, int width, int side)
    {
        WinogradShape shape = side == 4 ? WinogradShape.Tile4 : WinogradShape.Tile2;
        Conv2DSizes s = Square(16, 16) with { OutHeight = height, OutWidth = width };
        Assert.Equal(shape, Winograd.Shape(s));
        Assert.Equal(shape, Winograd.GradientShape(s));
    }

    [Fact]
    public void GradientShape_ManyChannels_IsOfSmallTiles()
    {
        Assert.Equal(WinogradShape.Tile4, Winograd.GradientShape(Square(64, 64)));
        Assert.Equal(WinogradShape.Tile2, Winograd.GradientShape(Square(64, 65)));
        Assert.Equal(WinogradShape.Tile4, Winograd.Shape(Square(64, 65)));
    }

    // The tiles tell what other points and the direct way give.
    [Theory]
    [InlineData(3, 3, WinogradShape.Tile4)]
    [InlineData(1, 3, WinogradShape.Line3)]
    [InlineData(1, 5, WinogradShape.Line5)]
    internal void Forward_LargeTiles_ErrLittleMoreThanTheDirectWay(int height, int width, WinogradShape tiles)
    {
        Conv2DSizes s = Square(64, 16) with { KernelHeight = height, KernelWidth = width, PadTop = height / 2, PadLeft = width / 2 };
        float[] images = Array.ConvertAll(KernelCall.Numbers(s.ImageCount, 1), v => (float)v),
            kernel = Array.ConvertAll(KernelCall.Numbers(s.KernelCount, 2), v => (float)v), results = Forward(images, kernel, s);
        double[] want = Reference.Conv2D.Forward(Array.ConvertAll(images, v => (double)v), Array.ConvertAll(kernel, v => (double)v),
            s.ForTwin());

        double error = 0, size = 0;
        for (int i = 0; i < want.Length; i++) (error, size) = (error + Math.Pow(results[i] - want[i], 2), size + want[i] * want[i]);
        Assert.Equal(tiles, Winograd.Shape(s));
        Assert.InRange(Math.Sqrt(error / size), 0, 1e-6);
    }

    private static float[] Forward(float[] images, float[] kernel, Conv2DSizes s)
    {
        float[] transformed = new float[Winograd.KernelFloats(s)], results = new float[s.ResultCount],
            scratch = new float[Math.Max(Winograd.TileScratch, Winograd.ForwardScratch(s))];
        fixed (float* source = images, weights = kernel, spread = transformed, target = results, memory = scratch)
        {
            Winograd.TransformKernel(weights, spread, s, 0, s.Channels, memory);
            Winograd.Forward(source, spread, null, target, s, 0, s.Batch, false, memory);
        }
        return results;
    }

    private static Conv2DSizes Square(int channels, int filters) => new(2, 14, 14, channels, 3, 3, filters, 14, 14, 1, 1, 1, 1, 1, 1, 1);

    private protected override void Run<TSimd, TVector>(KernelCall call)
    {
        foreach (Conv2DSizes s in Lines())
        {
            double[] x = KernelCall.Numbers(s.ImageCount, 1), k = KernelCall.Numbers(s.KernelCount, 2),
                b = KernelCall.Numbers(s.Filters, 4), y = call.Twin($"forward {s}", () => Reference.Conv2D.Forward(x, k, s.ForTwin()));
            call.Begin($"forward with bias, {s}");
            Convolve<TSimd, TVector>(call, s, call.In(x), call.In(k), call.In(b),
                call.Out([.. y.Select((sum, at) => sum + b[at % s.Filters])], Absolute, Relative), relu: false);
            call.End();
        }
        foreach (Conv2DSizes s in Shapes())
        {
            double[] x = KernelCall.Numbers(s.ImageCount, 1), k = KernelCall.Numbers(s.KernelCount, 2),
                g = KernelCall.Numbers(s.ResultCount, 3), y = call.Twin($"forward {s}", () => Reference.Conv2D.Forward(x, k, s.ForTwin()));
            call.Begin($"forward, {s}");
            Convolve<TSimd, TVector>(call, s, call.In(x), call.In(k), null, call.Out(y, Absolute, Relative), relu: false);
            call.End();

            double[] b = KernelCall.Numbers(s.Filters, 4), activated = [.. y.Select((sum, at) => Math.Max(0, sum + b[at % s.Filters]))];
            call.Begin($"forward with bias and relu, {s}");
            Convolve<TSimd, TVector>(call, s, call.In(x), call.In(k), call.In(b), call.Out(activated, Absolute, Relative), relu: true);
            call.End();

            call.Begin($"gradient of the images, {s}");
            float* kernel = call.In(k), turned = call.Scratch(s.KernelCount);
            int half = s.Filters / 2;
            Winograd.RotateKernel(kernel, turned, s.Channels, s.Filters, 0, half);
            Winograd.RotateKernel(kernel, turned, s.Channels, s.Filters, half, s.Filters);
            Convolve<TSimd, TVector>(call, WinogradLowering.Rotated(s), call.In(g), turned, null,
                call.Out(call.Twin($"images {s}", () => Reference.Conv2D.BackwardInput(k, g, s.ForTwin())), Absolute, Relative),
                relu: false);
            call.End();
            BackwardKernel<TSimd, TVector>(call, s, x, g);
            foreach (bool relu in new[] { true, false })
                ForwardPooled<TSimd, TVector>(call, new(s, 2, 2, s.OutHeight / 2, s.OutWidth / 2), x, k, y, relu);
        }
    }

    private static void Convolve<TSimd, TVector>(KernelCall call, Conv2DSizes s, float* images, float* kernel, float* bias,
        float* results, bool relu)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        float* transformed = Transform<TSimd, TVector>(call, s, kernel), scratch = call.Scratch(Winograd.ForwardScratch(s));
        Winograd.Forward<TSimd, TVector>(images, transformed, bias, results, s, 0, 1, relu, scratch);
        Winograd.Forward<TSimd, TVector>(images, transformed, bias, results, s, 1, s.Batch, relu, scratch);
    }

    private static float* Transform<TSimd, TVector>(KernelCall call, Conv2DSizes s, float* kernel)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        float* transformed = call.Scratch(Winograd.KernelFloats(s)), scratch = call.Scratch(Winograd.TileScratch);
        int half = s.Channels / 2;
        Winograd.TransformKernel<TSimd, TVector>(kernel, transformed, s, 0, half, scratch);
        Winograd.TransformKernel<TSimd, TVector>(kernel, transformed, s, half, s.Channels, scratch);
        return transformed;
    }

    private static void BackwardKernel<TSimd, TVector>(KernelCall call, Conv2DSizes s, double[] x, double[] g)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        int count = Winograd.GradientFloats(s), half = s.Channels / 2;
        call.Begin($"gradient of the kernel, {s}");
        float* images = call.In(x), gradients = call.In(g), sums = call.Scratch(3 * count),
            kernel = call.Out(call.Twin($"kernel {s}", () => Reference.Conv2D.BackwardKernel(x, g, s.ForTwin())), Absolute, Relative),
            scratch = call.Scratch(Winograd.BackwardKernelScratch(s)), own = call.Scratch(Winograd.TileScratch);
        // A group of no images gives zeros. Two workers share out more than 16 channels.
        int split = Winograd.GradientBlocks(s) == 1 ? s.Channels : Winograd.GradientChannels;
        for (int part = 0; part < 3; part++)
        {
            float* sum = sums + part * count;
            int end = Math.Min(part + 1, s.Batch);
            Winograd.BackwardKernel<TSimd, TVector>(images, gradients, sum, s, part, end, 0, split, scratch);
            if (split < s.Channels)
                Winograd.BackwardKernel<TSimd, TVector>(images, gradients, sum, s, part, end, split, s.Channels, scratch);
        }
        Winograd.FinishKernel<TSimd, TVector>(sums, 3, kernel, s, 0, half, own);
        Winograd.FinishKernel<TSimd, TVector>(sums, 3, kernel, s, half, s.Channels, own);
        call.End();
    }

    private static void ForwardPooled<TSimd, TVector>(KernelCall call, PooledConv2DSizes p, double[] x, double[] k, double[] y, bool relu)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        Conv2DSizes s = p.Conv;
        double[] b = KernelCall.Numbers(s.Filters, 3), want = new double[p.PooledCount];
        double At(int i, int place)
        {
            (int window, int f) = Math.DivRem(i, s.Filters);
            (int n, int inImage) = Math.DivRem(window, p.Windows);
            double result =
                y[((n * s.OutHeight + inImage / p.PooledWidth * 2 + place / 2) * s.OutWidth + inImage % p.PooledWidth * 2 + place % 2)
                    * s.Filters + f] + b[f];
            return relu ? Math.Max(0, result) : result;
        }
        for (int i = 0; i < want.Length; i++) want[i] = Enumerable.Range(0, 4).Max(place => At(i, place));
        call.Begin($"pooled, relu {relu}, {p}");
        float* pooled = call.Out(want, Absolute, Relative), places = call.Scratch(p.PooledCount);
        float* transformed = Transform<TSimd, TVector>(call, Winograd.Needed(p), call.In(k));
        Winograd.ForwardPooled<TSimd, TVector>(call.In(x), transformed, call.In(b), pooled, (int*)places, p, 0, s.Batch,
            relu, call.Scratch(Winograd.ForwardScratch(Winograd.Needed(p))));
        for (int i = 0; i < want.Length; i++)
        {
            int place = ((int*)places)[i];
            Assert.Equal(relu && pooled[i] == 0, place >= PooledConv2DSizes.Closed);
            Assert.InRange(At(i, place % PooledConv2DSizes.Closed), want[i] - Absolute, want[i] + Absolute);
        }
        call.End();
    }

    private static IEnumerable<Conv2DSizes> Shapes()
    {
        foreach ((int channels, int filters) in new[] { (16, 16), (17, 35), (32, 20), (33, 64) })
            foreach ((int height, int width, int top, int left) in new[]
            {
                (6, 7, 1, 1), (5, 5, 0, 0), (4, 9, 1, 0), (14, 13, 1, 1), (4, 4, 2, 2), (2, 9, 1, 1), (5, 6, 1, 1), (12, 12, 0, 0),
            })
            {
                // Padding at the end as much as at the start, or none there.
                var s = new Conv2DSizes(2, height, width, channels, 3, 3, filters, height + 2 * top - 2,
                    width + (left == 0 ? 0 : 2 * left) - 2, 1, 1, 1, 1, top, left, 1);
                Assert.True(Winograd.Fits(s));
                yield return s;
            }
    }

    private static IEnumerable<Conv2DSizes> Lines()
    {
        foreach ((int channels, int filters) in new[] { (16, 16), (17, 35), (32, 20) })
            foreach ((int height, int width, int taps, int left) in new[]
            {
                (1, 9, 3, 1), (3, 6, 3, 0), (1, 8, 5, 0), (2, 21, 5, 2), (1, 5, 5, 4),
            })
            {
                var s = new Conv2DSizes(2, height, width, channels, 1, taps, filters, height, left == 0 ? width - taps + 1 : width,
                    1, 1, 1, 1, 0, left, 1);
                Assert.True(Winograd.FitsLine(s));
                yield return s;
            }
    }

    [Fact]
    public void Fits_CountsBeyond32Bits_AreLeftToTheDirectWay()
    {
        var small = new Conv2DSizes(1, 8, 8, 16, 3, 3, 16, 8, 8, 1, 1, 1, 1, 1, 1, 1);
        Assert.True(Winograd.Fits(small));
        Assert.False(Winograd.Fits(small with { Channels = 1 << 21 }));
        Assert.False(Winograd.Fits(small with { Channels = 1 << 14, Filters = 1 << 14 }));
        Assert.False(Winograd.Fits(small with { Height = 11_584, Width = 11_584, OutHeight = 11_584, OutWidth = 11_584 }));
    }
}
