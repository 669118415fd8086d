using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

/// <summary>What dropouts share that decide about every element, or together about those along chosen axes.</summary>
public abstract class NoiseShapeDropout : DropoutLayer
{
    private protected NoiseShapeDropout(double rate, Shape? noiseShape, int? seed, Shape? inputShape, string? name)
        : base(rate, seed, inputShape, name) => NoiseShape = noiseShape;

    /// <summary>Shape of the random decision; null for one per element.</summary>
    public Shape? NoiseShape { get; }

    // Samples share their noise where its batch axis has a size of its own.
    internal override bool MixesSamples(bool training, bool masked) =>
        (training && NoiseShape is { Rank: > 0 } noise && noise[0] != Shape.Unknown) || base.MixesSamples(training, masked);

    private protected sealed override Shape Noise(Shape inputShape)
    {
        if (NoiseShape is null) return inputShape;
        if (NoiseShape.Rank != inputShape.Rank)
            throw new ShapeMismatchException(
                $"Layer '{Name}' ({ClassName}): noiseShape {NoiseShape} needs as many axes as the input {inputShape}.")
            { LayerName = Name, Received = inputShape };
        return NoiseShape.Select((size, axis) => size == Shape.Unknown ? inputShape[axis] : size).ToArray();
    }

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        base.WriteConfig(config);
        config.Write("noise_shape", NoiseShape);
    }
}
