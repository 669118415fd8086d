using Fashion.Keras.Serialization;

namespace Fashion.Keras.Activations;

/// <summary>
/// An activation whose options Keras can only keep in the form of its layer: <c>{"class_name": "LeakyReLU", "config": ...}</c>.
/// With its default options the plain name is written.
/// </summary>
public abstract class LayerActivation : ActivationFunction, IKerasObject
{
    private protected LayerActivation() { }

    /// <inheritdoc/>
    public abstract string ClassName { get; }

    /// <inheritdoc/>
    public string? Module => "keras.layers";

    /// <summary>Whether all options have the defaults of Keras's function.</summary>
    private protected abstract bool HasDefaults { get; }

    /// <inheritdoc/>
    public abstract void WriteConfig(ConfigWriter config);

    internal override void WriteTo(ConfigWriter config, string key)
    {
        if (HasDefaults) base.WriteTo(config, key);
        else config.Write(key, (IKerasObject)this);
    }
}
