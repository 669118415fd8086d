using System.Text.Json.Nodes;
using Fashion.Keras.Layers;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Layers;

/// <summary>What every layer does with masks, against Keras: whether it uses them, and which masks its outputs have.</summary>
public class GoldenMaskTests
{
    public static IEnumerable<TheoryDataRow<string, string>> Cases => GraphRunner.WithEngines(GoldenCase.Names("mask"));

    [Theory, MemberData(nameof(Cases))]
    public void Call_KerasInputsAndMasks_GivesKerasOutputsAndMasks(string engine, string name)
    {
        foreach ((JsonObject golden, int number) in MaskCase.Of(name).Select((c, i) => (c, i)))
        {
            string place = $"case {number} {golden["config"]!.ToJsonString()}";
            Layer layer = LayerCase.Create(name, golden["config"]);
            GoldenTensor[] inputs = MaskCase.Tensors(golden["inputs"]!);
            Fed[] fed = [.. inputs.Select(t => new Fed(t)),
                .. golden["masks"]!.AsArray().OfType<JsonNode>().Select(m => new Fed(new GoldenTensor(m)))];
            bool[]? marked = null;
            GraphResult Run() => GraphRunner.Run(GraphRunner.Engine(engine), fed, (x, context) =>
            {
                int next = inputs.Length;
                for (int i = 0; i < inputs.Length; i++) x[i].Mask = golden["masks"]![i] is null ? null : x[next++];
                IReadOnlyList<SymbolicTensor> outputs = LayerCase.Use(layer, golden, x[..inputs.Length], context);
                marked = [.. outputs.Select(o => o.Mask is not null)];
                return [.. outputs, .. outputs.Select(o => o.Mask).OfType<SymbolicTensor>()];
            }, golden["training"]!.GetValue<bool>());
            if (golden["error"] is not null)
            {
                Assert.ThrowsAny<ArgumentException>(Run);
                continue;
            }
            LayerCase.SetWeights(layer, LayerCase.Arguments(golden).Shapes([.. inputs.Select(t => t.Shape.With(0, Shape.Unknown))]),
                golden["weights"]!.AsArray());
            GraphResult result = Run();
            JsonArray masks = golden["output_masks"]!.AsArray();
            Assert.True(masks.Select(m => m is not null).SequenceEqual(marked!),
                $"{place}: the masks of the outputs are {string.Join(", ", marked!)}");
            AssertOutputs(golden["outputs"], result, 0, 1e-5, $"{place}: output");
            AssertOutputs(new JsonArray([.. masks.OfType<JsonNode>().Select(m => m.DeepClone())]), result, marked!.Length, 0,
                $"{place}: mask");
            if (golden["weights_after"] is not JsonArray after) continue;
            foreach ((Variable variable, JsonNode? weight) in layer.Weights.Zip(after))
                AssertClose.Equal(new GoldenTensor(weight!["value"]!).Values, variable.ToArray(), 1e-5, 1e-5,
                    $"{place}: {variable.Name} afterwards");
        }
    }

    [Fact]
    // The host computes the others before a step, where nothing is masked.
    public void Cases_OfAllLayers_AreThere()
    {
        string[] layers = [.. LayerTable.Names.Except(
            ["InputLayer", "HashedCrossing", "Hashing", "IntegerLookup", "StringLookup", "TextVectorization"])];
        string[] cases = [.. GoldenCase.Names("mask").Select(n => n.Data)];
        Expect.None(layers.Except(cases), "No file in Golden/mask; a script in Golden/scripts writes it for");
        Expect.None(cases.Except(layers), "A file in Golden/mask, but no layer for");
    }

    // Outputs of training steps with random numbers are not recorded.
    private static void AssertOutputs(JsonNode? want, GraphResult result, int first, double tolerance, string place)
    {
        if (want is null) return;
        GoldenTensor[] tensors = MaskCase.Tensors(want);
        for (int i = 0; i < tensors.Length; i++)
        {
            Assert.Equal(tensors[i].Shape, result.Shapes[first + i]);
            AssertClose.Equal(tensors[i].Values, Array.ConvertAll(result.Outputs[first + i], v => (float)v), tolerance, tolerance,
                $"{place} {i}");
        }
    }
}
