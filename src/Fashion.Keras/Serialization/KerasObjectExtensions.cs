using System.Text.Json.Nodes;
using Fashion.Keras.Serialization;

namespace Fashion.Keras;

/// <summary>Keras's <c>get_config()</c> of everything that files keep.</summary>
public static class KerasObjectExtensions
{
    /// <summary>The arguments of a loss, metric, optimizer, initializer ..., under Keras's names.</summary>
    /// <param name="value">The object.</param>
    public static JsonObject GetConfig(this IKerasObject value)
    {
        ArgumentNullException.ThrowIfNull(value);
        var config = new ConfigWriter();
        value.WriteConfig(config);
        return config.Json;
    }
}
