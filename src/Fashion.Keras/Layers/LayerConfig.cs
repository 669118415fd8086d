using System.Text.Json;
using System.Text.Json.Nodes;
using Fashion.Keras.Activations;
using Fashion.Keras.Constraints;
using Fashion.Keras.Initializers;
using Fashion.Keras.Regularizers;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

/// <summary>The words that many layers share in Keras files: padding, data format, activations, sizes.</summary>
internal static class LayerConfig
{
    /// <summary>
    /// The name for a constructor. Files of older versions have names with '/', which no constructor takes; they are given afterwards.
    /// </summary>
    public static string? Name(this ConfigReader config) =>
        config.GetString("name") is { } name && !name.Contains('/', StringComparison.Ordinal) ? name : null;

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

    public static Padding Padding(this ConfigReader config) => config.Choice("padding", Keras.Padding.Valid);

    public static ConfigWriter Write(this ConfigWriter config, string key, Padding padding) =>
        config.WriteChoice<Padding>(key, padding);

    public static DataFormat DataFormat(this ConfigReader config) => config.Choice("data_format", Keras.DataFormat.ChannelsLast);

    public static ConfigWriter Write(this ConfigWriter config, string key, DataFormat format) =>
        config.WriteChoice<DataFormat>(key, format);

    /// <summary>One size per spatial axis; a single number stands for all of them.</summary>
    public static Shape? Sizes(this ConfigReader config, string key, int rank, int orRank = 0)
    {
        if (!config.Has(key)) return null;
        Shape sizes = config.Json[key] is JsonArray ? config.GetShape(key)! : new[] { config.GetInt(key) };
        if (sizes.Rank == 1 && rank > 1) return Enumerable.Repeat(sizes[0], rank).ToArray();
        return sizes.Rank == rank || sizes.Rank == orRank ? sizes : throw config.Wrong(key, $"{rank} whole number(s)");
    }

    public static Interpolation Interpolation(this ConfigReader config, Interpolation fallback) =>
        config.Choice<Interpolation>("interpolation", ConfigChoices.OthersAreNotSupported) ?? fallback;

    public static ConfigWriter Write(this ConfigWriter config, string key, Interpolation interpolation) =>
        config.WriteChoice<Interpolation>(key, interpolation);

    /// <summary>One axis as a number, several as a list, as Keras does.</summary>
    public static ConfigWriter WriteAxes(this ConfigWriter config, string key, IReadOnlyList<int> axes) =>
        axes.Count == 1 ? config.Write(key, axes[0]) : config.Set(key, new JsonArray([.. axes.Select(a => (JsonNode)a)]));

    public static ConfigWriter WriteNumbers(this ConfigWriter config, string key, IReadOnlyList<double>? numbers)
    {
        if (numbers is null || numbers.Count == 1) return config.Write(key, numbers?[0]);
        return config.Set(key, new JsonArray([.. numbers.Select(n => (JsonNode)n)]));
    }

    public static Margin1D? Margin1D(this ConfigReader config, string key) =>
        config.Sizes(key, 1, orRank: 2) is not { } sizes ? null : sizes.Rank == 1 ? sizes[0] : (sizes[0], sizes[1]);

    /// <summary>One number, (height, width), or ((top, bottom), (left, right)).</summary>
    public static Margin2D? Margin2D(this ConfigReader config, string key) =>
        config.Margins(key, 2, "((top, bottom), (left, right))") is [var vertical, var horizontal]
            ? new Margin2D(vertical, horizontal)
            : null;

    /// <summary>One number, (depth, height, width), or ((front, back), (top, bottom), (left, right)).</summary>
    public static Margin3D? Margin3D(this ConfigReader config, string key) =>
        config.Margins(key, 3, "((front, back), (top, bottom), (left, right))") is [var depth, var vertical, var horizontal]
            ? new Margin3D(depth, vertical, horizontal)
            : null;

    private static Margin1D[]? Margins(this ConfigReader config, string key, int rank, string form)
    {
        if (config.Json[key] is not JsonArray list)
            return config.GetIntOrNull(key) is { } size ? [.. Enumerable.Repeat((Margin1D)size, rank)] : null;
        if (list.Count != rank) throw config.Wrong(key, form);
        return [.. list.Select(node => new ConfigReader(new JsonObject { [key] = node?.DeepClone() }, config.Place).Margin1D(key)
            ?? throw config.Wrong(key, form))];
    }

    public static ConfigWriter Write(this ConfigWriter config, string key, Margin1D margin) =>
        config.Set(key, new JsonArray(margin.Before, margin.After));

    public static ConfigWriter Write(this ConfigWriter config, string key, Margin2D margin) =>
        config.WriteMargins(key, margin.Vertical, margin.Horizontal);

    public static ConfigWriter Write(this ConfigWriter config, string key, Margin3D margin) =>
        config.WriteMargins(key, margin.Depth, margin.Vertical, margin.Horizontal);

    private static ConfigWriter WriteMargins(this ConfigWriter config, string key, params Margin1D[] margins) =>
        config.Set(key, new JsonArray([.. margins.Select(m => (JsonNode)new JsonArray(m.Before, m.After))]));

    /// <summary>A number f for -f to f, or (low, high).</summary>
    public static RandomRange RandomRange(this ConfigReader config, string key) => config.GetNumbers(key) switch
    {
        [double size] when config.Json[key] is not JsonArray => size,
        [double low, double high] => (low, high),
        _ => throw config.Wrong(key, "a number, or a list of two"),
    };

    public static ConfigWriter Write(this ConfigWriter config, string key, RandomRange range) =>
        config.WriteNumbers(key, [range.Low, range.High]);

    public static ConfigWriter Write(this ConfigWriter config, string key, RandomRange? range) =>
        range is { } limits ? config.Write(key, limits) : config.Set(key, null);

    public static FillMode FillMode(this ConfigReader config, FillMode fallback = Keras.FillMode.Reflect) =>
        config.Choice("fill_mode", fallback);

    public static ConfigWriter Write(this ConfigWriter config, string key, FlipMode mode) =>
        config.WriteChoice<FlipMode>(key, mode);
}
