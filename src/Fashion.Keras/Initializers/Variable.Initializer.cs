using Fashion.Keras.Initializers;

namespace Fashion.Keras;

// Variables that an initializer fills.
public sealed partial class Variable
{
    /// <summary>Makes a variable that belongs to no layer: <c>new Variable("glorot_uniform", [3, 4])</c>.</summary>
    /// <param name="initializer">What gives the first values; null for <c>glorot_uniform</c>.</param>
    /// <param name="shape">The shape, with known sizes.</param>
    /// <param name="name">Its name, for messages; without <c>/</c>.</param>
    /// <param name="trainable">Whether training changes it by gradient.</param>
    /// <exception cref="ArgumentException">The name is empty or contains <c>/</c>, or a size of the shape is unknown.</exception>
    public Variable(Initializer? initializer, Shape shape, string name = "variable", bool trainable = true)
        : this(CheckedName(name), CheckedShape(name, shape), trainable)
    {
        Initializer filling = initializer ?? "glorot_uniform";
        Initialize(values => filling.Fill(shape, values));
    }
}
