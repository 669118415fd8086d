using System.Numerics.Tensors;
using Fashion.Keras.Layers;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.TensorBoards.Tests;

/// <summary>A small model and its data.</summary>
internal static class Runs
{
    public static readonly Tensor<float> X = Tensor.Create(Enumerable.Range(0, 40 * 4).Select(i => MathF.Sin(i)).ToArray(), [40, 4]);
    public static readonly float[] Y = [.. Enumerable.Range(0, 40).Select(i => i % 2f)];

    public static Model Dense()
    {
        var model = new Sequential("small") { new Input(4), new Dense(3, activation: "relu", name: "hidden"),
            new Dense(1, activation: "sigmoid", name: "last") }.Seeded(1);
        model.Options = new ModelOptions { Output = TextWriter.Null };
        model.Compile("adam", "binary_crossentropy", metrics: ["accuracy"]);
        return model;
    }
}
