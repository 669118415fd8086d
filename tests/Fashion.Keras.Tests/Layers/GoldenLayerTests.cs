using System.Text.Json.Nodes;
using Fashion.Keras.Layers;
using Fashion.Keras.Serialization;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Layers;

/// <summary>Every layer against Keras's own numbers: outputs, gradients of inputs and weights, changed weights, config.</summary>
public class GoldenLayerTests
{
    public static IEnumerable<TheoryDataRow<string, string>> Cases => GraphRunner.WithEngines(GoldenCase.Names("layer"));

    public static IEnumerable<TheoryDataRow<string>> Names => GoldenCase.Names("layer");

    [Theory, MemberData(nameof(Cases))]
    public void Call_KerasInputs_GivesKerasOutputs(string engine, string name)
    {
        GoldenCase golden = GoldenCase.Load("layer", name);
        Layer layer = Built(golden);
        GraphResult result = GraphRunner.Run(GraphRunner.Engine(engine), Inputs(golden),
            (x, context) => [.. LayerCase.Use(layer, golden.Json, x, context)], golden["training"]!.GetValue<bool>());
        GoldenTensor[] outputs = golden.Tensors("outputs");
        Assert.Equal(outputs.Select(o => o.Shape), result.Shapes);
        for (int i = 0; i < outputs.Length; i++) AssertClose.Equal(outputs[i].Values, Floats(result.Outputs[i]), 1e-5, 1e-5, $"output {i}");
        if (golden["weights_after"] is not JsonArray after) return;
        foreach ((Variable variable, JsonNode? weight) in layer.Weights.Zip(after))
            AssertClose.Equal(new GoldenTensor(weight!["value"]!).Values, variable.ToArray(), 1e-5, 1e-5, variable.Name + " afterwards");
    }

    [Theory, MemberData(nameof(Cases))]
    public void Gradient_KerasInputs_GivesKerasGradients(string engine, string name)
    {
        GoldenCase golden = GoldenCase.Load("layer", name);
        if (golden["gradient"] is not JsonObject gradient)
        {
            Assert.False(golden.Json.ContainsKey("gradient"));
            return;
        }
        Layer layer = Built(golden);
        double[][] directions = [.. gradient["R"]!.AsArray().Select(r => new GoldenTensor(r!).Values)];
        GraphResult result = GraphRunner.RunWithGradients(GraphRunner.Engine(engine), Inputs(golden),
            (x, context) => [.. LayerCase.Use(layer, golden.Json, x, context)],
            directions, () => layer.TrainableWeights, golden["training"]!.GetValue<bool>());
        JsonArray inputs = gradient["inputs"]!.AsArray(), weights = gradient["weights"]!.AsArray();
        for (int i = 0; i < inputs.Count; i++)
            if (inputs[i] is { } want)
                AssertClose.Equal(new GoldenTensor(want).Values, Floats(result.InputGradients[i]), 1e-5, 1e-4, $"gradient of input {i}");
        Assert.Equal(weights.Select(w => w!["name"]!.GetValue<string>()), layer.TrainableWeights.Select(w => w.Name));
        for (int i = 0; i < weights.Count; i++)
            if (weights[i]!["value"] is { } want)
                AssertClose.Equal(new GoldenTensor(want).Values, Floats(result.VariableGradients[i]), 1e-5, 1e-4,
                    $"gradient of {layer.TrainableWeights[i].Name}");
    }

    [Theory, MemberData(nameof(Names))]
    public void ComputeOutputShape_KerasInputs_AgreesWithKeras(string name)
    {
        GoldenCase golden = GoldenCase.Load("layer", name);
        Layer layer = Built(golden);
        Shape[] shapes =
            [.. layer.ComputeOutputShapes([.. golden.Tensors("inputs").Select(t => t.Shape)], LayerCase.Arguments(golden.Json))];
        Assert.Equal(golden.Tensors("outputs").Select(t => t.Shape), shapes);
    }

    [Theory, MemberData(nameof(Names))]
    public void WriteConfig_LikeKeras_HasKerasKeysAndValues(string name)
    {
        // Keys that not every Keras 3 knows, or whose only supported value is the default, are left out on purpose.
        string[] omitted = ["dtype", "quantization_config", "input_axes", "output_axes", "synchronized", "renorm", "renorm_clipping",
            "renorm_momentum", "rms_scaling", "zero_output_for_mask"];
        GoldenCase golden = GoldenCase.Load("layer", name);
        Layer layer = Built(golden);
        var config = new ConfigWriter();
        layer.WriteConfig(config);
        var want = golden["full_config"]!.AsObject();
        foreach ((string key, JsonNode? value) in want)
        {
            if (omitted.Contains(key)
                || (key == "data_format" && !config.Json.ContainsKey(key) && value?.GetValue<string>() == "channels_last")) continue;
            if (key == "name") continue;
            Assert.True(config.Json.ContainsKey(key), $"{name}: '{key}' is missing");
            Assert.True(SameJson(value, config.Json[key]),
                $"{name}: '{key}' is {config.Json[key]?.ToJsonString() ?? "null"}, should be {value?.ToJsonString() ?? "null"}");
        }
        foreach ((string key, JsonNode? _) in config.Json)
            Assert.True(want.ContainsKey(key) || key is "activity_regularizer" or "seed", $"{name}: Keras does not know '{key}'");
    }

    // Numbers by value; nested objects by class name and the arguments that we write.
    private static bool SameJson(JsonNode? want, JsonNode? got) => (want, got) switch
    {
        (null, null) => true,
        (JsonObject w, JsonObject g) when g.ContainsKey("class_name") =>
            SameJson(w["class_name"], g["class_name"]) && SameJson(w["config"], g["config"]),
        (JsonObject w, JsonObject g) =>
            g.All(p => p.Key == "dtype"
                || (w.ContainsKey(p.Key) ? SameJson(w[p.Key], p.Value) : p.Key is "activity_regularizer" or "seed" && p.Value is null)),
        (JsonArray w, JsonArray g) => w.Count == g.Count && w.Zip(g).All(p => SameJson(p.First, p.Second)),
        (JsonValue w, JsonValue g) when w.GetValueKind() == System.Text.Json.JsonValueKind.Number && g.GetValueKind() == w.GetValueKind() =>
            double.Parse(w.ToJsonString(), System.Globalization.CultureInfo.InvariantCulture)
                == double.Parse(g.ToJsonString(), System.Globalization.CultureInfo.InvariantCulture),
        (not null, not null) => want.ToJsonString() == got.ToJsonString(),
        _ => false,
    };

    internal static Layer Built(GoldenCase golden)
    {
        Layer layer = LayerCase.Create(golden.Text("class_name"), golden["config"]);
        LayerCase.SetWeights(layer, LayerCase.Arguments(golden.Json)
            .Shapes([.. golden.Tensors("inputs").Select(t => t.Shape.With(0, Shape.Unknown))]), golden["weights"]!.AsArray());
        return layer;
    }

    internal static Fed[] Inputs(GoldenCase golden) => [.. golden.Tensors("inputs").Select(t => new Fed(t))];

    private static float[] Floats(double[] values) => Array.ConvertAll(values, v => (float)v);
}
