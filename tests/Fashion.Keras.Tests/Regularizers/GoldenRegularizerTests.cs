using System.Text.Json.Nodes;
using Fashion.Keras.Regularizers;
using Fashion.Keras.Serialization;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Regularizers;

/// <summary>Every regularizer against Keras's own numbers.</summary>
public class GoldenRegularizerTests
{
    public static IEnumerable<TheoryDataRow<string, string>> Cases => GraphRunner.WithEngines(GoldenCase.Names("regularizer"));

    [Theory, MemberData(nameof(Cases))]
    public void Penalty_KerasInput_GivesKerasValueAndGradient(string engine, string name)
    {
        GoldenCase golden = GoldenCase.Load("regularizer", name);
        Regularizer regularizer =
            RegularizerTable.From(NestedConfig.From(
                new JsonObject { ["class_name"] = golden.Text("class_name"), ["config"] = golden["config"]!.DeepClone() }, "case"))!;
        GraphResult result = GraphRunner.RunWithGradients(GraphRunner.Engine(engine), [new Fed(golden.Tensor("input"))],
            (x, _) => [regularizer.Penalty(x[0])]);
        AssertClose.Equal(golden.Tensor("value").Values, [(float)result.Outputs[0][0]], 1e-6, 1e-5, "value");
        AssertClose.Equal(golden.Tensor("gradient").Values, Array.ConvertAll(result.InputGradients[0], v => (float)v), 1e-6, 1e-5,
            "gradient");
    }
}
