using Fashion.Keras.Internal;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Initializers;

/// <summary>The same number everywhere.</summary>
/// <param name="value">The number.</param>
public sealed class Constant(double value = 0) : Initializer
{
    /// <summary>The number.</summary>
    public double Value { get; } = Guard.Number(value, nameof(Constant));

    /// <inheritdoc/>
    public override void Fill(Shape shape, Span<float> values)
    {
        values.Fill((float)Value);
    }

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Write("value", Value);
    }
}
