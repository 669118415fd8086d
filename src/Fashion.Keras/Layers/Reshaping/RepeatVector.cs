using Fashion.Keras.Internal;

namespace Fashion.Keras.Layers;

/// <summary>Repeats every sample, a row of numbers, n times as a sequence.</summary>
/// <remarks>
/// Input (batch, features), output (batch, n, features). No weights. Source: keras.io/api/layers/reshaping_layers/repeat_vector.
/// </remarks>
[KerasLayer]
public sealed partial class RepeatVector : Layer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="n">How often, positive.</param>
    /// <param name="inputShape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="n"/> is not positive.</exception>
    public RepeatVector(int n, Shape? inputShape = null, string? name = null) : base(name, inputShape) =>
        N = Guard.Positive(n, nameof(RepeatVector));

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape inputShape)
    {
        ArgumentNullException.ThrowIfNull(inputShape);
        if (inputShape.Rank != 2)
            throw new ShapeMismatchException($"Layer '{Name}' (RepeatVector) needs inputs (batch, features), but got {inputShape}.")
            { LayerName = Name, Received = inputShape };
        return [inputShape[0], N, inputShape[1]];
    }

    /// <inheritdoc/>
    protected override SymbolicTensor Call(SymbolicTensor inputs, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return Ops.BroadcastTo(Ops.ExpandDims(inputs, 1), ComputeOutputShape(inputs.Shape));
    }
}
