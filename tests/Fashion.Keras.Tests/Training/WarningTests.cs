using Fashion.Keras.Layers;
using Fashion.Keras.Losses;

namespace Fashion.Keras.Tests.Training;

/// <summary>What Keras warns of is written once, with the layer's or loss's name.</summary>
public sealed class WarningTests
{
    private static readonly float[,] X = { { 1, 2 }, { 3, 4 }, { 5, 6 } }, Y = { { 1 }, { 0 }, { 1 } };

    public static TheoryData<string, Sequential> Softmaxes => new()
    {
        { "activation", new Sequential { new Dense(1, "softmax", inputShape: [2], name: "scores") } },
        { "layer", new Sequential { new Dense(1, inputShape: [2]), new Softmax(name: "scores") } },
        { "axis", new Sequential { new Dense(2, inputShape: [2]), new Reshape([1, 2]), new Softmax(axis: [1], name: "scores"),
            new Flatten(), new Dense(1) } },
    };

    [Theory, MemberData(nameof(Softmaxes), DisableDiscoveryEnumeration = true)]
    public void Softmax_OneUnit_IsWarnedOfOnce(string form, Sequential model)
    {
        Assert.NotEmpty(form);
        string printed = Run(model, "mse");
        Assert.Single(Warnings(printed));
        foreach (string part in (string[])["'scores'", "softmax", "size 1", "sigmoid"])
            Assert.Contains(part, printed, StringComparison.Ordinal);
    }

    [Theory, InlineData("categorical_crossentropy"), InlineData("categorical_focal_crossentropy")]
    public void Crossentropy_OneUnit_IsWarnedOfOnce(string loss)
    {
        string printed = Run(new Sequential { new Dense(1, "sigmoid", inputShape: [2]) }, loss);
        Assert.Single(Warnings(printed));
        foreach (string part in (string[])[loss, "(None, 1)", "binary_crossentropy"])
            Assert.Contains(part, printed, StringComparison.Ordinal);
    }

    [Fact]
    public void SoftmaxAndCrossentropy_SeveralUnits_AreNotWarnedOf() =>
        Assert.Empty(Warnings(Run(new Sequential { new Dense(2, "softmax", inputShape: [2]) }, "sparse_categorical_crossentropy")));

    private static string Run(Sequential model, Loss loss)
    {
        using var output = new StringWriter();
        model.Options = new ModelOptions { Output = output };
        model.Compile("sgd", loss);
        model.Fit(X, Y, batchSize: 2, epochs: 2, verbose: Verbosity.Silent, validationData: (X, Y));
        model.Predict(X, verbose: Verbosity.Silent);
        return output.ToString();
    }

    private static string[] Warnings(string printed) =>
        [.. printed.Split('\n').Where(l => l.StartsWith("Warning:", StringComparison.Ordinal))];
}
