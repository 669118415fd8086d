using Fashion.Keras.Kernels;

namespace Fashion.Keras.Tests.Kernels;

/// <summary>
/// Forward and backward by blocks of rows as the engine runs them, channels around whole vectors, a last block that is shorter.
/// </summary>
public sealed unsafe class BatchNormalizationTests : VectorKernelContract
{
    private const float Epsilon = 1e-3f;

    internal override Type Kernel => typeof(BatchNormalization);

    private protected override void Run(KernelCall call)
    {
        foreach (int channels in Lengths.Where(c => c > 0))
            foreach ((int rows, int blockRows) in new[] { (1, 4), (7, 3), (12, 4) })
                foreach (bool special in new[] { false, true })
                {
                    RowBlocks b = new(rows, blockRows, channels);
                    double[] x = KernelCall.Numbers(rows * channels, 1);
                    // A spoilt channel spoils no other.
                    if (special) x[channels / 2] = channels % 2 == 0 ? double.NaN : double.PositiveInfinity;
                    Forward(call, b, x, $"{b}, special {special}");
                    if (!special) Backward(call, b, x, $"{b}");
                }
    }

    private static void Forward(KernelCall call, RowBlocks b, double[] x, string name)
    {
        double[] gamma = KernelCall.Numbers(b.Channels, 2), beta = KernelCall.Numbers(b.Channels, 3);
        (double[] y, double[] mean, double[] variance) = Reference.BatchNormalization.Forward(x, gamma, beta, Epsilon);
        call.Begin($"forward {name}");
        float* source = call.In(x), blocks = call.Scratch(2 * b.Count * b.Channels), m = call.Out(mean, 1e-6, 1e-5),
            v = call.Out(variance, 1e-6, 1e-5), scale = call.Scratch(b.Channels), shift = call.In(beta), result = call.Out(y, 1e-5, 1e-4);
        for (int i = 0; i < b.Count; i++)
            BatchNormalization.Moments(source + b.Offset(i), b.RowsOf(i), b.Channels, blocks + 2 * i * b.Channels);
        BatchNormalization.Combine(blocks, b, m, v);
        BatchNormalization.Scale(call.In(gamma), v, Epsilon, scale, b.Channels);
        for (int i = 0; i < b.Count; i++)
            BatchNormalization.Normalize(source + b.Offset(i), m, scale, shift, result + b.Offset(i), b.RowsOf(i), b.Channels);
        call.End();
    }

    private static void Backward(KernelCall call, RowBlocks b, double[] x, string name)
    {
        double[] gamma = KernelCall.Numbers(b.Channels, 2), g = KernelCall.Numbers(x.Length, 4);
        (_, double[] mean, double[] variance) = Reference.BatchNormalization.Forward(x, gamma, new double[b.Channels], Epsilon);
        (mean, variance) = (Array.ConvertAll(mean, v => (double)(float)v), Array.ConvertAll(variance, v => (double)(float)v));
        (double[] dx, double[] dgamma, double[] dbeta) = Reference.BatchNormalization.Backward(x, gamma, mean, variance, g, Epsilon);
        call.Begin($"backward {name}");
        float* source = call.In(x), gradients = call.In(g), m = call.In(mean), v = call.In(variance),
            blocks = call.Scratch(2 * b.Count * b.Channels);
        float* gammas = call.Out(dgamma, 1e-5, 1e-4), betas = call.Out(dbeta, 1e-5, 1e-4), scale = call.Scratch(b.Channels),
            share = call.Scratch(b.Channels), slope = call.Scratch(b.Channels), result = call.Out(dx, 1e-4, 1e-4);
        for (int i = 0; i < b.Count; i++)
            BatchNormalization.GradientSums(source + b.Offset(i), gradients + b.Offset(i), m, b.RowsOf(i), b.Channels,
                blocks + 2 * i * b.Channels);
        BatchNormalization.CombineGradients(blocks, b, v, Epsilon, gammas, betas);
        BatchNormalization.Scale(call.In(gamma), v, Epsilon, scale, b.Channels);
        BatchNormalization.BackwardFactors(v, Epsilon, gammas, betas, b.Rows, b.Channels, share, slope);
        for (int i = 0; i < b.Count; i++)
            BatchNormalization.Backward(source + b.Offset(i), gradients + b.Offset(i), m, scale, share, slope, result + b.Offset(i),
                b.RowsOf(i), b.Channels);
        call.End();
    }
}
