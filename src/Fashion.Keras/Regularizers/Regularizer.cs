using System.Diagnostics.CodeAnalysis;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Regularizers;

/// <summary>
/// A penalty on a weight or an output that is added to the loss. <c>"l1"</c>, <c>"l2"</c> and <c>"l1l2"</c> can stand in its place.
/// </summary>
public abstract class Regularizer : IKerasObject
{
    /// <inheritdoc/>
    public virtual string ClassName => GetType().Name;

    /// <inheritdoc/>
    public virtual string? Module => GetType().Assembly == typeof(Regularizer).Assembly ? "keras.regularizers" : null;

    /// <summary>Writes the penalty, a single number.</summary>
    /// <param name="x">The weight or output.</param>
    public abstract SymbolicTensor Penalty(SymbolicTensor x);

    /// <inheritdoc/>
    public abstract void WriteConfig(ConfigWriter config);

    /// <summary>A regularizer by Keras's name; null stands for none.</summary>
    /// <exception cref="ArgumentException">Unknown name.</exception>
    [return: NotNullIfNotNull(nameof(name))]
    public static implicit operator Regularizer?(string? name) => name is null ? null : RegularizerTable.ByName(name);
}
