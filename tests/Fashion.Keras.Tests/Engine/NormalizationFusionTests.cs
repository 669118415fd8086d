using Fashion.Keras.Layers;
using Fashion.Keras.Reference;

namespace Fashion.Keras.Tests.Engine;

/// <summary>
/// Batch normalization is fused with the relu after it and with a sum between them, unless another op reads what lies between.
/// </summary>
public sealed class NormalizationFusionTests
{
    private const string Forward = "batch_normalization + relu", Backward = "batch_normalization + relu_backward";

    [Theory]
    [InlineData("relu", true, true)]
    [InlineData("sum", true, false)]
    [InlineData("swapped sum", true, false)]
    [InlineData("late shortcut", false, false)]
    [InlineData("seen", false, false)]
    [InlineData("tanh", false, false)]
    public void Fit_WhatFollowsANormalization_IsFusedWhereNothingElseSeesIt(string name, bool forward, bool backward)
    {
        Model model = Train(name, new ModelOptions { Seed = 5, Profile = true, Threads = 2 });
        string[] operations = [.. model.Profile().SelectMany(p => p.Entries).Select(e => e.Operation)];
        Assert.Equal(forward, operations.Contains(Forward));
        Assert.Equal(backward, operations.Contains(Backward));
        Model want = Train(name, new ModelOptions { Seed = 5, Engine = new ReferenceEngine() });
        foreach ((Variable expected, Variable weight) in want.Weights.Zip(model.Weights))
            Assert.Equal(expected.ToArray(), weight.ToArray(), (x, y) => MathF.Abs(x - y) < 2e-4f);
    }

    private static Model Train(string name, ModelOptions options)
    {
        SymbolicTensor input = Input.Of([6, 5, 3]), x = input.Conv2D(19, 1),
            z = x.Conv2D(19, 3, padding: Padding.Same).BatchNormalization();
        SymbolicTensor y = name switch
        {
            "relu" => z.Activation("relu"),
            "sum" => (x + z).Activation("relu"),
            "swapped sum" => (z + x).Activation("relu"),
            "late shortcut" => (z + x.Conv2D(19, 3, padding: Padding.Same)).Activation("relu"),
            "seen" => z.Activation("relu") + z,
            _ => z.Activation("tanh"),
        };
        var model = new Model(input, y.GlobalAveragePooling2D().Dense(4, "softmax")) { Options = options };
        model.Compile("sgd", "sparse_categorical_crossentropy");
        var random = new Random(3);
        foreach (Variable weight in model.TrainableWeights)
            weight.Set([.. Enumerable.Range(0, weight.Shape.ElementCount).Select(_ => random.NextSingle() - 0.4f)]);
        var images = new float[11, 6, 5, 3];
        for (int i = 0; i < images.Length; i++) images[i / 90, i / 15 % 6, i / 3 % 5, i % 3] = random.NextSingle() - 0.3f;
        int[] labels = [.. Enumerable.Range(0, 11).Select(i => i % 4)];
        model.Fit(images, labels, batchSize: 11, epochs: 2, verbose: Verbosity.Silent);
        return model;
    }
}
