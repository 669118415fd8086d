using Fashion.Keras.Configuration;

namespace Fashion.Keras.Layers;

/// <summary>Multiplies its inputs, element by element.</summary>
/// <remarks>Axes of size 1 are repeated. No weights. Source: keras.io/api/layers/merging_layers/multiply.</remarks>
/// <param name="name">Its name.</param>
public sealed class Multiply(string? name = null) : MergeLayer(name)
{
    internal static Multiply FromConfig(ConfigReader config) => new(config.Name());

    private protected override SymbolicTensor Merge(IReadOnlyList<SymbolicTensor> inputs) => inputs.Aggregate(Ops.Multiply);
}
