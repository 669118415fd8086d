using System.Text.Json.Nodes;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Layers;

/// <summary>The golden cases of kind "mask": one file per layer class, a list of cases, each with a mask or null per input.</summary>
internal static class MaskCase
{
    public static IEnumerable<JsonObject> Of(string className) =>
        GoldenCase.Load("mask", className)["cases"]!.AsArray().Select(c => c!.AsObject());

    public static GoldenTensor[] Tensors(JsonNode list) => [.. list.AsArray().Select(t => new GoldenTensor(t!))];
}
