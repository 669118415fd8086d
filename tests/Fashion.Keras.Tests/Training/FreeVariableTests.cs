using Fashion.Keras.Callbacks;
using Fashion.Keras.Initializers;
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
    public void FirstValues_OfEveryShape_AreThere()
    {
        Assert.Equal(Shape.Scalar, new Variable((Initializer)"ones", Shape.Scalar).Shape);
        Assert.Equal([1f], new Variable((Initializer)"ones", Shape.Scalar).ToArray());
        Assert.Equal([0, 3], new Variable((Initializer)"ones", [0, 3]).Shape);
        Assert.Equal([5f], new Variable(5f).ToArray());
        Assert.Equal([2, 2], new Variable((Initializer?)null, [2, 2]).Shape);
    }

    [Fact]
    public void Mistakes_AreNamed()
    {
        var v = new Variable(new float[] { 1, 2 }, "v");
        Assert.Contains("'a/b'", Assert.Throws<ArgumentException>(() => new Variable(1f, "a/b")).Message, StringComparison.Ordinal);
        Assert.Contains("'a/b'", Assert.Throws<ArgumentException>(() => new Variable((Initializer)"ones", [2], "a/b")).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new Variable(1f, ""));
        Assert.Throws<ArgumentNullException>(() => new Variable(1f, null!));
        Assert.Contains("'w' needs a shape without unknown axes, not (None, 2)",
            Assert.Throws<ArgumentException>(() => new Variable((Initializer)"ones", [-1, 2], "w")).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => new Variable(Input.Of([2])));
        Assert.Contains("'v' has the shape (2,) and cannot take values of shape ()",
            Assert.Throws<ShapeMismatchException>(() => v.Assign(3f)).Message, StringComparison.Ordinal);
        Assert.Contains("(2, 2)", Assert.Throws<ShapeMismatchException>(() => v.AssignAdd(Ops.Ones([2, 2]))).Message,
            StringComparison.Ordinal);
        v.AssignAdd(3f);
        Assert.Equal([4f, 5], v.ToArray());
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
