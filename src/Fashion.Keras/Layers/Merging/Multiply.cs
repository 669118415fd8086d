namespace Fashion.Keras.Layers;

/// <summary>Multiplies its inputs, element by element.</summary>
/// <remarks>
/// Axes of size 1 are repeated. A missing step counts as 1, and is 0 where it is missing in all inputs. No weights.
/// Source: keras.io/api/layers/merging_layers/multiply.
/// </remarks>
/// <param name="name">Its name.</param>
[KerasLayer]
[WithoutMethod]
public sealed partial class Multiply(string? name = null) : MergeLayer(name)
{
    private protected override SymbolicTensor Merge(IReadOnlyList<SymbolicTensor> inputs)
    {
        SymbolicTensor product = inputs.Select(i => Along(i) is { } present ? Ops.Where(present, i, 1) : i).Aggregate(Ops.Multiply);
        return inputs.Select(Along).Aggregate(AnyOf) is { } any ? Ops.Where(any, product, 0) : product;
    }
}
