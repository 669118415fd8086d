using Fashion.Keras.Layers;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Layers;

/// <summary>Dropout that keeps mean and variance.</summary>
public class AlphaDropoutTests
{
    private const double Saturation = -1.7580993408473766;

    [Fact]
    public void Call_Training_DropsToOneValueAndScalesTheRest()
    {
        double rate = 0.3, a = Math.Pow((1 - rate) * (1 + rate * Saturation * Saturation), -0.5), b = -a * Saturation * rate;
        double[] x = [.. Enumerable.Range(0, 20_000).Select(i => Normal(i))];
        double[] y = Run(new AlphaDropout(rate, seed: 3), x, [200, 100]);
        int dropped = 0;
        foreach ((double from, double to) in x.Zip(y))
        {
            bool gone = Math.Abs(to - (a * Saturation + b)) < 1e-5;
            if (gone) dropped++;
            else Assert.Equal(a * from + b, to, 1e-5);
        }
        Assert.Equal(rate, dropped / 20_000.0, 0.02);
        double mean = y.Average();
        Assert.Equal(0, mean, 0.05);
        Assert.Equal(1, y.Average(v => (v - mean) * (v - mean)), 0.06);
    }

    [Fact]
    public void Call_NoiseShape_SharesTheDecision()
    {
        double[] y = Run(new AlphaDropout(0.5, noiseShape: [-1, 1, 4], seed: 1), [.. Enumerable.Range(1, 8 * 5 * 4).Select(i => i * 10.0)],
            [8, 5, 4]);
        for (int n = 0; n < 8; n++)
            for (int c = 0; c < 4; c++)
                Assert.Single(Enumerable.Range(0, 5).Select(t => y[(n * 5 + t) * 4 + c] < 0.5).Distinct());
    }

    [Fact]
    public void Call_RateOne_CannotBeTrained()
    {
        var model = new Sequential { new Dense(2, inputShape: [3]), new AlphaDropout(1, name: "all") };
        model.Compile("sgd", "mse");
        Assert.Equal(2, model.Predict(new float[1, 3], verbose: Verbosity.Silent).FlattenedLength);
        Assert.Contains("'all'",
            Assert.Throws<InvalidOperationException>(() => model.TrainOnBatch(new float[1, 3], new float[1, 2])).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new AlphaDropout(1.5));
    }

    private static double[] Run(Layer layer, double[] x, Shape shape) =>
        GraphRunner.Run(GraphRunner.Engine("managed"), [new Fed(x, shape)], (t, context) => [layer.Apply(t[0], context)],
            training: true).Outputs[0];

    // Quantiles of the normal distribution, shuffled.
    private static double Normal(int i)
    {
        double u = ((long)i * 7919 % 20_000 + 0.5) / 20_000, v = ((long)i * 104_729 % 20_000 + 0.5) / 20_000;
        return Math.Sqrt(-2 * Math.Log(u)) * Math.Cos(2 * Math.PI * v);
    }
}
