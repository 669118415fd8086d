namespace Fashion.Keras.Layers;

/// <summary>The key of a constructor's argument in configs, where it is not the parameter in snake case.</summary>
/// <param name="key">The key.</param>
[AttributeUsage(AttributeTargets.Parameter)]
internal sealed class ConfigNameAttribute(string key) : Attribute
{
    /// <summary>The key.</summary>
    public string Key { get; } = key;
}
