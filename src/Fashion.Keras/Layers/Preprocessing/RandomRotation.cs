namespace Fashion.Keras.Layers;

/// <summary>Turns images at random around their centre while training.</summary>
/// <remarks>
/// Input and output (batch, height, width, channels); no weights. Positive turns go counter-clockwise.
/// Source: keras.io/api/layers/preprocessing_layers/image_augmentation.
/// </remarks>
[KerasLayer]
public sealed partial class RandomRotation : RandomAffineLayer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="factor">Limits, in either order, of the turn, as a share of a full one: 0.25 is 90 degrees.</param>
    /// <param name="fillMode">What lies outside an image. <c>"reflect"</c>, the default, <c>"constant"</c>, <c>"nearest"</c> or
    /// <c>"wrap"</c>.</param>
    /// <param name="interpolation">How colours between pixels are found. <c>"nearest"</c>, the default, or <c>"bilinear"</c>.</param>
    /// <param name="seed">Seed; null draws a fresh one.</param>
    /// <param name="fillValue">The value outside with <see cref="FillMode.Constant"/>.</param>
    /// <param name="dataFormat">Where the channel axis stands. <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.</param>
    /// <param name="inputShape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentException">A limit is no number.</exception>
    public RandomRotation(RandomRange factor, Choice<FillMode> fillMode = default, Choice<Interpolation> interpolation = default,
        int? seed = null,
        double fillValue = 0, Choice<DataFormat> dataFormat = default, Shape? inputShape = null, string? name = null)
        : base(fillMode.OrFirst(), interpolation, fillValue, dataFormat.OrFirst(), seed, inputShape, name) =>
        Factor = ImageValues.Sorted(factor.Low, factor.High, ClassName, nameof(factor));

    /// <summary>Limits of the turn, as a share of a full one.</summary>
    public RandomRange Factor { get; }

    internal override (SymbolicTensor Rows, SymbolicTensor Columns) Places(Shape images, SymbolicTensor rows, SymbolicTensor columns,
        CallContext context)
    {
        SymbolicTensor angle = 2 * Math.PI * Draw(images[0], Factor, context);
        SymbolicTensor sin = Ops.Sin(angle), cos = Ops.Cos(angle);
        double middleRow = (images[1] - 1) / 2.0, middleColumn = (images[2] - 1) / 2.0;
        SymbolicTensor y = rows - middleRow, x = columns - middleColumn;
        return (x * sin + y * cos + middleRow, x * cos - y * sin + middleColumn);
    }
}
