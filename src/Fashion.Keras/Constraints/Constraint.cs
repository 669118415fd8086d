using System.Diagnostics.CodeAnalysis;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Constraints;

/// <summary>
/// A rule that a weight must obey; applied after every optimizer step. A name of Keras's (<c>"non_neg"</c>) can stand in its place.
/// </summary>
public abstract class Constraint : IKerasObject
{
    /// <inheritdoc/>
    public virtual string ClassName => GetType().Name;

    /// <inheritdoc/>
    public virtual string? Module => GetType().Assembly == typeof(Constraint).Assembly ? "keras.constraints" : null;

    /// <summary>Writes the weight's allowed value.</summary>
    /// <param name="weight">The weight after the update.</param>
    public abstract SymbolicTensor Apply(SymbolicTensor weight);

    /// <inheritdoc/>
    public abstract void WriteConfig(ConfigWriter config);

    /// <summary>A constraint by Keras's name; null stands for none.</summary>
    /// <exception cref="ArgumentException">Unknown name.</exception>
    [return: NotNullIfNotNull(nameof(name))]
    public static implicit operator Constraint?(string? name) => name is null ? null : ConstraintTable.ByName(name);
}
