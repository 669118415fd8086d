using Fashion.Keras.Serialization;

namespace Fashion.Keras.Initializers;

/// <summary>
/// The square roots of another initializer's values: start values of a standard deviation. Files keep the other one only.
/// </summary>
internal sealed class RootOf(Initializer squares) : Initializer
{
    public override void Fill(Shape shape, Span<float> values)
    {
        squares.Fill(shape, values);
        foreach (ref float value in values) value = MathF.Sqrt(value);
    }

    public override void WriteConfig(ConfigWriter config) => squares.WriteConfig(config);
}
