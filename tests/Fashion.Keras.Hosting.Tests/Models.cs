using Fashion.Keras.Layers;

namespace Fashion.Keras.Hosting.Tests;

/// <summary>Small models with known answers.</summary>
internal static class Models
{
    /// <summary>
    /// (2) to (1): factor * (a + b). All names are given: automatic ones grow longer while tests run, and files with them.
    /// </summary>
    public static Model Sum(float factor, string name = "sum")
    {
        var dense = new Dense(1, useBias: false, name: "dense");
        var model = new Sequential(name) { new Input([2], name: "input"), dense };
        dense.Weights[0].Set([factor, factor]);
        return model;
    }

    /// <summary>Two inputs, two outputs: (left + right) and (left of the first number).</summary>
    public static Model Pair()
    {
        SymbolicTensor left = Input.Of([2], name: "left"), right = Input.Of([2], name: "right");
        return new Model(new[] { left, right }, new[] { new Add().Apply([left, right])[0], new Reshape([2, 1]).Apply(left) });
    }
}
