namespace Fashion.Keras.Layers;

/// <summary>The mean of its inputs, element by element.</summary>
/// <remarks>Axes of size 1 are repeated. No weights. Source: keras.io/api/layers/merging_layers/average.</remarks>
/// <param name="name">Its name.</param>
[KerasLayer]
[WithoutMethod]
public sealed partial class Average(string? name = null) : MergeLayer(name)
{
    private protected override SymbolicTensor Merge(IReadOnlyList<SymbolicTensor> inputs) => inputs.Aggregate(Ops.Add) / inputs.Count;
}
