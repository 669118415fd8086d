using System.Numerics.Tensors;
using Fashion.Keras.Layers;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Layers;

/// <summary>
/// Kernels with long dilations, most of whose taps lie in the border: the right results and gradients, without a border in memory.
/// </summary>
public sealed class LongDilationTests
{
    public static IEnumerable<TheoryDataRow<Padding, int, int, int, int>> Cases =>
        from padding in (Padding[])[Padding.Same, Padding.Causal]
        from c in ((int Size, int Window, int Stride, int Dilation)[])
        [
            (5, 3, 1, 4000), (6, 2, 1, 9000), (3000, 5, 1, 1100), (3000, 4, 1, 1301), (40, 7, 1, 700), (1, 3, 1, 1 << 20),
            (2500, 3001, 1, 1), (9, 3001, 4, 1), (7, 2050, 9, 1),
        ]
        select new TheoryDataRow<Padding, int, int, int, int>(padding, c.Size, c.Window, c.Stride, c.Dilation);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Conv1D_LongDilation_IsTheSumOverTheTapsInside(Padding padding, int size, int window, int stride, int dilation)
    {
        var layer = new Conv1D(2, window, stride, padding, dilationRate: dilation, inputShape: [size, 3]);
        var model = new Sequential { layer };
        var random = new Random(size + window);
        float[] x = [.. Enumerable.Range(0, 2 * size * 3).Select(_ => (float)random.NextDouble() - 0.5f)];
        float[,,] samples = new float[2, size, 3];
        Buffer.BlockCopy(x, 0, samples, 0, x.Length * sizeof(float));
        float[] kernel = layer.Weights[0].ToArray();

        int outputs = (size + stride - 1) / stride, extent = dilation * (window - 1) + 1;
        int before = padding == Padding.Causal ? extent - 1 : Math.Max(0, (outputs - 1) * stride + extent - size) / 2;
        var expected = new double[2 * outputs * 2];
        for (int n = 0; n < 2; n++)
            for (int i = 0; i < outputs; i++)
                for (int p = 0; p < window; p++)
                {
                    int at = i * stride + p * dilation - before;
                    if (at < 0 || at >= size) continue;
                    for (int c = 0; c < 3; c++)
                        for (int f = 0; f < 2; f++) expected[(n * outputs + i) * 2 + f] +=
                            (double)x[(n * size + at) * 3 + c] * kernel[(p * 3 + c) * 2 + f];
                }
        AssertClose.Equal(expected, model.Predict(samples, verbose: Verbosity.Silent).ToArray(), 2e-5, 1e-5, "results");
    }

    [Fact]
    public void Conv3DTranspose_DilationBeyondTheVolume_IsZeroAndTrains()
    {
        // Every plane that the two taps make lies before or after the planes that are kept.
        var layer = new Conv3DTranspose(2, (2, 1, 1), padding: Padding.Same, dilationRate: (1000, 1, 1), inputShape: [4, 2, 2, 3]);
        var model = new Sequential { layer };
        float[] kernel = layer.Weights[0].ToArray(), x = [.. Enumerable.Range(0, 48).Select(i => i / 48f)];
        Tensor<float> volume = Tensor.Create(x, [1, 4, 2, 2, 3]);
        Assert.All(model.Predict(volume, verbose: Verbosity.Silent).ToArray(), v => Assert.Equal(0, v));
        model.Compile("sgd", "mse");
        model.TrainOnBatch(volume, Tensor.Create([.. Enumerable.Repeat(1f, 32)], [1, 4, 2, 2, 2]));
        Assert.Equal(kernel, layer.Weights[0].ToArray());
        Assert.All(layer.Weights[1].ToArray(), v => Assert.True(v > 0));
    }

    [Fact]
    public void Conv2D_DilationBeyondTheImage_KeepsTheTapInTheMiddle()
    {
        var layer = new Conv2D(2, 3, padding: Padding.Same, dilationRate: 1 << 13, inputShape: [8, 8, 3]);
        var model = new Sequential { layer };
        var middle = new Conv2D(2, 1, inputShape: [8, 8, 3]);
        var small = new Sequential { middle };
        float[] kernel = layer.Weights[0].ToArray();
        middle.Weights[0].Set(kernel.AsSpan(4 * 3 * 2, 3 * 2));
        float[,,,] x = Images(3, 8, 8, 3);
        AssertClose.Equal(Numbers(small.Predict(x, verbose: Verbosity.Silent).ToArray()),
            model.Predict(x, verbose: Verbosity.Silent).ToArray(), 1e-6, 1e-6, "results");

        // Trained, the other taps stay as they are.
        foreach (Sequential trained in (Sequential[])[model, small])
        {
            trained.Compile("sgd", "mse");
            trained.TrainOnBatch(x, new float[3, 8, 8, 2]);
        }
        float[] after = layer.Weights[0].ToArray();
        AssertClose.Equal(Numbers(middle.Weights[0].ToArray()), after.AsSpan(4 * 3 * 2, 3 * 2), 1e-6, 1e-6, "the kernel");
        Assert.Equal(kernel[..(4 * 3 * 2)], after[..(4 * 3 * 2)]);
    }

    [Fact]
    public void Conv2D_NoTapInside_IsTheBias()
    {
        var model =
            new Sequential
                { new Conv2D(2, 2, padding: Padding.Same, dilationRate: 1 << 13, biasInitializer: "ones", inputShape: [8, 8, 3]) };
        Assert.All(model.Predict(Images(1, 8, 8, 3), verbose: Verbosity.Silent).ToArray(), value => Assert.Equal(1, value));
        model.Compile("sgd", "mse");
        model.TrainOnBatch(Images(1, 8, 8, 3), new float[1, 8, 8, 2]);
    }

    [Fact]
    public void Conv3D_DilationBeyondTheVolume_KeepsTheTapInTheMiddle()
    {
        var layer = new Conv3D(2, 3, padding: Padding.Same, dilationRate: 600, inputShape: [3, 4, 5, 1]);
        var model = new Sequential { layer };
        var x = new float[2, 3, 4, 5, 1];
        x[1, 2, 3, 4, 0] = 3;
        float[] kernel = layer.Weights[0].ToArray(), y = model.Predict(x, verbose: Verbosity.Silent).ToArray();
        Assert.Equal(3 * kernel[13 * 2], y[^2], 1e-6);
        Assert.Equal(3 * kernel[13 * 2 + 1], y[^1], 1e-6);
        Assert.All(y[..^2], value => Assert.Equal(0, value));
    }

    [Fact]
    public void DepthwiseAndSeparable_LongDilation_ComputeWithoutABorder()
    {
        var model = new Sequential { new DepthwiseConv2D(3, padding: Padding.Same, dilationRate: 1 << 13, inputShape: [8, 8, 3]),
            new SeparableConv2D(2, 3, padding: Padding.Same, dilationRate: 1 << 13) };
        model.Compile("sgd", "mse");
        model.TrainOnBatch(Images(2, 8, 8, 3), new float[2, 8, 8, 2]);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(2)]
    public void Conv1DTranspose_LongDilation_IsTheReverseOfTheConvolution(int window)
    {
        const int Size = 6, Dilation = 5000;
        var forward =
            new Sequential { new Conv1D(1, window, padding: Padding.Same, dilationRate: Dilation, useBias: false, inputShape: [Size, 1]) };
        var reverse =
            new Sequential
                { new Conv1DTranspose(1, window, padding: Padding.Same, dilationRate: Dilation, useBias: false, inputShape: [Size, 1]) };
        reverse.Weights[0].Set(forward.Weights[0].ToArray());
        double[,] there = MatrixOf(forward, Size), back = MatrixOf(reverse, Size);
        // Keras cuts the transposed result where its own rule says: with an odd window that is the convolution's border.
        for (int i = 0; i < Size && window == 3; i++)
            for (int j = 0; j < Size; j++) Assert.Equal(there[j, i], back[i, j], 1e-6);
        if (window == 2) Assert.All(back.Cast<double>(), value => Assert.Equal(0, value));
    }

    private static double[] Numbers(float[] values) => [.. values.Select(v => (double)v)];

    private static double[,] MatrixOf(Sequential model, int size)
    {
        var matrix = new double[size, size];
        for (int i = 0; i < size; i++)
        {
            var unit = new float[1, size, 1];
            unit[0, i, 0] = 1;
            float[] y = model.Predict(unit, verbose: Verbosity.Silent).ToArray();
            for (int j = 0; j < size; j++) matrix[j, i] = y[j];
        }
        return matrix;
    }

    private static float[,,,] Images(int count, int height, int width, int channels)
    {
        var random = new Random(3);
        var images = new float[count, height, width, channels];
        for (int i = 0; i < images.Length; i++)
            images[i / (height * width * channels), i / (width * channels) % height, i / channels % width, i % channels] =
                (float)random.NextDouble();
        return images;
    }
}
