using Fashion.Keras.Internal;

namespace Fashion.Keras.Layers;

/// <summary>Marks the steps of sequences whose features all have one value as missing: recurrent layers after it skip them.</summary>
/// <remarks>
/// Input (batch, steps, features), output the same with missing steps set to 0. No weights. Which layers use, hand on or end
/// the mark: docs/guides/masks.md. Source: keras.io/api/layers/core_layers/masking.
/// </remarks>
[KerasLayer]
public sealed partial class Masking : Layer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="maskValue">The value that stands for missing.</param>
    /// <param name="inputShape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <param name="name">Its name.</param>
    public Masking(double maskValue = 0, Shape? inputShape = null, string? name = null) : base(name, inputShape) =>
        MaskValue = Guard.Number(maskValue, nameof(Masking));

    internal override bool IsBuiltAtOnce => true;

    /// <inheritdoc/>
    public override bool SupportsMasking => true;

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape inputShape) => inputShape;

    /// <inheritdoc/>
    protected override SymbolicTensor Call(SymbolicTensor inputs, CallContext context)
    {
        SymbolicTensor present = Ops.Max(1 - Ops.Equal(inputs, MaskValue), -1, keepDimensions: true);
        return Ops.Where(present, inputs, 0).WithMask(Ops.Squeeze(present, -1));
    }
}
