using System.Text.Json.Nodes;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Losses;

/// <summary>Sums over some axes, or over all when none are named.</summary>
internal static class AxisSum
{
    public static SymbolicTensor Of(SymbolicTensor x, IReadOnlyList<int>? axes) => axes is null ? Ops.Sum(x) : Ops.Sum(x, [.. axes]);

    /// <summary>The axes as files have them.</summary>
    public static JsonNode? Json(IReadOnlyList<int>? axes) =>
        axes is null ? null : new JsonArray([.. axes.Select(a => (JsonNode)JsonValue.Create(a))]);

    /// <summary>The axes in a file: null, one number or a list.</summary>
    public static IReadOnlyList<int>? From(ConfigReader config) => config.GetAxes("axis");
}
