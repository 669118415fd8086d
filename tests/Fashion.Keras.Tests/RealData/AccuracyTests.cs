using System.Numerics.Tensors;
using Fashion.Keras.Evaluation;
using Fashion.Keras.Layers;

namespace Fashion.Keras.Tests.RealData;

/// <summary>The write-up's models reach its figures on the real images.</summary>
[Collection(RealDataTests.Name)]
[Trait("Category", "Slow")]
public sealed class AccuracyTests(FashionMnistData data)
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Tutorial_FiveEpochs_ReachesItsAccuracy(int seed)
    {
        var (xTrain, yTrain) = data.Train;
        var (xTest, yTest) = data.Test;
        Utils.SetRandomSeed(seed);
        var model = new Sequential
        {
            new Flatten(inputShape: [28, 28]),
            new Dense(128, activation: "relu"),
            new Dense(10, activation: "softmax"),
        };
        model.Compile(optimizer: "adam", loss: "sparse_categorical_crossentropy", metrics: ["accuracy"]);
        model.Fit(xTrain, yTrain, epochs: 5, verbose: Verbosity.Silent);
        EvaluationResult result = model.Evaluate(xTest, yTest, verbose: Verbosity.Silent);
        Assert.True(result["accuracy"] >= 0.86, $"seed {seed}: {result}");
    }

    // The sample trains on until early stopping; the pass mark is reached long before.
    [Fact]
    public void Final_FourEpochs_ReachesThePassMark()
    {
        var (xTrain, yTrain) = data.Train;
        var (xTest, yTest) = data.Test;
        Utils.SetRandomSeed(1);
        Sequential model = new Sequential()
            .Input(28, 28, 1)
            .Conv2D(32, 3, activation: "relu").MaxPooling2D(2)
            .Conv2D(64, 3, activation: "relu").MaxPooling2D(2)
            .Flatten().Dense(128, activation: "relu").Dropout(0.3).Dense(10, activation: "softmax");
        model.Compile(optimizer: "adam", loss: "sparse_categorical_crossentropy", metrics: ["accuracy"]);
        model.Fit(xTrain.Reshape([-1, 28, 28, 1]), yTrain, epochs: 4, verbose: Verbosity.Silent);
        EvaluationResult result = model.Evaluate(xTest.Reshape([-1, 28, 28, 1]), yTest, verbose: Verbosity.Silent);
        Assert.True(new PassMark(minAccuracy: 0.89, maxLoss: 0.33).IsMetBy(result), result.ToString());
    }
}
