using Fashion.Keras.Graph;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

/// <summary>What layers share that change images and keep their shape: in training, or always where a layer says so.</summary>
public abstract class ImageLayer : Layer
{
    private protected ImageLayer(DataFormat dataFormat, Shape? inputShape, string? name) : base(name, inputShape) =>
        DataFormat = dataFormat;

    /// <summary>Where the channel axis stands.</summary>
    public DataFormat DataFormat { get; }

    internal sealed override bool TakesSingleImages => true;

    /// <summary>Changes images (batch, height, width, channels).</summary>
    private protected abstract SymbolicTensor Change(SymbolicTensor images, CallContext context);

    /// <summary>Shape of the changed images, channels last.</summary>
    private protected virtual Shape ChangedShape(Shape images) => images;

    /// <summary>
    /// What becomes of images (batch, height, width, channels) outside of training; the same tensor leaves them and their mask as they are.
    /// </summary>
    private protected virtual SymbolicTensor Settle(SymbolicTensor images) => images;

    /// <summary>Changes images (batch, height, width, channels), for a layer around this one.</summary>
    internal SymbolicTensor ChangeInside(SymbolicTensor images, CallContext context)
    {
        Named(() => ChangedShape(images.Shape));
        return Change(images, context);
    }

    /// <inheritdoc/>
    public sealed override Shape ComputeOutputShape(Shape inputShape) => SingleImage.Shape(inputShape,
        images => Named(() => SpatialInput.InFormat(ChangedShape(SpatialInput.ChannelsLast(this, images, 2, DataFormat)), DataFormat)));

    /// <inheritdoc/>
    protected sealed override SymbolicTensor Call(SymbolicTensor inputs, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(context);
        ComputeOutputShape(inputs.Shape);
        return SingleImage.Call(this, inputs, batch =>
        {
            SymbolicTensor images = ChannelOrder.ToLast(batch, DataFormat);
            SymbolicTensor result = context.Training ? Change(images, context) : Settle(images);
            return !context.Training && ReferenceEquals(result, images) ? null : ChannelOrder.FromLast(result, DataFormat);
        }) ?? inputs.WithMask(inputs.Mask);
    }

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        base.WriteConfig(config);
        config.Write("data_format", DataFormat);
    }
}
