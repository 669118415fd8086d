using Fashion.Keras.Serialization;

namespace Fashion.Keras.Initializers;

/// <summary>All ones.</summary>
public sealed class Ones : Initializer
{
    /// <inheritdoc/>
    public override void Fill(Shape shape, Span<float> values) => values.Fill(1);

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config) { }
}
