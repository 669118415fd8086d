using Fashion.Keras.Layers;
using Fashion.Keras.Optimizers;
using Fashion.Keras.Tests.Support;
using Xunit;

namespace Fashion.Keras.Tests.Optimizers;

/// <summary>Steps with gradients that are known; the numbers are those of Keras 3.16 on PyTorch.</summary>
public sealed class ApplyGradientsTests
{
    private static readonly float[] Gradient = [1, 6, 7, 2];

    public static IEnumerable<TheoryDataRow<string, double[]>> Steps =>
    [
        new("sgd", [0, -4, -4, 2]),
        new("adam", [0, 1, 2, 3]),
        new("adagrad", [0.046537, 1.001386, 2.001019, 3.012270]),
        new("rmsprop", [-2.1623, -1.1623, -0.1623, 0.8377]),
        new("adamax", [0, 1, 2, 3]),
        new("lion", [0, 1, 2, 3]),
    ];

    [Theory, MemberData(nameof(Steps))]
    public void OneStep_IsKerass(string name, double[] want)
    {
        Optimizer optimizer = name;
        optimizer.LearningRate = 1;
        var variable = new Variable(new float[] { 1, 2, 3, 4 });

        optimizer.ApplyGradients([Gradient], [variable]);

        AssertClose.Equal(want, variable.ToArray(), 2e-4, 2e-4, name);
        Assert.Equal(1, optimizer.Iterations);
    }

    [Fact]
    public void States_AreKeptBetweenSteps()
    {
        var variable = new Variable(new float[] { 10 });
        var optimizer = new Sgd(0.1, momentum: 0.5);

        optimizer.ApplyGradients([new float[] { 1 }], [variable]);
        optimizer.ApplyGradients([new float[] { 1 }], [variable]);

        AssertClose.Equal([10 - 0.1 - 0.15], variable.ToArray(), 1e-6, 1e-6, "momentum");
        Assert.Equal(2, optimizer.Iterations);
    }

    [Fact]
    public void Limits_AreKept()
    {
        var variable = new Variable(new float[] { 1, 1 });
        new Sgd(1.0, clipnorm: 1).ApplyGradients([new float[] { 100, 100 }], [variable]);
        AssertClose.Equal([1 - 0.70710678, 1 - 0.70710678], variable.ToArray(), 1e-6, 1e-6, "clipnorm");
    }

    [Fact]
    public void Arguments_ThatDoNotFit_AreNamed()
    {
        var variable = new Variable(new float[] { 1, 1 });
        var optimizer = new Sgd();
        Assert.Throws<ArgumentException>(() => optimizer.ApplyGradients([], [variable]));
        Assert.Throws<ShapeMismatchException>(() => optimizer.ApplyGradients([new float[] { 1 }], [variable]));
        optimizer.ApplyGradients([new float[] { 1, 1 }], [variable]);
        Assert.Throws<InvalidOperationException>(() => optimizer.ApplyGradients([new float[] { 1 }], [new Variable(new float[] { 1 })]));
    }

    [Fact]
    public void Mistakes_AreNamed_AndLeaveTheOptimizerAsItWas()
    {
        Variable variable = new(new float[] { 1, 1 }, "v"), other = new(new float[] { 1 }, "other");
        var optimizer = new Sgd(1.0, name: "steps");
        SymbolicTensor gradient = new float[] { 1, 1 };

        Assert.Contains("Optimizer 'steps' got 1 gradients for 2 variables", Message([gradient], [variable, other]),
            StringComparison.Ordinal);
        Assert.Contains("the gradient of variable 'other' is null", Message([null!], [other]), StringComparison.Ordinal);
        Assert.Contains("variable 0 is null", Message([gradient], [null!]), StringComparison.Ordinal);
        Assert.Contains("variable 'other' has the shape (2,), but the variable has (1,)", Message([gradient], [other]),
            StringComparison.Ordinal);
        Assert.Contains("once it is built", Message([gradient], new Sequential { new Dense(2) }.TrainableWeights),
            StringComparison.Ordinal);
        Assert.Contains("got no variables", Message([], []), StringComparison.Ordinal);

        optimizer.ApplyGradients([gradient], [variable]);
        Assert.Equal([0f, 0], variable.ToArray());
        Assert.Contains("('v'), not for 'other'",
            Assert.Throws<InvalidOperationException>(() => optimizer.ApplyGradients([new float[] { 1 }], [other])).Message,
            StringComparison.Ordinal);

        string Message(IReadOnlyList<SymbolicTensor> gradients, IReadOnlyList<Variable> variables) =>
            Assert.ThrowsAny<ArgumentException>(() => optimizer.ApplyGradients(gradients, variables)).Message;
    }

    [Fact]
    public void GradientsInAStep_ThatDoNotFit_AreNamed()
    {
        var variable = new Variable(new float[] { 1, 1 }, "v");
        Assert.Contains("the gradient of variable 'v' is null", Message([null!]), StringComparison.Ordinal);
        Assert.Contains("variable 'v' has the shape (3,)", Message([Ops.Ones([3])]), StringComparison.Ordinal);

        string Message(IReadOnlyList<SymbolicTensor> gradients) => Assert.ThrowsAny<ArgumentException>(() => TrainStep.Define(t =>
        {
            t.ApplyGradients(gradients, [variable], new Sgd());
            return [];
        }).TrainOnBatch(new float[1, 1])).Message;
    }
}
