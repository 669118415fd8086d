using Fashion.Keras.Serialization;

namespace Fashion.Keras.Initializers;

/// <summary>All zeros: the default for biases.</summary>
public sealed class Zeros : Initializer
{
    /// <inheritdoc/>
    public override void Fill(Shape shape, Span<float> values) => values.Clear();

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config) { }
}
