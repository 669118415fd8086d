namespace Fashion.Keras.Layers;

/// <summary>Zooms images at random around their centre while training.</summary>
/// <remarks>
/// Input and output (batch, height, width, channels); no weights. Positive factors zoom out, negative ones zoom in.
/// Source: keras.io/api/layers/preprocessing_layers/image_augmentation.
/// </remarks>
[KerasLayer]
public sealed partial class RandomZoom : RandomAffineLayer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="heightFactor">Limits, in either order, of the zoom of the height: 0.2 makes it 20 % smaller.</param>
    /// <param name="widthFactor">Limits, in either order, of the zoom of the width; null for the same draw as the height.</param>
    /// <param name="fillMode">What lies outside an image. <c>"reflect"</c>, the default, <c>"constant"</c>, <c>"nearest"</c> or
    /// <c>"wrap"</c>.</param>
    /// <param name="interpolation">How colours between pixels are found. <c>"nearest"</c>, the default, or <c>"bilinear"</c>.</param>
    /// <param name="seed">Seed; null draws a fresh one.</param>
    /// <param name="fillValue">The value outside with <see cref="FillMode.Constant"/>.</param>
    /// <param name="dataFormat">Where the channel axis stands. <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.</param>
    /// <param name="inputShape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentException">A limit is no number.</exception>
    public RandomZoom(RandomRange heightFactor, RandomRange? widthFactor = null, Choice<FillMode> fillMode = default,
        Choice<Interpolation> interpolation = default, int? seed = null, double fillValue = 0, Choice<DataFormat> dataFormat = default,
        Shape? inputShape = null, string? name = null)
        : base(fillMode.OrFirst(), interpolation, fillValue, dataFormat.OrFirst(), seed, inputShape, name)
    {
        HeightFactor = ImageValues.Sorted(heightFactor.Low, heightFactor.High, ClassName, nameof(heightFactor));
        WidthFactor = widthFactor is { } range ? ImageValues.Sorted(range.Low, range.High, ClassName, nameof(widthFactor)) : null;
    }

    /// <summary>Limits of the zoom of the height.</summary>
    public RandomRange HeightFactor { get; }

    /// <summary>Limits of the zoom of the width; null for the same draw as the height.</summary>
    public RandomRange? WidthFactor { get; }

    internal override (SymbolicTensor Rows, SymbolicTensor Columns) Places(Shape images, SymbolicTensor rows, SymbolicTensor columns,
        CallContext context)
    {
        SymbolicTensor height = 1 + Draw(images[0], HeightFactor, context);
        SymbolicTensor width = WidthFactor is { } range ? 1 + Draw(images[0], range, context) : height;
        double middleRow = (images[1] - 1) / 2.0, middleColumn = (images[2] - 1) / 2.0;
        return (height * (rows - middleRow) + middleRow, width * (columns - middleColumn) + middleColumn);
    }
}
