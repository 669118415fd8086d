using Fashion.Keras.Graph;
using Fashion.Keras.Internal;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

/// <summary>Random shifts, turns and zooms: every output pixel is read at a place of the input that depends on it linearly.</summary>
public abstract class RandomAffineLayer : RandomImageLayer
{
    private protected RandomAffineLayer(FillMode fillMode, Choice<Interpolation> interpolation, double fillValue, DataFormat dataFormat,
        int? seed, Shape? inputShape, string? name)
        : base(dataFormat, seed, inputShape, name)
    {
        FillMode = fillMode;
        Interpolation = ImageSampling.Check(interpolation.Or(Interpolation.Bilinear), ClassName);
        FillValue = Guard.Number(fillValue, ClassName);
    }

    /// <summary>What lies outside an image.</summary>
    public FillMode FillMode { get; }

    /// <summary>How colours between pixels are found.</summary>
    public Interpolation Interpolation { get; }

    /// <summary>The value outside with <see cref="FillMode.Constant"/>.</summary>
    public double FillValue { get; }

    /// <summary>
    /// Where to read: (row, column) in the input for the output's rows and columns, all (1, pixels) or (batch, pixels).
    /// </summary>
    internal abstract (SymbolicTensor Rows, SymbolicTensor Columns) Places(Shape images, SymbolicTensor rows, SymbolicTensor columns,
        CallContext context);

    private protected sealed override SymbolicTensor Change(SymbolicTensor images, CallContext context)
    {
        Shape shape = images.Shape;
        (SymbolicTensor rows, SymbolicTensor columns) = ImageSampling.Grid(shape);
        var places = Places(shape, rows, columns, context);
        Shape each = [shape[0], rows.Shape[1]];
        return ImageSampling.Sample(images, Ops.BroadcastTo(places.Rows, each), Ops.BroadcastTo(places.Columns, each), Interpolation,
            FillMode, (float)FillValue);
    }

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        base.WriteConfig(config);
        config.WriteChoice<FillMode>("fill_mode", FillMode).Write("interpolation", Interpolation)
            .Write("fill_value", FillValue);
    }
}
