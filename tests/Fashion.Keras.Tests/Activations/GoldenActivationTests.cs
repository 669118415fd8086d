using System.Text.Json.Nodes;
using Fashion.Keras.Activations;
using Fashion.Keras.Serialization;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Activations;

/// <summary>Every activation function against Keras's own numbers, at kinks too.</summary>
public class GoldenActivationTests
{
    public static IEnumerable<TheoryDataRow<string, string>> Cases => GraphRunner.WithEngines(GoldenCase.Names("activation"));

    [Theory, MemberData(nameof(Cases))]
    public void Apply_KerasInputs_GivesKerasOutputsAndGradients(string engine, string name)
    {
        GoldenCase golden = GoldenCase.Load("activation", name);
        ActivationFunction activation = Create(golden);
        JsonObject gradient = golden["gradient"]!.AsObject();
        GoldenTensor[] inputs = golden.Tensors("inputs");
        GraphResult result = GraphRunner.RunWithGradients(GraphRunner.Engine(engine), [.. inputs.Select(i => new Fed(i))],
            (x, _) => [activation.Apply(x[0])],
            [.. gradient["R"]!.AsArray().Select(r => new GoldenTensor(r!).Values)]);
        AssertClose.Equal(golden.Tensors("outputs")[0].Values, Floats(result.Outputs[0]), 1e-5, 1e-5, "output");
        AssertClose.Equal(new GoldenTensor(gradient["inputs"]![0]!).Values, Floats(result.InputGradients[0]), 1e-5, 1e-4, "gradient");
    }

    [Theory, MemberData(nameof(Cases))]
    public void Apply_AtKinks_GivesKerasOutputs(string engine, string name)
    {
        GoldenCase golden = GoldenCase.Load("activation", name);
        if (golden["edge"] is not JsonObject edge)
        {
            Assert.False(golden.Json.ContainsKey("edge"));
            return;
        }
        ActivationFunction activation = Create(golden);
        GraphResult result =
            GraphRunner.Run(GraphRunner.Engine(engine), [new Fed(new GoldenTensor(edge["input"]!))], (x, _) => [activation.Apply(x[0])]);
        AssertClose.Equal(new GoldenTensor(edge["output"]!).Values, Floats(result.Outputs[0]), 1e-5, 1e-5, "output at kinks");
    }

    private static ActivationFunction Create(GoldenCase golden) => ActivationTable.From(NestedConfig.From(
        new JsonObject { ["class_name"] = golden.Text("activation"), ["config"] = golden["config"]!.DeepClone() }, "case"));

    private static float[] Floats(double[] values) => Array.ConvertAll(values, v => (float)v);
}
