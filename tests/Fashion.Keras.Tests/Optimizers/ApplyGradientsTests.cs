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
}
