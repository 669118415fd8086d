using Fashion.Keras.Optimizers;
using Fashion.Keras.Optimizers.Schedules;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Optimizers;

public class OptimizerTests
{
    [Fact]
    public void Constructor_TwoClippings_NamesThem()
    {
        var error = Assert.Throws<ArgumentException>(() => new Adam(clipnorm: 1, clipvalue: 0.5));

        Assert.Contains("clipnorm (1)", error.Message, StringComparison.Ordinal);
        Assert.Contains("clipvalue (0.5)", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Constructor_ImpossibleLearningRate_Throws(double learningRate) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new Adam(learningRate));

    [Fact]
    public void Constructor_MomentumAboveOne_Throws() => Assert.Throws<ArgumentOutOfRangeException>(() => new Sgd(momentum: 1.5));

    [Fact]
    public void Constructor_AccumulationOfOne_Throws() => Assert.Throws<ArgumentException>(() => new Adam(gradientAccumulationSteps: 1));

    [Fact]
    public void LearningRate_SetWithSchedule_Throws()
    {
        var sgd = new Sgd(learningRate: new ExponentialDecay(0.1, 10, 0.5));

        Assert.Throws<InvalidOperationException>(() => sgd.LearningRate = 0.2);
        Assert.Equal(0.1, sgd.LearningRate, 12);
    }

    [Fact]
    public void Entries_WithSchedule_HaveNoLearningRate()
    {
        var sgd = new Sgd(learningRate: new ExponentialDecay(0.1, 10, 0.5), momentum: 0.9);
        sgd.Build([new Variable("kernel", [2]) { Path = "model/dense/kernel" }]);

        Assert.Equal(["sgd/iteration", "sgd/model_dense_kernel_momentum"], sgd.Entries.Select(e => e.Path));
    }

    [Fact]
    public void Entries_Written_AreReadBack()
    {
        var adam = new Adam();
        adam.Build([new Variable("kernel", [2])]);

        adam.Entries[0].Write([17]);
        adam.Entries[1].Write([(float)0.003]);
        adam.Entries[2].Write([1.5, -2]);

        Assert.Equal((17, 0.003), (adam.Iterations, adam.LearningRate));
        Assert.Equal([1.5f, -2], adam.Variables[0].ToArray());
        Assert.Throws<ArgumentException>(() => adam.Entries[2].Write([1]));
    }

    [Fact]
    public void Build_OtherWeights_Throws()
    {
        var adam = new Adam();
        Variable[] weights = [new("a", [1])];
        adam.Build(weights);
        adam.Build(weights);

        Assert.Throws<InvalidOperationException>(() => adam.Build([new Variable("b", [1])]));
    }

    [Fact]
    public void WriteScalars_EveryStep_AllocatesNothing()
    {
        var adam = new Adam(useEma: true, emaOverwriteFrequency: 2);
        var scalars = new float[8];
        adam.WriteAllScalars(scalars);

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++) adam.WriteAllScalars(scalars);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Theory]
    [MemberData(nameof(GraphRunner.Engines), MemberType = typeof(GraphRunner))]
    public void Apply_Accumulation_ChangesWeightsOnlyEveryKthCall(string engine)
    {
        var sgd = new Sgd(learningRate: 1.0, gradientAccumulationSteps: 2);
        var weight = new Variable("w", [1]);
        var driver = new OptimizerDriver(GraphRunner.Engine(engine), sgd, [weight]);

        driver.Step([[1f]]);
        float afterFirst = weight.ToArray()[0];
        driver.Step([[3f]]);

        Assert.Equal((0f, -2f), (afterFirst, weight.ToArray()[0]));
    }

    [Theory]
    [MemberData(nameof(GraphRunner.Engines), MemberType = typeof(GraphRunner))]
    public void ExcludeFromWeightDecay_Bias_DoesNotDecay(string engine)
    {
        var adamW = new AdamW(learningRate: 0.5, weightDecay: 0.1);
        adamW.ExcludeFromWeightDecay("bias");
        Variable[] weights = [new("kernel", [1]), new("bias", [1])];
        foreach (Variable weight in weights) weight.Set([2]);

        new OptimizerDriver(GraphRunner.Engine(engine), adamW, weights).Step([[0f], [0f]]);

        Assert.Equal(2 - 2 * 0.1f * 0.5f, weights[0].ToArray()[0], 6);
        Assert.Equal(2f, weights[1].ToArray()[0]);
    }
}
