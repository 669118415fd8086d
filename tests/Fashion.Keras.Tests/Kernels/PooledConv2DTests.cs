using Fashion.Keras.Kernels;

namespace Fashion.Keras.Tests.Kernels;

/// <summary>A pooled convolution and its sparse gradients against the unfused scalar twins, in two parts as two workers would.</summary>
public sealed unsafe class PooledConv2DTests : WidthKernelContract
{
    private const double Absolute = 2e-5, Relative = 1e-4;

    internal override Type Kernel => typeof(PooledConv2D);

    private protected override void Run<TSimd, TVector>(KernelCall call)
    {
        foreach (PooledConv2DSizes s in Shapes())
        {
            double[] x = KernelCall.Numbers(s.Conv.ImageCount, 1), k = KernelCall.Numbers(s.Conv.KernelCount, 2),
                b = KernelCall.Numbers(s.Conv.Filters, 3);
            // Half of the gradients are 0.
            double[] g = Array.ConvertAll(KernelCall.Numbers(s.PooledCount, 4), v => v < 0 ? 0 : v);
            foreach (bool relu in new[] { true, false })
            {
                int[] places = Forward<TSimd, TVector>(call, s, x, k, relu ? b : null, relu);
                Backward<TSimd, TVector>(call, s, x, k, g, places);
            }
            double[] spoilt = [.. x];
            (spoilt[3], spoilt[^1]) = (double.NaN, double.PositiveInfinity);
            Forward<TSimd, TVector>(call, s, spoilt, k, b, relu: true);
        }
    }

    // The places as the kernel found them: of results that differ in the last bits only, either may win.
    private static int[] Forward<TSimd, TVector>(KernelCall call, PooledConv2DSizes s, double[] x, double[] k, double[]? b, bool relu)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        double[] y = call.Twin($"forward, spoilt {double.IsNaN(x[3])}, {s.Conv}", () => Reference.Conv2D.Forward(x, k, s.Conv.ForTwin())),
            want = new double[s.PooledCount];
        double At(int i, int place)
        {
            double result = y[ResultOf(s, i, place)] + (b is null ? 0 : b[i % s.Conv.Filters]);
            return relu && result < 0 ? 0 : result;
        }
        for (int i = 0; i < want.Length; i++) want[i] = Enumerable.Range(0, s.Area).Select(place => At(i, place)).Aggregate(Math.Max);
        int rows = s.Conv.Batch * s.PooledHeight;
        call.Begin($"forward, bias {b is not null}, relu {relu}, {s}");
        float* images = call.In(x), kernel = call.In(k), bias = b is null ? null : call.In(b), pooled = call.Out(want, Absolute, Relative),
            scratch = call.Scratch(PooledConv2D.ForwardScratch(s));
        var places = (int*)call.Scratch(s.PooledCount);
        PooledConv2D.Forward<TSimd, TVector>(images, kernel, bias, pooled, places, s, 0, rows / 2, relu, scratch);
        PooledConv2D.Forward<TSimd, TVector>(images, kernel, bias, pooled, places, s, rows / 2, rows, relu, scratch);
        for (int i = 0; i < want.Length; i++)
        {
            Assert.Equal(relu && pooled[i] == 0, places[i] >= PooledConv2DSizes.Closed);
            if (double.IsFinite(want[i]))
                Assert.InRange(At(i, places[i] % PooledConv2DSizes.Closed), want[i] - Absolute, want[i] + Absolute);
        }
        int[] found = new ReadOnlySpan<int>(places, s.PooledCount).ToArray();
        call.End();
        return found;
    }

    private static void Backward<TSimd, TVector>(KernelCall call, PooledConv2DSizes s, double[] x, double[] k, double[] g, int[] places)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        double[] spread = new double[s.Conv.ResultCount], db = new double[s.Conv.Filters];
        for (int i = 0; i < g.Length; i++)
        {
            if (places[i] >= PooledConv2DSizes.Closed) continue;
            spread[ResultOf(s, i, places[i])] = g[i];
            db[i % s.Conv.Filters] += g[i];
        }
        double[] dk = Reference.Conv2D.BackwardKernel(x, spread, s.Conv.ForTwin()), turned = new double[dk.Length];
        for (int i = 0; i < dk.Length; i++) turned[i % s.Conv.Filters * s.Patch + i / s.Conv.Filters] = dk[i];
        int batch = s.Conv.Batch, filters = s.Conv.Filters;

        call.Begin($"gradient of the images, {s}");
        float* kernel = call.In(k), images = call.Out(Reference.Conv2D.BackwardInput(k, spread, s.Conv.ForTwin()), Absolute, Relative),
            scratch = call.Scratch(PooledConv2D.BackwardInputScratch(s));
        PooledGradient sparse = new(call.In(g), call.In(places));
        PooledConv2D.BackwardInput<TSimd, TVector>(kernel, sparse, images, s, 0, batch / 2, scratch);
        PooledConv2D.BackwardInput<TSimd, TVector>(kernel, sparse, images, s, batch / 2, batch, scratch);
        call.End();

        call.Begin($"gradient of the kernel, {s}");
        float* source = call.In(x), rows = call.Out(turned, Absolute, Relative), bias = call.Out(db, Absolute, Relative);
        sparse = new(call.In(g), call.In(places));
        scratch = call.Scratch(PooledConv2D.BackwardKernelScratch(s));
        PooledConv2D.BackwardKernel<TSimd, TVector>(source, sparse, rows, bias, s, 0, filters / 2, scratch);
        PooledConv2D.BackwardKernel<TSimd, TVector>(source, sparse, rows, bias, s, filters / 2, filters, scratch);
        call.End();

        if (s.Patch > PooledConv2D.FewTaps) return;
        call.Begin($"gradient of a small kernel and its bias, {s}");
        PooledConv2D.BackwardSmallKernel<TSimd, TVector>(call.In(x), new(call.In(g), call.In(places)),
            call.Out([.. dk, .. db], Absolute, Relative), s, 0, batch, call.Scratch(PooledConv2D.BackwardSmallKernelScratch(s)));
        call.End();
    }

    // Where the result of a window's place lies, for an element of the pooled results.
    private static int ResultOf(in PooledConv2DSizes s, int element, int place)
    {
        (int window, int f) = Math.DivRem(element, s.Conv.Filters);
        (int n, int inImage) = Math.DivRem(window, s.Windows);
        return ((n * s.Conv.OutHeight + inImage / s.PooledWidth * s.WindowHeight + place / s.WindowWidth) * s.Conv.OutWidth
            + inImage % s.PooledWidth * s.WindowWidth + place % s.WindowWidth) * s.Conv.Filters + f;
    }

    private static IEnumerable<PooledConv2DSizes> Shapes()
    {
        foreach ((int channels, int filters) in new[] { (1, 10), (1, 33), (3, 33), (16, 20), (32, 64) })
            foreach ((int kernel, int stride, int pad) in new[] { (3, 1, 0), (3, 1, 1), (5, 2, 2), (2, 1, 0), (1, 1, 0) })
                foreach ((int height, int width) in new[] { (2, 2), (3, 2), (1, 1), (1, 4), (4, 4) })
                {
                    int Out(int size) => (size + 2 * pad - kernel) / stride + 1;
                    var conv =
                        new Conv2DSizes(2, 7, 9, channels, kernel, kernel, filters, Out(7), Out(9), stride, stride, 1, 1, pad, pad, 1);
                    yield return new(conv, height, width, conv.OutHeight / height, conv.OutWidth / width);
                }
    }
}
