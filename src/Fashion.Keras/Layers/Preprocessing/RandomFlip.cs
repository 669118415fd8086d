namespace Fashion.Keras.Layers;

/// <summary>Turns images over at random while training, each with probability 1/2.</summary>
/// <remarks>
/// Input and output (batch, height, width, channels); no weights. In the combined mode one draw decides both directions.
/// Source: keras.io/api/layers/preprocessing_layers/image_augmentation.
/// </remarks>
[KerasLayer]
public sealed partial class RandomFlip : RandomImageLayer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="mode">How images are turned over. <c>"horizontal_and_vertical"</c>, the default, <c>"horizontal"</c> or
    /// <c>"vertical"</c>.</param>
    /// <param name="seed">Seed; null draws a fresh one.</param>
    /// <param name="dataFormat">Where the channel axis stands. <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.</param>
    /// <param name="inputShape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <param name="name">Its name.</param>
    public RandomFlip(Choice<FlipMode> mode = default, int? seed = null, Choice<DataFormat> dataFormat = default,
        Shape? inputShape = null, string? name = null)
        : base(dataFormat.OrFirst(), seed, inputShape, name) => Mode = mode.OrFirst();

    private protected override SymbolicTensor Change(SymbolicTensor images, CallContext context)
    {
        SymbolicTensor flipped = images;
        if (Mode != FlipMode.Horizontal) flipped = Ops.Transpose(Mirror(Ops.Transpose(flipped, 0, 2, 1, 3)), 0, 2, 1, 3);
        if (Mode != FlipMode.Vertical) flipped = Mirror(flipped);
        SymbolicTensor flip = Ops.GreaterOrEqual(0.5, Draw(images.Shape[0], (0, 1), context));
        return Ops.Where(Ops.Reshape(flip, [images.Shape[0], 1, 1, 1]), flipped, images);
    }

    // The columns in opposite order.
    private static SymbolicTensor Mirror(SymbolicTensor images)
    {
        Shape shape = images.Shape;
        return shape[2] < 2
            ? images
            : Ops.Concatenate([.. Enumerable.Range(0, shape[2])
                .Select(i => Ops.Slice(images, [0, 0, shape[2] - 1 - i, 0], shape.With(2, 1)))], axis: 2);
    }
}
