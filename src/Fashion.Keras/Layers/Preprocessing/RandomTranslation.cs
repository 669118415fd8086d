namespace Fashion.Keras.Layers;

/// <summary>Shifts images at random while training.</summary>
/// <remarks>
/// Input and output (batch, height, width, channels); no weights. Positive shifts move the content down and to the right.
/// Source: keras.io/api/layers/preprocessing_layers/image_augmentation.
/// </remarks>
[KerasLayer]
public sealed partial class RandomTranslation : RandomAffineLayer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="heightFactor">Limits, in either order, of the shift down, as a share of the height.</param>
    /// <param name="widthFactor">Limits, in either order, of the shift to the right, as a share of the width.</param>
    /// <param name="fillMode">What lies outside an image. <c>"reflect"</c>, the default, <c>"constant"</c>, <c>"nearest"</c> or
    /// <c>"wrap"</c>.</param>
    /// <param name="interpolation">How colours between pixels are found. <c>"nearest"</c>, the default, or <c>"bilinear"</c>.</param>
    /// <param name="seed">Seed; null draws a fresh one.</param>
    /// <param name="fillValue">The value outside with <see cref="FillMode.Constant"/>.</param>
    /// <param name="dataFormat">Where the channel axis stands. <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.</param>
    /// <param name="inputShape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentException">A limit is no number.</exception>
    public RandomTranslation(RandomRange heightFactor, RandomRange widthFactor, Choice<FillMode> fillMode = default,
        Choice<Interpolation> interpolation = default, int? seed = null, double fillValue = 0, Choice<DataFormat> dataFormat = default,
        Shape? inputShape = null, string? name = null)
        : base(fillMode.OrFirst(), interpolation, fillValue, dataFormat.OrFirst(), seed, inputShape, name)
    {
        HeightFactor = ImageValues.Sorted(heightFactor.Low, heightFactor.High, ClassName, nameof(heightFactor));
        WidthFactor = ImageValues.Sorted(widthFactor.Low, widthFactor.High, ClassName, nameof(widthFactor));
    }

    /// <summary>Limits of the shift down, as a share of the height.</summary>
    public RandomRange HeightFactor { get; }

    /// <summary>Limits of the shift to the right, as a share of the width.</summary>
    public RandomRange WidthFactor { get; }

    internal override (SymbolicTensor Rows, SymbolicTensor Columns) Places(Shape images, SymbolicTensor rows, SymbolicTensor columns,
        CallContext context) =>
        (rows - Draw(images[0], HeightFactor, context) * images[1], columns - Draw(images[0], WidthFactor, context) * images[2]);
}
