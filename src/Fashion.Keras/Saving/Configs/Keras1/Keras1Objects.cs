using System.Text.Json.Nodes;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Saving;

/// <summary>
/// Regularizers, constraints and margins of Keras 1: settings and the class in one object, <c>{"name": "MaxNorm", "m": 2, "axis": 0}</c>.
/// </summary>
internal static class Keras1Objects
{
    /// <summary>A penalty in today's form.</summary>
    public static JsonNode? Regularizer(JsonNode? old, Func<string, ModelFormatException> wrong)
    {
        if (old is not JsonObject json || json.ContainsKey("class_name")) return old?.DeepClone();
        return JsonValues.TryText(json["name"], out string name)
            && name is "WeightRegularizer" or "ActivityRegularizer" or "L1L2Regularizer"
            ? Object("L1L2", new JsonObject { ["l1"] = Number(json["l1"]), ["l2"] = Number(json["l2"]) })
            : throw wrong($"has the regularizer {JsonValues.Short(old)}, which is not known");
    }

    /// <summary>A rule for weights in today's form.</summary>
    /// <param name="old">The rule.</param>
    /// <param name="axes">Where the axes of the old weight are today; null where they are the same.</param>
    /// <param name="wrong">Makes an error.</param>
    public static JsonNode? Constraint(JsonNode? old, int[]? axes, Func<string, ModelFormatException> wrong)
    {
        if (old is not JsonObject json || json.ContainsKey("class_name")) return old?.DeepClone();
        return (JsonValues.TryText(json["name"], out string name) ? name : "").ToLowerInvariant() switch
        {
            "maxnorm" => Object("MaxNorm",
                new JsonObject { ["max_value"] = Number(json["m"] ?? 2), ["axis"] = Axes(json["axis"] ?? 0, axes, wrong) }),
            "minmaxnorm" =>
                Object("MinMaxNorm", new JsonObject
                {
                    ["min_value"] = Number(json["low"] ?? 0),
                    ["max_value"] = Number(json["high"] ?? 1),
                    ["rate"] = Number(json["rate"] ?? 1),
                    ["axis"] = Axes(json["axis"] ?? 0, axes, wrong)
                }),
            "nonneg" => Object("NonNeg", []),
            "unitnorm" => Object("UnitNorm", new JsonObject { ["axis"] = Axes(json["axis"] ?? 0, axes, wrong) }),
            _ => throw wrong($"has the constraint {JsonValues.Short(old)}, which is not known"),
        };
    }

    /// <summary>Zeros around an image or a sequence: a number, (rows, columns), (top, bottom, left, right), or by name.</summary>
    public static JsonNode Margins(JsonNode old) => old switch
    {
        JsonObject sides when sides.ContainsKey("top_pad") || sides.ContainsKey("bottom_pad") =>
            new JsonArray(Pair(sides, "top_pad", "bottom_pad"), Pair(sides, "left_pad", "right_pad")),
        JsonObject sides => Pair(sides, "left_pad", "right_pad"),
        JsonArray { Count: 4 } four =>
            new JsonArray(new JsonArray(four[0]?.DeepClone(), four[1]?.DeepClone()),
                new JsonArray(four[2]?.DeepClone(), four[3]?.DeepClone())),
        _ => old.DeepClone(),
    };

    private static JsonArray Pair(JsonObject sides, string before, string after) =>
        new(sides[before]?.DeepClone() ?? 0, sides[after]?.DeepClone() ?? 0);

    private static JsonObject Object(string className, JsonObject config) => new() { ["class_name"] = className, ["config"] = config };

    private static JsonNode? Number(JsonNode? node) =>
        JsonValues.TryNumber(node, out double number) ? SinglePrecision.Shortest(number) : node?.DeepClone();

    private static JsonArray Axes(JsonNode node, int[]? today, Func<string, ModelFormatException> wrong)
    {
        var result = new JsonArray();
        foreach (JsonNode? item in node is JsonArray list ? list : [node.DeepClone()])
        {
            if (!JsonValues.TryInt(item, out int axis))
                throw wrong($"has a constraint along the axis {JsonValues.Short(item)}, which is no number");
            if (today is not null)
            {
                if (axis < -today.Length || axis >= today.Length)
                    throw wrong(
                        FormattableString.Invariant($"has a constraint along the axis {axis} of a kernel with {today.Length} axes"));
                axis = today[axis < 0 ? axis + today.Length : axis];
            }
            if (!result.Any(known => known!.GetValue<int>() == axis)) result.Add((JsonNode)axis);
        }
        return result;
    }
}
