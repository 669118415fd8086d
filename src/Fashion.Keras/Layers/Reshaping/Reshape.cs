using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

/// <summary>Gives every sample another shape with the same number of elements, row-major.</summary>
/// <remarks>
/// Input (batch, ...), output (batch, target...); one size of the target may be -1 and follows from the others. No weights.
/// Source: keras.io/api/layers/reshaping_layers/reshape.
/// </remarks>
[KerasLayer]
public sealed partial class Reshape : Layer
{
    /// <summary>Makes a reshaping layer.</summary>
    /// <param name="targetShape">Shape of one sample after it, without the batch axis; at most one -1.</param>
    /// <param name="inputShape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentException">More than one -1.</exception>
    public Reshape(Shape targetShape, Shape? inputShape = null, string? name = null) : base(name, inputShape)
    {
        ArgumentNullException.ThrowIfNull(targetShape);
        if (targetShape.Count(s => s == Shape.Unknown) > 1)
            throw new ArgumentException(
                $"Reshape: only one size of the target may be -1, not several as in ({string.Join(", ", targetShape)}).",
                nameof(targetShape));
        TargetShape = targetShape;
    }

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape inputShape) => Named(() => OutputShape(inputShape));

    private Shape OutputShape(Shape inputShape)
    {
        ArgumentNullException.ThrowIfNull(inputShape);
        Shape sample = inputShape[1..];
        if (!sample.IsKnown) return TargetShape.Prepend(inputShape[0]);
        int unknown = Array.IndexOf(TargetShape.ToArray(), Shape.Unknown);
        int rest = unknown < 0 ? TargetShape.ElementCount : TargetShape.With(unknown, 1).ElementCount;
        if (unknown < 0 ? rest != sample.ElementCount : rest == 0 || sample.ElementCount % rest != 0)
            throw new ShapeMismatchException($"Layer '{Name}' (Reshape): samples of shape {sample} have {sample.ElementCount} " +
                $"elements, but the target ({string.Join(", ", TargetShape)}) has " +
                $"{(unknown < 0 ? $"{rest}; the number must stay the same" : $"a multiple of {rest}")}.")
            { LayerName = Name, Received = inputShape };
        return (unknown < 0 ? TargetShape : TargetShape.With(unknown, sample.ElementCount / rest)).Prepend(inputShape[0]);
    }

    /// <inheritdoc/>
    protected override SymbolicTensor Call(SymbolicTensor inputs, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return Ops.Reshape(inputs, ComputeOutputShape(inputs.Shape));
    }

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        ArgumentNullException.ThrowIfNull(config);
        base.WriteConfig(config);
        // Keras writes -1 here as a number; null would mean an unknown size.
        config.Set("target_shape",
            new System.Text.Json.Nodes.JsonArray([.. TargetShape.Select(s => (System.Text.Json.Nodes.JsonNode)s)]));
    }
}
