using Fashion.Keras.Internal;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Initializers;

/// <summary>The identity matrix, times a gain. For weights of two axes.</summary>
/// <param name="gain">Factor.</param>
public sealed class Identity(double gain = 1) : Initializer
{
    /// <summary>Factor.</summary>
    public double Gain { get; } = Guard.Finite(gain, nameof(Identity));

    /// <inheritdoc/>
    public override void Fill(Shape shape, Span<float> values)
    {
        ArgumentNullException.ThrowIfNull(shape);
        if (shape.Rank != 2)
            throw new ShapeMismatchException($"Identity: only weights of two axes can start as an identity matrix, not {shape}.")
            { Received = shape };
        values.Clear();
        for (int i = 0; i < Math.Min(shape[0], shape[1]); i++) values[i * shape[1] + i] = (float)Gain;
    }

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Write("gain", Gain);
    }
}
