using Fashion.Keras.Configuration;

namespace Fashion.Keras.Layers;

/// <summary>The largest of its inputs, element by element.</summary>
/// <remarks>Axes of size 1 are repeated. No weights. Source: keras.io/api/layers/merging_layers/maximum.</remarks>
/// <param name="name">Its name.</param>
public sealed class Maximum(string? name = null) : MergeLayer(name)
{
    internal static Maximum FromConfig(ConfigReader config) => new(config.Name());

    private protected override SymbolicTensor Merge(IReadOnlyList<SymbolicTensor> inputs) => inputs.Aggregate(Ops.Maximum);
}
