using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

/// <summary>What dropouts of whole channels share: a decision holds for all cells of a channel of a sample.</summary>
public abstract class SpatialDropoutLayer : DropoutLayer
{
    private readonly int _spatialRank;
    private readonly DataFormat _format;

    private protected SpatialDropoutLayer(int spatialRank, double rate, DataFormat dataFormat, int? seed, Shape? inputShape, string? name)
        : base(rate, seed, inputShape, name)
    {
        _spatialRank = spatialRank;
        _format = dataFormat;
    }

    private protected sealed override Shape Noise(Shape inputShape)
    {
        Shape cells = SpatialInput.ChannelsLast(this, inputShape, _spatialRank, _format);
        return SpatialInput.InFormat((int[])[cells[0], .. Enumerable.Repeat(1, _spatialRank), cells[^1]], _format);
    }

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        base.WriteConfig(config);
        // Sequences have no data format, and Keras's constructors have no argument trainable.
        if (_spatialRank > 1) config.Write("data_format", _format);
        config.Json.Remove("trainable");
    }
}
