using CsCheck;
using Fashion.Keras.Graph;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Graph;

/// <summary>Convolutions and pooling of random geometry against the definition and against each other. On every engine.</summary>
public sealed class ConvolutionPropertyTests
{
    private static readonly Gen<(Conv2DGeometry Geometry, Shape Image, Shape Kernel, int Seed)> Convolutions =
        from strides in Gen.Select(Gen.Int[1, 3], Gen.Int[1, 3])
        from dilation in Gen.Select(Gen.Int[1, 2], Gen.Int[1, 2])
        from pads in Gen.Int[0, 2].Array[4]
        from groups in Gen.Int[1, 3]
        from channels in Gen.Int[1, 3]
        from filters in Gen.Int[1, 3]
        from kernel in Gen.Select(Gen.Int[1, 3], Gen.Int[1, 3])
        from image in Gen.Select(Gen.Int[1, 2], Gen.Int[5, 8], Gen.Int[5, 8])
        from seed in Gen.Int[0, 1000]
        select (new Conv2DGeometry(strides, dilation, pads[0], pads[1], pads[2], pads[3], groups),
            Shape.Create([image.Item1, image.Item2, image.Item3, channels * groups]),
            Shape.Create([kernel.Item1, kernel.Item2, channels, filters * groups]), seed);

    public static IEnumerable<TheoryDataRow<string>> Engines => GraphRunner.Engines;

    [Theory]
    [MemberData(nameof(Engines))]
    public void Conv2D_RandomGeometry_EqualsTheDefinition(string engine) => Convolutions.Sample(
        c =>
        {
            double[] x = GradientCheck.Numbers(c.Seed, c.Image).Values, k = GradientCheck.Numbers(c.Seed + 1, c.Kernel).Values;
            double[] got = Run(engine, new Conv2DOp(c.Geometry), new(x, c.Image), new(k, c.Kernel));
            AssertClose.Equal(Definition(c.Geometry, c.Image, c.Kernel, x, k), got, 1e-4, 1e-4, c.ToString());
        }, iter: 60, threads: 1);

    [Theory]
    [MemberData(nameof(Engines))]
    public void Conv2D_BackwardOps_AreItsTransposes(string engine) => Convolutions.Sample(
        c =>
        {
            // <conv(x, k), y> = <x, backward input(k, y)> = <k, backward kernel(x, y)>, as convolution is linear in both.
            (int height, int width) = c.Geometry.Output(c.Image, c.Kernel);
            Shape result = [c.Image[0], height, width, c.Kernel[3]];
            double[] x = GradientCheck.Numbers(c.Seed, c.Image).Values, k = GradientCheck.Numbers(c.Seed + 1, c.Kernel).Values,
                y = GradientCheck.Numbers(c.Seed + 2, result).Values;
            double forward = Dot(Run(engine, new Conv2DOp(c.Geometry), new(x, c.Image), new(k, c.Kernel)), y);
            Assert.Equal(forward, Dot(Run(engine, new Conv2DBackwardInputOp(c.Geometry, c.Image), new(k, c.Kernel), new(y, result)), x),
                1e-3);
            Assert.Equal(forward, Dot(Run(engine, new Conv2DBackwardKernelOp(c.Geometry, c.Kernel), new(x, c.Image), new(y, result)), k),
                1e-3);
        }, iter: 60, threads: 1);

    [Theory]
    [MemberData(nameof(Engines))]
    public void AveragePool2D_Backward_IsItsTranspose(string engine) =>
        (from window in Gen.Int[1, 3]
         from stride in Gen.Int[1, 3]
         from pad in Gen.Int[0, 1]
         from size in Gen.Int[4, 7]
         from seed in Gen.Int[0, 1000]
         select (window, stride, pad: Math.Min(pad, window - 1), size, seed)).Sample(
        c =>
        {
            var geometry = new Pool2DGeometry((c.window, 2), (c.stride, 1), c.pad, 0, 0, c.pad);
            Shape image = [2, c.size, 5, 3], result = geometry.Output(image);
            double[] x = GradientCheck.Numbers(c.seed, image).Values, y = GradientCheck.Numbers(c.seed + 1, result).Values;
            Assert.Equal(Dot(Run(engine, new AveragePool2DOp(geometry), new Fed(x, image)), y),
                Dot(Run(engine, new AveragePool2DBackwardOp(geometry, image), new Fed(y, result)), x), 1e-3);
        }, iter: 40, threads: 1);

    private static double[] Run(string engine, Op op, params Fed[] inputs) =>
        GraphRunner.Run(GraphRunner.Engine(engine), inputs, (x, _) => [Ops.Write("Op", x, (g, v) => g.Add(op, v))]).Outputs[0];

    private static double Dot(double[] x, double[] y) => x.Zip(y, (a, b) => a * b).Sum();

    // The formula of Conv2DOp read aloud, written independently of the kernels: padding is a real border of zeros here.
    private static double[] Definition(Conv2DGeometry g, Shape image, Shape kernel, double[] x, double[] k)
    {
        (int height, int width) = g.Output(image, kernel);
        int filters = kernel[3], channels = kernel[2];
        var padded = new double[image[0], image[1] + g.PadTop + g.PadBottom, image[2] + g.PadLeft + g.PadRight, image[3]];
        int at = 0;
        for (int n = 0; n < image[0]; n++)
            for (int i = 0; i < image[1]; i++)
                for (int j = 0; j < image[2]; j++)
                    for (int c = 0; c < image[3]; c++) padded[n, i + g.PadTop, j + g.PadLeft, c] = x[at++];
        var y = new List<double>();
        for (int n = 0; n < image[0]; n++)
            for (int i = 0; i < height; i++)
                for (int j = 0; j < width; j++)
                    for (int f = 0; f < filters; f++)
                    {
                        double sum = 0;
                        int group = f / (filters / g.Groups);
                        for (int p = 0; p < kernel[0]; p++)
                            for (int q = 0; q < kernel[1]; q++)
                                for (int c = 0; c < channels; c++)
                                    sum += padded[n, i * g.Strides.Height + p * g.Dilation.Height,
                                        j * g.Strides.Width + q * g.Dilation.Width, group * channels + c]
                                        * k[((p * kernel[1] + q) * channels + c) * filters + f];
                        y.Add(sum);
                    }
        return [.. y];
    }
}
