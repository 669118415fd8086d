using Fashion.Keras.Callbacks;
using Fashion.Keras.Layers;
using Fashion.Keras.Optimizers;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Training;

/// <summary>Variables that belong to no layer, and a callback that trains its own model.</summary>
public class FreeVariableTests
{
    [Fact]
    public void Operators_OnAVariable_AreThoseOfATensor()
    {
        var v = new Variable(new float[] { 1, 2 }, "v");
        Assert.Equal([2f, 4], (v * 2).ToArray());
        Assert.Equal([2f, 4], (2f * v).ToArray());
        Assert.Equal([1f, 4], (v * v).ToArray());
        Assert.Equal([0f, -1], (1 - v).ToArray());
        Assert.Equal([1f, 1], (v / v).ToArray());
        Assert.Equal([-1f, -2], (-v).ToArray());
        v.Assign(v + 1);
        Assert.Equal([2f, 3], [v.Value[0], v.Value[1]]);
        Assert.Throws<ShapeMismatchException>(() => v.Assign(new float[] { 1 }));
    }

    [Fact]
    public void Minimize_AFreeVariable_MovesIt()
    {
        var v = new Variable(new float[] { 5, -3 });
        var sgd = new Sgd(0.25);
        TrainStep step = TrainStep.Define((x, t) =>
        {
            SymbolicTensor loss = Ops.Sum(Ops.Square(v - Ops.Mean(x, axis: 0)));
            t.Minimize(loss, v, sgd);
            return new() { ["loss"] = loss };
        });
        step.TrainOnBatch(new float[,] { { 1, 1 }, { 3, 3 } });
        Assert.Equal([3.5f, -0.5f], v.ToArray());
        Assert.Contains("TrainOnBatch",
            Assert.Throws<InvalidOperationException>(() => step.Fit(new float[,] { { 1, 1 } }, verbose: Verbosity.Silent)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_InACallbackOfTheSameModel_TrainsAsInKeras()
    {
        var model = new Sequential { new Input(3), new Dense(2) }.Seeded(1);
        model.Compile("sgd", "mse");
        float[,] x = new float[4, 3], y = new float[4, 2];
        int inner = 0;
        History outer = model.Fit(x, y, epochs: 2, verbose: Verbosity.Silent,
            callbacks: [new LambdaCallback(
                onEpochEnd: (epoch, _) => inner += model.Fit(x, y, epochs: 1, verbose: Verbosity.Silent).Epochs.Count)]);
        Assert.Equal((2, 2, 4), (outer.Epochs.Count, inner, (int)model.Optimizer!.Iterations));
    }

    [Fact]
    public void Logs_AsText_AreReadable()
    {
        var logs = new Logs { ["loss"] = 0.4821, ["accuracy"] = 0.5 };
        Assert.Equal("loss: 0.4821 - accuracy: 0.5", logs.ToString());
    }

    [Fact]
    public void Input_WithABatchSize_NeedsNoName() => Assert.Equal(4, new Input([5, 3], batchSize: 4).BatchSize);
}
