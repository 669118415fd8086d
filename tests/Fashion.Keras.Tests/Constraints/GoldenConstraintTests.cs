using System.Text.Json.Nodes;
using Fashion.Keras.Constraints;
using Fashion.Keras.Serialization;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Constraints;

/// <summary>Every constraint against Keras's own numbers.</summary>
public class GoldenConstraintTests
{
    public static IEnumerable<TheoryDataRow<string, string>> Cases => GraphRunner.WithEngines(GoldenCase.Names("constraint"));

    [Theory, MemberData(nameof(Cases))]
    public void Apply_KerasInput_GivesKerasOutput(string engine, string name)
    {
        GoldenCase golden = GoldenCase.Load("constraint", name);
        Constraint constraint =
            ConstraintTable.From(NestedConfig.From(
                new JsonObject { ["class_name"] = golden.Text("class_name"), ["config"] = golden["config"]!.DeepClone() }, "case"))!;
        GraphResult result =
            GraphRunner.Run(GraphRunner.Engine(engine), [new Fed(golden.Tensor("input"))], (x, _) => [constraint.Apply(x[0])]);
        AssertClose.Equal(golden.Tensor("output").Values, Array.ConvertAll(result.Outputs[0], v => (float)v), 1e-6, 1e-5, "output");
    }
}
