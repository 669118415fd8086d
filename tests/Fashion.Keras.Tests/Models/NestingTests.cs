using System.Numerics.Tensors;
using Fashion.Keras.Layers;

namespace Fashion.Keras.Tests.Models;

/// <summary>
/// Models inside models: as deep as the limit they work and are saved and loaded; deeper ones are refused, never a crash.
/// </summary>
public class NestingTests
{
    [Theory, InlineData(".keras"), InlineData(".h5")]
    public void Nested_AsDeepAsAllowed_IsSavedAndLoaded(string ending)
    {
        using var folder = new TemporaryFolder();
        Sequential model = FromInside(Nesting.Deepest);
        model.Save(folder.File("m" + ending));
        Model loaded = Model.Load(folder.File("m" + ending));
        Assert.Equal(model.Weights[0].ToArray(), loaded.Weights[0].ToArray());
        Assert.Equal(model.Predict(new float[,] { { 1, 2 } }, verbose: Verbosity.Silent).ToArray(),
            loaded.Predict(new float[,] { { 1, 2 } }, verbose: Verbosity.Silent).ToArray());
    }

    [Fact]
    public void Nested_TooDeepFromInside_IsRefused() =>
        Assert.Contains("100 deep", Assert.Throws<ArgumentException>(() => FromInside(1_000)).Message, StringComparison.Ordinal);

    [Fact]
    public void Nested_TooDeepFromOutside_IsRefusedWhenItIsBuilt()
    {
        Sequential outermost = new(), model = outermost;
        for (int i = 0; i < 1_000; i++)
        {
            var inner = new Sequential();
            model.Add(inner);
            model = inner;
        }
        model.Add(new Dense(2));
        Assert.Contains("100 deep", Assert.Throws<ArgumentException>(() => outermost.Build([-1, 2])).Message, StringComparison.Ordinal);
        Assert.False(outermost.Built);
    }

    [Fact]
    public void Nested_FunctionalTooDeep_IsRefused()
    {
        Layer layer = new Dense(2);
        Assert.Throws<ArgumentException>(() =>
        {
            for (int i = 0; i < 1_000; i++)
            {
                SymbolicTensor input = Input.Of([2]);
                layer = new Model(input, layer.Apply(input));
            }
        });
    }

    [Fact]
    public void Add_ModelToItself_IsRefused()
    {
        var model = new Sequential(name: "self");
        Assert.Contains("self", Assert.Throws<ArgumentException>(() => model.Add(model)).Message, StringComparison.Ordinal);
        Sequential outer = new() { model };
        Assert.Throws<ArgumentException>(() => model.Add(outer));
        Assert.Empty(model.Layers);
        Assert.Empty(model.Weights);
    }

    [Fact]
    public void Add_ThatFails_LeavesTheModelAsItWas()
    {
        var model = new Sequential();
        Assert.ThrowsAny<ArgumentException>(() => model.Add(new Conv2D(2, 3, inputShape: [4])));
        model.Add(new Dense(2, inputShape: [3]));
        Assert.Equal([-1, 3], model.InputShapes.Single());
        Assert.ThrowsAny<ArgumentException>(() => model.Add(new Conv2D(2, 3)));
        Assert.Single(model.Layers);
        Assert.Equal(2, model.Weights.Count);
        model.Add(new Dense(1));
        Assert.Equal([-1, 1], model.OutputShapes.Single());
    }

    private static Sequential FromInside(int levels)
    {
        var model = new Sequential { new Dense(2, inputShape: [2]) };
        for (int i = 1; i < levels; i++) model = new Sequential { model };
        return model;
    }
}
