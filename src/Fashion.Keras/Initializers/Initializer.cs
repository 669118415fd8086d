using System.Diagnostics.CodeAnalysis;
using System.Numerics.Tensors;
using Fashion.Keras.Data;
using Fashion.Keras.Internal;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Initializers;

/// <summary>Start values of a weight. A name of Keras's (<c>"glorot_uniform"</c>) can stand in its place.</summary>
public abstract class Initializer : IKerasObject
{
    /// <inheritdoc/>
    public virtual string ClassName => GetType().Name;

    /// <inheritdoc/>
    public virtual string? Module => GetType().Assembly == typeof(Initializer).Assembly ? "keras.initializers" : null;

    /// <summary>Fills a weight.</summary>
    /// <param name="shape">Its shape.</param>
    /// <param name="values">Room for its elements, row-major.</param>
    public abstract void Fill(Shape shape, Span<float> values);

    /// <summary>Numbers for a shape, as <c>initializer(shape)</c> in Keras.</summary>
    /// <param name="shape">The shape, with known sizes.</param>
    /// <exception cref="InvalidOperationException">A size is not known.</exception>
    public Tensor<float> Call(Shape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        float[] values = new float[shape.ElementCount];
        Fill(shape, values);
        return TensorValues.Create(values, shape);
    }

    /// <inheritdoc/>
    public abstract void WriteConfig(ConfigWriter config);

    /// <summary>An initializer by Keras's name; null stands for the default of the weight.</summary>
    /// <exception cref="ArgumentException">Unknown name.</exception>
    [return: NotNullIfNotNull(nameof(name))]
    public static implicit operator Initializer?(string? name) => name is null ? null : InitializerTable.ByName(name);
}
