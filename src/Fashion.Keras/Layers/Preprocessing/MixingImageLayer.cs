using Fashion.Keras.Graph;

namespace Fashion.Keras.Layers;

/// <summary>
/// Layers that mix each image with another one of the batch while training, and its label likewise: they take images, or images and
/// labels, and give as many tensors back.
/// </summary>
/// <example><code>
/// var mixUp = new MixUp(0.2, seed: 1);
/// IReadOnlyList&lt;Tensor&lt;float&gt;&gt; mixed = mixUp.Call([images, labels], training: true);
/// </code></example>
public abstract class MixingImageLayer : RandomImageLayer
{
    private protected MixingImageLayer(DataFormat dataFormat, int? seed, Shape? inputShape, string? name)
        : base(dataFormat, seed, inputShape, name)
    {
    }

    /// <summary>
    /// Mixes images (batch, height, width, channels): the result, the other image of each, (batch), and the weight of its own label,
    /// (batch, 1, 1, 1).
    /// </summary>
    private protected abstract (SymbolicTensor Images, SymbolicTensor Order, SymbolicTensor Weight) Mix(SymbolicTensor images,
        CallContext context);

    private protected sealed override SymbolicTensor Change(SymbolicTensor images, CallContext context) => Mix(images, context).Images;

    /// <inheritdoc/>
    public sealed override IReadOnlyList<Shape> ComputeOutputShapes(IReadOnlyList<Shape> inputShapes)
    {
        ArgumentNullException.ThrowIfNull(inputShapes);
        if (inputShapes.Count == 1) return [ComputeOutputShape(inputShapes[0])];
        if (inputShapes.Count != 2) throw new ArgumentException($"Layer '{Name}' ({ClassName}) takes images, or images and labels, but " +
            $"{inputShapes.Count} inputs were given.", nameof(inputShapes));
        ComputeOutputShape(inputShapes[0]);
        (int images, int labels) = (inputShapes[0][0], inputShapes[1].Rank == 2 ? inputShapes[1][0] : 0);
        return labels == images || (labels != 0 && (labels == Shape.Unknown || images == Shape.Unknown)) ? [.. inputShapes]
            : throw new ShapeMismatchException($"Layer '{Name}' ({ClassName}) needs labels (batch, classes) for images {inputShapes[0]}, " +
                $"one-hot or probabilities, but got {inputShapes[1]}. Class numbers become such labels with Utils.ToCategorical.")
            { LayerName = Name, Received = inputShapes[1] };
    }

    /// <inheritdoc/>
    protected sealed override IReadOnlyList<SymbolicTensor> Call(IReadOnlyList<SymbolicTensor> inputs, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(context);
        if (inputs.Count == 1) return [Call(inputs[0], context)];
        ComputeOutputShapes([.. inputs.Select(i => i.Shape)]);
        if (!context.Training) return [.. inputs.Select(i => i.WithMask(i.Mask))];
        (SymbolicTensor images, SymbolicTensor order, SymbolicTensor weight) = Mix(ChannelOrder.ToLast(inputs[0], DataFormat), context);
        weight = Ops.Reshape(weight, [images.Shape[0], 1]);
        return [ChannelOrder.FromLast(images, DataFormat), weight * inputs[1] + (1 - weight) * Ops.Gather(inputs[1], order)];
    }
}
