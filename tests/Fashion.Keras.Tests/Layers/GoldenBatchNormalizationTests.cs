using System.Text.Json.Nodes;
using Fashion.Keras.Execution;
using Fashion.Keras.Layers;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Layers;

/// <summary>Batch normalization over several training steps, then in inference and frozen, against Keras's own numbers.</summary>
public class GoldenBatchNormalizationTests
{
    public static IEnumerable<TheoryDataRow<string, string>> Cases => GraphRunner.WithEngines(GoldenCase.Names("batchnorm_training"));

    [Theory, MemberData(nameof(Cases))]
    public void Call_StepByStep_FollowsKeras(string engineName, string name)
    {
        GoldenCase golden = GoldenCase.Load("batchnorm_training", name);
        IEngine engine = GraphRunner.Engine(engineName);
        JsonArray steps = golden["training_steps"]!.AsArray();
        Layer layer = LayerCase.Create("BatchNormalization", golden["config"]);
        LayerCase.SetWeights(layer, [new GoldenTensor(steps[0]!["input"]!).Shape.With(0, Shape.Unknown)],
            golden["initial_weights"]!.AsArray());
        foreach (JsonNode? step in steps)
        {
            Check(step!, training: true, "training step");
            foreach (string moving in ((string[])["moving_mean", "moving_variance", "moving_stddev", "renorm_mean", "renorm_stddev"]).Where(
                name => step![name] is not null))
                AssertClose.Equal(new GoldenTensor(step![moving]!).Values, layer.Weights.Single(w => w.Name == moving).ToArray(), 1e-5,
                    1e-5, moving);
        }
        Check(golden["inference_after"]!, training: false, "inference");
        layer.Trainable = false;
        float[] before = layer.Weights[^1].ToArray();
        var frozen = new JsonObject
        {
            ["input"] = golden["inference_after"]!["input"]!.DeepClone(),
            ["output"] = Output(golden["frozen_layer_training_true"]!).DeepClone()
        };
        Check(frozen, training: true, "frozen");
        Assert.Equal(before, layer.Weights[^1].ToArray());

        void Check(JsonNode step, bool training, string what)
        {
            GraphResult result = GraphRunner.Run(engine, [new Fed(new GoldenTensor(step["input"]!))],
                (x, context) => [.. layer.CallIn(x, context)], training);
            AssertClose.Equal(new GoldenTensor(step["output"]!).Values, Array.ConvertAll(result.Outputs[0], v => (float)v), 1e-5, 1e-5,
                what);
        }
    }

    private static JsonNode Output(JsonNode node) => node["output"] ?? node;
}
