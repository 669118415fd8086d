using System.Text.Json.Nodes;
using Fashion.Keras.Layers;
using Fashion.Keras.Saving;
using Fashion.Keras.Serialization;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Layers;

/// <summary>A golden case as a layer: made from the case's config by the same table that reads Keras files.</summary>
internal static class LayerCase
{
    public static Layer Create(string className, JsonNode? config)
    {
        if (!LayerTable.Names.Contains(className)) Assert.Skip($"not built yet: {className}");
        return ModelConfigReader.Layer(
            NestedConfig.From(new JsonObject { ["class_name"] = className, ["config"] = config?.DeepClone() }, "case"));
    }

    /// <summary>What the case says of the call in addition to its inputs: their names, and flags.</summary>
    public static LayerArguments Arguments(JsonObject golden) => golden["call"] is not JsonObject call ? LayerArguments.None
        : new LayerArguments([.. call["inputs"]!.AsArray().Select(n => n!.GetValue<string>())],
            [.. call["flags"]!.AsArray().Select(n => n!.GetValue<string>())]);

    /// <summary>Uses the layer as the case says.</summary>
    public static IReadOnlyList<SymbolicTensor> Use(Layer layer, JsonObject golden, SymbolicTensor[] inputs, CallContext context) =>
        layer.Apply(inputs, Arguments(golden), context);

    /// <summary>Makes the weights for these inputs and sets them to the case's values; checks names, order and shapes.</summary>
    public static void SetWeights(Layer layer, IReadOnlyList<Shape> inputs, JsonArray weights)
    {
        layer.EnsureBuilt(inputs);
        Assert.Equal(weights.Select(w => w!["name"]!.GetValue<string>()), layer.Weights.Select(w => w.Name));
        foreach ((Variable variable, JsonNode? weight) in layer.Weights.Zip(weights))
        {
            var value = new GoldenTensor(weight!["value"]!);
            Assert.Equal(value.Shape, variable.Shape);
            if (weight["trainable"] is { } trainable) Assert.Equal(trainable.GetValue<bool>(), variable.Trainable);
            variable.Set(value.Floats);
        }
    }
}
