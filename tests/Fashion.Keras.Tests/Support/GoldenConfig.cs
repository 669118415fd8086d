using System.Text.Json;
using System.Text.Json.Nodes;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Tests.Support;

/// <summary>Objects out of golden files, through the code that reads Keras files; and their configuration against Keras's.</summary>
internal static class GoldenConfig
{
    /// <summary>Class name and arguments as a file has them.</summary>
    /// <param name="className">Keras's class.</param>
    /// <param name="config">Its arguments.</param>
    /// <param name="changes">Arguments that replace those.</param>
    public static NestedConfig Object(string className, JsonNode? config, params (string Key, JsonNode? Value)[] changes)
    {
        JsonObject arguments = config?.DeepClone().AsObject() ?? [];
        foreach (var (key, value) in changes) arguments[key] = value;
        return NestedConfig.From(new JsonObject { ["class_name"] = className, ["config"] = arguments }, "golden");
    }

    /// <summary>Fails unless the object writes the same keys and values as Keras's get_config.</summary>
    /// <param name="want">Keras's configuration.</param>
    /// <param name="got">The object.</param>
    /// <param name="except">Keys that are not compared.</param>
    public static void AssertWritten(JsonObject want, IKerasObject got, params string[] except)
    {
        var writer = new ConfigWriter();
        got.WriteConfig(writer);
        Assert.Equal(want.Select(p => p.Key).Except(except).Order(), writer.Json.Select(p => p.Key).Except(except).Order());
        foreach (var (key, value) in want)
            if (!except.Contains(key)) Assert.True(Same(value, writer.Json[key]),
                $"{key}: {writer.Json[key]?.ToJsonString() ?? "null"} instead of {value?.ToJsonString() ?? "null"}");
    }

    // Numbers are the same when they are the same float: Keras keeps a learning rate of 0.001 as 0.0010000000474974513.
    private static bool Same(JsonNode? want, JsonNode? got) => (want, got) switch
    {
        (null, null) => true,
        (null, _) or (_, null) => false,
        (JsonArray w, JsonArray g) => w.Count == g.Count && w.Zip(g).All(p => Same(p.First, p.Second)),
        _ when want.GetValueKind() == JsonValueKind.Number => got.GetValueKind() == JsonValueKind.Number && Single(want) == Single(got),
        _ => JsonNode.DeepEquals(want, got),
    };

    private static float Single(JsonNode number) =>
        (float)double.Parse(number.ToJsonString(), System.Globalization.CultureInfo.InvariantCulture);
}
