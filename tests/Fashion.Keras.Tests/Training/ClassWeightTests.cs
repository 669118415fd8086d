using System.Collections.ObjectModel;
using Fashion.Keras.Data;
using Fashion.Keras.Layers;
using Fashion.Keras.Training;

namespace Fashion.Keras.Tests.Training;

/// <summary>Class weights: any number type, Keras's rounding of labels, and messages of their own.</summary>
public sealed class ClassWeightTests
{
    private static readonly float[,] X = { { 1, 0 }, { 0, 1 }, { 1, 1 }, { 2, 1 } };

    [Fact]
    public void Fit_WeightsOfEveryNumberType_GiveTheSameLoss()
    {
        int[] y = [0, 1, 1, 0];
        IReadOnlyDictionary<int, double> byInterface = new Dictionary<int, double> { [0] = 2, [1] = 0.5 };
        double expected = Make().Fit(X, y, verbose: Verbosity.Silent, classWeight: byInterface)["loss"][0];
        Assert.Equal(expected,
            Make().Fit(X, y, verbose: Verbosity.Silent, classWeight: new Dictionary<int, double> { [0] = 2, [1] = 0.5 })["loss"][0]);
        Assert.Equal(expected,
            Make().Fit(X, y, verbose: Verbosity.Silent, classWeight: new Dictionary<int, float> { [0] = 2, [1] = 0.5f })["loss"][0]);
        Assert.Equal(expected,
            Make().Fit(X, y, verbose: Verbosity.Silent, classWeight: new Dictionary<int, decimal> { [0] = 2, [1] = 0.5m })["loss"][0]);
        Assert.Equal(expected,
            Make().Fit(X, y, verbose: Verbosity.Silent,
                classWeight: new ReadOnlyDictionary<int, float>(new Dictionary<int, float> { [0] = 2, [1] = 0.5f }))["loss"][0]);
        Assert.Equal(expected, Make().TrainOnBatch(X, y, classWeight: new Dictionary<int, float> { [0] = 2, [1] = 0.5f })["loss"]);
        Assert.Equal(expected, Make().TrainOnBatch(X, y, classWeight: byInterface)["loss"]);
        Assert.Equal(
            Make().Fit(X, y, verbose: Verbosity.Silent, classWeight: new Dictionary<int, double> { [0] = 3 })["loss"][0],
            Make().Fit(X, y, verbose: Verbosity.Silent, classWeight: new Dictionary<int, int> { [0] = 3 })["loss"][0]);
        Assert.NotEqual(expected, Make().Fit(X, y, verbose: Verbosity.Silent, classWeight: null)["loss"][0]);
    }

    [Fact]
    public void Fit_LabelsWithFractions_CountAsTheNearestClass()
    {
        // Keras rounds them, halves to the even neighbour.
        var weights = new Dictionary<int, double> { [0] = 100, [1] = 10, [2] = 1 };
        (float Label, double Weight)[] cases = [(0.4f, 100), (0.5f, 100), (0.6f, 10), (1.4f, 10), (1.5f, 1), (2.5f, 1), (2.6f, 1)];
        foreach ((float label, double weight) in cases)
            Assert.Equal([(float)weight], ClassWeights.PerSample(weights, ArraySource.From(new[] { label }), [Shape.Unknown, 1], "m"));
    }

    [Theory, InlineData(double.NaN), InlineData(double.PositiveInfinity)]
    public void Fit_WeightThatIsNoNumber_NamesTheClass(double weight)
    {
        var error =
            Assert.Throws<ArgumentException>(
                () => Make().Fit(X, new[] { 0, 1, 1, 0 }, verbose: Verbosity.Silent,
                    classWeight: new Dictionary<int, double> { [1] = weight }));
        Assert.Contains("class 1", error.Message, StringComparison.Ordinal);
        Assert.Contains("classWeight", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_TargetsPerStep_SpeaksOfClassWeights()
    {
        var model = new Sequential { new LSTM(4, returnSequences: true, inputShape: [5, 2]), new Dense(3, "softmax") };
        model.Compile("sgd", "sparse_categorical_crossentropy");
        foreach (ModelData y in (ModelData[])[new float[4, 5], new float[4, 5, 1]])
        {
            var error =
                Assert.Throws<ArgumentException>(
                    () => model.Fit(new float[4, 5, 2], y, verbose: Verbosity.Silent,
                        classWeight: new Dictionary<int, double> { [1] = 2 }));
            foreach (string part in (string[])["classWeight", "(None, 5, 3)", "sampleWeight of shape (4, 5)"])
                Assert.Contains(part, error.Message, StringComparison.Ordinal);
        }
        model.Fit(new float[4, 5, 2], new float[4, 5], verbose: Verbosity.Silent, sampleWeight: new float[4, 5]);
    }

    public static TheoryData<ModelData, string> BadSampleWeights => new()
    {
        { new[] { 1, 2, float.NaN, 1 }, "sample 2 has NaN" },
        { new[] { 1, double.PositiveInfinity, 1, 1 }, "sample 1 has Infinity" },
        { new[] { (Half)1, (Half)1, (Half)1, Half.NaN }, "sample 3 has NaN" },
    };

    [Theory, MemberData(nameof(BadSampleWeights), DisableDiscoveryEnumeration = true)]
    public void AnyUse_SampleWeightThatIsNoNumber_NamesTheSample(ModelData weights, string part)
    {
        Sequential model = Make();
        int[] y = [0, 1, 1, 0];
        foreach (Action use in (Action[])[
            () => model.Fit(X, y, verbose: Verbosity.Silent, sampleWeight: weights),
            () => model.Fit(X, y, verbose: Verbosity.Silent, validationData: (X, y, weights)),
            () => model.Evaluate(X, y, verbose: Verbosity.Silent, sampleWeight: weights),
            () => model.TrainOnBatch(X, y, weights),
            () => model.TestOnBatch(X, y, weights)])
            Assert.Contains(part, Assert.Throws<ArgumentException>(use).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Compile_LossWeightThatIsNoNumber_IsRefused() =>
        Assert.Contains("lossWeights",
            Assert.Throws<ArgumentException>(() => Make().Compile("sgd", "mse", lossWeights: [double.NaN])).Message,
            StringComparison.Ordinal);

    private static Sequential Make()
    {
        var model = new Sequential().Input(2).Dense(2, "softmax", kernelInitializer: "ones");
        model.Compile("sgd", "sparse_categorical_crossentropy");
        return model;
    }
}
