namespace Fashion.Keras.Layers;

/// <summary>The first input minus the second, element by element.</summary>
/// <remarks>Axes of size 1 are repeated. No weights. Source: keras.io/api/layers/merging_layers/subtract.</remarks>
/// <param name="name">Its name.</param>
[KerasLayer]
[WithoutMethod]
public sealed partial class Subtract(string? name = null) : MergeLayer(name)
{
    private protected override void CheckCount(int count)
    {
        if (count != 2) throw new ArgumentException($"Layer '{Name}' (Subtract) takes exactly two inputs, but got {count}.");
    }

    private protected override SymbolicTensor Merge(IReadOnlyList<SymbolicTensor> inputs) => inputs[0] - inputs[1];
}
