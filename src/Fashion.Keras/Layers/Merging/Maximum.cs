namespace Fashion.Keras.Layers;

/// <summary>The largest of its inputs, element by element.</summary>
/// <remarks>
/// Axes of size 1 are repeated. A missing step does not count, unless it is missing in all inputs. No weights.
/// Source: keras.io/api/layers/merging_layers/maximum.
/// </remarks>
/// <param name="name">Its name.</param>
[KerasLayer]
[WithoutMethod]
public sealed partial class Maximum(string? name = null) : MergeLayer(name)
{
    private protected override SymbolicTensor Merge(IReadOnlyList<SymbolicTensor> inputs) => MaskedChoice.Of(inputs, Ops.Maximum);
}
