using Fashion.Keras.Configuration;
using Fashion.Keras.Graph;
using Fashion.Keras.Internal;

namespace Fashion.Keras.Layers;

/// <summary>What layers share that change images at random while training: one draw per image. Otherwise, unless a layer says
/// something else, the images and their mask stay as they are.</summary>
public abstract class RandomImageLayer : Layer
{
    private protected RandomImageLayer(DataFormat dataFormat, int? seed, Shape? inputShape, string? name) : base(name, inputShape)
    {
        DataFormat = dataFormat;
        Seed = seed;
        DrawSeed = seed ?? SeedSource.Next();
    }

    /// <summary>Where the channel axis stands.</summary>
    public DataFormat DataFormat { get; }

    /// <summary>Seed that was given; null for a fresh one.</summary>
    public int? Seed { get; }

    // Some draw once for the whole batch.
    internal override bool MixesSamples(bool training, bool masked) => training || base.MixesSamples(training, masked);

    /// <summary>Changes images (batch, height, width, channels).</summary>
    private protected abstract SymbolicTensor Change(SymbolicTensor images, CallContext context);

    /// <summary>A number per image, (batch, 1), uniform within limits.</summary>
    private protected SymbolicTensor Draw(int batch, RandomRange range, CallContext context)
    {
        var op = new RandomOp(RandomKind.Uniform, (ulong)DrawSeed!.Value, context.NextStream(), [batch, 1]);
        return range.Low + (range.High - range.Low) * Ops.Write(ClassName, [], (g, _) => g.Add(op));
    }

    /// <summary>Shape of the changed images, channels last.</summary>
    private protected virtual Shape ChangedShape(Shape images) => images;

    /// <summary>What becomes of images (batch, height, width, channels) outside of training; the same tensor leaves them and their mask as they are.</summary>
    private protected virtual SymbolicTensor Settle(SymbolicTensor images) => images;

    /// <inheritdoc/>
    public sealed override Shape ComputeOutputShape(Shape inputShape) =>
        Named(() => SpatialInput.InFormat(ChangedShape(SpatialInput.ChannelsLast(this, inputShape, 2, DataFormat)), DataFormat));

    /// <inheritdoc/>
    protected sealed override SymbolicTensor Call(SymbolicTensor inputs, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(context);
        ComputeOutputShape(inputs.Shape);
        SymbolicTensor images = ChannelOrder.ToLast(inputs, DataFormat);
        SymbolicTensor result = context.Training ? Change(images, context) : Settle(images);
        return !context.Training && ReferenceEquals(result, images) ? inputs.WithMask(inputs.Mask) : ChannelOrder.FromLast(result, DataFormat);
    }

    internal override bool TakesSingleImages => true;

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        base.WriteConfig(config);
        config.Write("data_format", DataFormat).Write("seed", Seed);
    }
}
