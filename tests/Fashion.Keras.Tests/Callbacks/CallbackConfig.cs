using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fashion.Keras.Callbacks;

namespace Fashion.Keras.Tests.Callbacks;

/// <summary>Constructor arguments of a callback in a golden case; what is absent has Keras's default.</summary>
internal sealed class CallbackConfig(JsonNode? json)
{
    public JsonNode? Json => json;

    public string Monitor => Text("monitor") ?? "val_loss";

    public MonitorMode Mode => Text("mode") switch { "min" => MonitorMode.Min, "max" => MonitorMode.Max, _ => MonitorMode.Auto };

    public string? Text(string key) => json?[key]?.GetValue<string>();

    public double? Number(string key) => NumberOf(json?[key]);

    public int? Int(string key) => json?[key]?.GetValue<int>();

    /// <summary>true, or a verbosity above 0.</summary>
    public bool Flag(string key) =>
        json?[key] is { } value
            && (value.GetValueKind() == JsonValueKind.True || value.GetValueKind() == JsonValueKind.Number && value.GetValue<int>() > 0);

    public static double? NumberOf(JsonNode? value) => value?.GetValueKind() switch
    {
        null => null,
        JsonValueKind.String => value.GetValue<string>().ToUpperInvariant() switch
        {
            "NAN" => double.NaN,
            "INF" or "INFINITY" => double.PositiveInfinity,
            "-INF" or "-INFINITY" => double.NegativeInfinity,
            string text => double.Parse(text, CultureInfo.InvariantCulture),
        },
        _ => value.GetValue<double>(),
    };
}
