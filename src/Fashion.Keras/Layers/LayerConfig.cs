using System.Text.Json.Nodes;
using Fashion.Keras.Activations;
using Fashion.Keras.Configuration;
using Fashion.Keras.Constraints;
using Fashion.Keras.Initializers;
using Fashion.Keras.Regularizers;

namespace Fashion.Keras.Layers;

/// <summary>The words that many layers share in Keras files: padding, data format, activations, sizes.</summary>
internal static class LayerConfig
{
    public static string? Name(this ConfigReader config) => config.GetString("name");

    public static Initializer? Initializer(this ConfigReader config, string key) => InitializerTable.From(config.GetObject(key));

    public static Regularizer? Regularizer(this ConfigReader config, string key) => RegularizerTable.From(config.GetObject(key));

    public static Constraint? Constraint(this ConfigReader config, string key) => ConstraintTable.From(config.GetObject(key));

    /// <summary>An activation; Keras writes none as "linear".</summary>
    public static ActivationFunction? Activation(this ConfigReader config, string key = "activation") =>
        config.GetObject(key) is { } nested && nested.ClassName != "linear" ? ActivationTable.From(nested) : null;

    public static ConfigWriter Write(this ConfigWriter config, string key, ActivationFunction? activation)
    {
        if (activation is null) return config.Write(key, "linear");
        activation.WriteTo(config, key);
        return config;
    }

    public static Padding Padding(this ConfigReader config) => config.GetString("padding", "valid")!.ToLowerInvariant() switch
    {
        "valid" => Keras.Padding.Valid,
        "same" => Keras.Padding.Same,
        "causal" => Keras.Padding.Causal,
        _ => throw config.Wrong("padding", "'valid', 'same' or 'causal'"),
    };

    public static ConfigWriter Write(this ConfigWriter config, string key, Padding padding) => config.Write(key, padding.ToString().ToLowerInvariant());

    public static DataFormat DataFormat(this ConfigReader config) => config.GetString("data_format", "channels_last") switch
    {
        "channels_last" => Keras.DataFormat.ChannelsLast,
        "channels_first" => Keras.DataFormat.ChannelsFirst,
        _ => throw config.Wrong("data_format", "'channels_last' or 'channels_first'"),
    };

    public static ConfigWriter Write(this ConfigWriter config, string key, DataFormat format) =>
        config.Write(key, format == Keras.DataFormat.ChannelsLast ? "channels_last" : "channels_first");

    /// <summary>One size per spatial axis; a single number stands for all of them.</summary>
    public static Shape? Sizes(this ConfigReader config, string key, int rank)
    {
        if (!config.Has(key)) return null;
        Shape sizes = config.Json[key] is JsonArray ? config.GetShape(key)! : new[] { config.GetInt(key) };
        if (sizes.Rank == 1 && rank > 1) return Enumerable.Repeat(sizes[0], rank).ToArray();
        return sizes.Rank == rank ? sizes : throw config.Wrong(key, $"{rank} whole number(s)");
    }
}
