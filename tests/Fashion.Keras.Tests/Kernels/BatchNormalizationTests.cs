using Fashion.Keras.Kernels;

namespace Fashion.Keras.Tests.Kernels;

/// <summary>
/// Forward and backward by blocks of rows as the engine runs them, channels around whole vectors, a last block that is shorter; with and
/// without relu and a tensor that is added.
/// </summary>
public sealed unsafe class BatchNormalizationTests : WidthKernelContract
{
    private const float Epsilon = 1e-3f;

    internal override Type Kernel => typeof(BatchNormalization);

    private protected override void Run<TSimd, TVector>(KernelCall call)
    {
        foreach (int channels in Lengths.Where(c => c > 0))
            foreach ((int rows, int blockRows) in new[] { (1, 4), (7, 3), (12, 4) })
                foreach (bool special in new[] { false, true })
                {
                    RowBlocks b = new(rows, blockRows, channels);
                    double[] x = KernelCall.Numbers(rows * channels, 1);
                    // A spoilt channel spoils no other.
                    if (special) x[channels / 2] = channels % 2 == 0 ? double.NaN : double.PositiveInfinity;
                    foreach (bool relu in new[] { false, true })
                    {
                        Forward<TSimd, TVector>(call, b, x, relu, $"{b}, special {special}, relu {relu}");
                        if (!special) Backward<TSimd, TVector>(call, b, x, relu, $"{b}, relu {relu}");
                    }
                }
    }

    private static void Forward<TSimd, TVector>(KernelCall call, RowBlocks b, double[] x, bool relu, string name)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        double[] gamma = KernelCall.Numbers(b.Channels, 2), beta = KernelCall.Numbers(b.Channels, 3);
        (double[] y, double[] mean, double[] variance) = Reference.BatchNormalization.Forward(x, gamma, beta, Epsilon);
        double[] added = KernelCall.Numbers(x.Length, 5),
            want = relu ? [.. y.Zip(added, (n, a) => n + a < 0 ? 0 : n + a)] : y;
        call.Begin($"forward {name}");
        float* source = call.In(x), blocks = call.Scratch(2 * b.Count * b.Channels), m = call.Out(mean, 1e-6, 1e-5),
            v = call.Out(variance, 1e-6, 1e-5), scale = call.Scratch(b.Channels), shift = call.In(beta),
            result = call.Out(want, 1e-5, 1e-4),
            shortcut = relu ? call.In(added) : null;
        for (int i = 0; i < b.Count; i++)
            BatchNormalization.Moments<TSimd, TVector>(source + b.Offset(i), b.RowsOf(i), b.Channels, blocks + 2 * i * b.Channels);
        BatchNormalization.Combine(blocks, b, m, v);
        BatchNormalization.Scale(call.In(gamma), v, Epsilon, scale, b.Channels);
        for (int i = 0; i < b.Count; i++)
            BatchNormalization.Normalize<TSimd, TVector>(source + b.Offset(i), m, scale, shift,
                relu ? shortcut + b.Offset(i) : null, result + b.Offset(i), b.RowsOf(i), b.Channels, relu);
        call.End();
    }

    private static void Backward<TSimd, TVector>(KernelCall call, RowBlocks b, double[] x, bool relu, string name)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        double[] gamma = KernelCall.Numbers(b.Channels, 2), g = KernelCall.Numbers(x.Length, 4);
        double[] beta = KernelCall.Numbers(b.Channels, 3);
        (double[] y, double[] mean, double[] variance) = Reference.BatchNormalization.Forward(x, gamma, beta, Epsilon);
        (mean, variance) = (Array.ConvertAll(mean, v => (double)(float)v), Array.ConvertAll(variance, v => (double)(float)v));
        (double[] dx, double[] dgamma, double[] dbeta) = Reference.BatchNormalization.Backward(x, gamma, mean, variance,
            relu ? [.. g.Zip(y, (d, z) => z > 0 ? d : 0)] : g, Epsilon);
        call.Begin($"backward {name}");
        float* source = call.In(x), gradients = call.In(g), m = call.In(mean), v = call.In(variance),
            blocks = call.Scratch(2 * b.Count * b.Channels);
        float* gammas = call.Out(dgamma, 1e-5, 1e-4), betas = call.Out(dbeta, 1e-5, 1e-4), scale = call.Scratch(b.Channels),
            share = call.Scratch(b.Channels), slope = call.Scratch(b.Channels), result = call.Out(dx, 1e-4, 1e-4);
        BatchNormalization.Scale(call.In(gamma), v, Epsilon, scale, b.Channels);
        float* shift = relu ? call.In(beta) : null;
        for (int i = 0; i < b.Count; i++)
            BatchNormalization.GradientSums<TSimd, TVector>(source + b.Offset(i), gradients + b.Offset(i), m, relu ? scale : null, shift,
                b.RowsOf(i), b.Channels, blocks + 2 * i * b.Channels);
        BatchNormalization.CombineGradients(blocks, b, v, Epsilon, gammas, betas);
        BatchNormalization.BackwardFactors(v, Epsilon, gammas, betas, b.Rows, b.Channels, share, slope);
        for (int i = 0; i < b.Count; i++)
            BatchNormalization.Backward<TSimd, TVector>(source + b.Offset(i), gradients + b.Offset(i), m, scale, shift, share, slope,
                result + b.Offset(i), b.RowsOf(i), b.Channels);
        call.End();
    }
}
