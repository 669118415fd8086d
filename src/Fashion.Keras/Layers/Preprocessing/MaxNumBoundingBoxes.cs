using Fashion.Keras.Graph;
using Fashion.Keras.Internal;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

/// <summary>Gives every image the same number of bounding boxes: surplus ones are dropped, missing ones filled up.</summary>
/// <remarks>
/// Input images (batch, height, width, channels), which stay as they are, or images, boxes (batch, number, 4) and labels (batch,
/// number); output as many tensors, boxes (batch, maxNumber, 4) and labels (batch, maxNumber). No weights. In Keras the three are a
/// dictionary. Source: keras.io/api/layers/preprocessing_layers/image_augmentation/max_num_bounding_boxes.
/// </remarks>
/// <example><code>var padded = new MaxNumBoundingBoxes(10).Call([images, boxes, labels]);</code></example>
[KerasLayer]
public sealed partial class MaxNumBoundingBoxes : ImageLayer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="maxNumber">Number of boxes of every image, positive.</param>
    /// <param name="fillValue">What missing boxes and their labels hold.</param>
    /// <param name="dataFormat">Where the channel axis stands. <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.</param>
    /// <param name="inputShape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxNumber"/> is not positive.</exception>
    public MaxNumBoundingBoxes(int maxNumber, int fillValue = -1, Choice<DataFormat> dataFormat = default, Shape? inputShape = null,
        string? name = null)
        : base(dataFormat.OrFirst(), inputShape, name)
    {
        MaxNumber = Guard.Positive(maxNumber, nameof(MaxNumBoundingBoxes));
        FillValue = fillValue;
    }

    private protected override SymbolicTensor Change(SymbolicTensor images, CallContext context) => images.WithMask(images.Mask);

    /// <inheritdoc/>
    public override IReadOnlyList<Shape> ComputeOutputShapes(IReadOnlyList<Shape> inputShapes)
    {
        ArgumentNullException.ThrowIfNull(inputShapes);
        if (inputShapes.Count == 1) return [ComputeOutputShape(inputShapes[0])];
        if (inputShapes.Count != 3) throw new ArgumentException($"Layer '{Name}' ({ClassName}) takes images, or images, boxes and " +
            $"labels, but {inputShapes.Count} inputs were given.", nameof(inputShapes));
        (Shape boxes, Shape labels) = (inputShapes[1], inputShapes[2]);
        if (boxes.Rank != 3 || boxes[2] != 4) throw Misfit("boxes (batch, number, 4)", boxes);
        if (labels.Rank != 2 || labels[1] != boxes[1]) throw Misfit($"a label for each of the boxes {boxes}, (batch, number)", labels);
        return [ComputeOutputShape(inputShapes[0]), boxes.With(1, MaxNumber), labels.With(1, MaxNumber)];
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<SymbolicTensor> Call(IReadOnlyList<SymbolicTensor> inputs, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ComputeOutputShapes([.. inputs.Select(input => input.Shape)]);
        return [Call(inputs[0], context), .. inputs.Skip(1).Select(Fit)];
    }

    private SymbolicTensor Fit(SymbolicTensor x)
    {
        int number = x.Shape[1], rank = x.Shape.Rank;
        if (number > MaxNumber) return Ops.Slice(x, Enumerable.Repeat(0, rank).ToArray(), x.Shape.With(1, MaxNumber));
        return number == MaxNumber ? x.WithMask(null)
            : Ops.Pad(x, Enumerable.Repeat(0, rank).ToArray(),
                Shape.Create([.. Enumerable.Repeat(0, rank)]).With(1, MaxNumber - number), FillValue);
    }

    private ShapeMismatchException Misfit(string needed, Shape received) =>
        new($"Layer '{Name}' ({ClassName}) needs {needed}, but got {received}.") { LayerName = Name, Received = received };

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        base.WriteConfig(config);
        config.Write("max_number", MaxNumber);
        // Keras takes it, but does not write it.
        if (FillValue != -1) config.Write("fill_value", FillValue);
    }
}
