using System.Globalization;
using System.Text.Json.Nodes;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

/// <summary>The words that layers for categories share in Keras files.</summary>
internal static class CategoryConfig
{
    public static OutputMode OutputMode(this ConfigReader config, OutputMode fallback) => config.Choice("output_mode", fallback);

    public static ConfigWriter Write(this ConfigWriter config, OutputMode mode) => config.WriteChoice<OutputMode>("output_mode", mode);

    /// <summary>Refuses what Keras calls sparse and ragged tensors.</summary>
    public static void RequireDense(this ConfigReader config)
    {
        foreach (string key in (string[])["sparse", "ragged"])
            if (config.GetBool(key, false))
                throw config.Wrong(key, $"false: there are no {key} tensors here. The dense output has the same numbers");
    }

    /// <summary>A positive whole number; null when the key is missing or null.</summary>
    public static int? Positive(this ConfigReader config, string key) =>
        config.GetIntOrNull(key) is not { } number ? null : number > 0 ? number : throw config.Wrong(key, "a positive whole number");

    /// <summary>Whole numbers of 64 bits; null when the key is missing or null.</summary>
    public static IReadOnlyList<long>? Longs(this ConfigReader config, string key)
    {
        if (!config.Has(key)) return null;
        if (config.Json[key] is not JsonArray list) throw config.Wrong(key, "a list of whole numbers");
        return [.. list.Select(node => TryLong(node, out long number) ? number : throw config.Wrong(key, "a list of whole numbers"))];
    }

    /// <summary>A whole number of 64 bits; null when the key is missing or null.</summary>
    public static long? Long(this ConfigReader config, string key) =>
        !config.Has(key) ? null : TryLong(config.Json[key], out long number) ? number : throw config.Wrong(key, "a whole number");

    /// <summary>Two keys of a hash function, also given as one number for both; null for none.</summary>
    public static IReadOnlyList<ulong>? Salt(this ConfigReader config)
    {
        if (!config.Has("salt")) return null;
        JsonNode?[] nodes = config.Json["salt"] is JsonArray list ? [.. list] : [config.Json["salt"]];
        return [.. nodes.Select(node =>
            node is JsonValue value && ulong.TryParse(value.ToJsonString(), CultureInfo.InvariantCulture, out ulong key)
                ? key
                : throw config.Wrong("salt", "one or two whole numbers of 0 or more"))];
    }

    public static ConfigWriter Write(this ConfigWriter config, IReadOnlyList<ulong>? salt) =>
        config.Set("salt", salt is null ? null : new JsonArray([.. salt.Select(key => (JsonNode)key)]));

    private static bool TryLong(JsonNode? node, out long number)
    {
        number = 0;
        if (node is not JsonValue value) return false;
        if (long.TryParse(value.ToJsonString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number)) return true;
        bool fits = JsonValues.TryNumber(node, out double real) && real == Math.Floor(real) && Math.Abs(real) < 9e18;
        if (fits) number = (long)real;
        return fits;
    }
}
