namespace Fashion.Keras.Layers;

/// <summary>Adds its inputs, element by element.</summary>
/// <remarks>Axes of size 1 are repeated. No weights. Source: keras.io/api/layers/merging_layers/add.</remarks>
/// <param name="name">Its name.</param>
[KerasLayer]
[WithoutMethod]
public sealed partial class Add(string? name = null) : MergeLayer(name)
{
    private protected override SymbolicTensor Merge(IReadOnlyList<SymbolicTensor> inputs) => inputs.Aggregate(Ops.Add);
}
