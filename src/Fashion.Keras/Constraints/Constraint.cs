using Fashion.Keras.Configuration;

namespace Fashion.Keras.Constraints;

/// <summary>A rule that a weight must obey; applied behind every optimizer step.</summary>
public abstract class Constraint : IKerasObject
{
    /// <inheritdoc/>
    public virtual string ClassName => GetType().Name;

    /// <inheritdoc/>
    public virtual string? Module => "keras.constraints";

    /// <summary>Writes the weight's allowed value.</summary>
    /// <param name="weight">The weight behind the update.</param>
    public abstract SymbolicTensor Apply(SymbolicTensor weight);

    /// <inheritdoc/>
    public abstract void WriteConfig(ConfigWriter config);
}
