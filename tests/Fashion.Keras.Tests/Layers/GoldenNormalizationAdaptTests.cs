using Fashion.Keras.Layers;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Layers;

/// <summary>What Normalization learns from data, against Keras's own numbers.</summary>
public class GoldenNormalizationAdaptTests
{
    public static IEnumerable<TheoryDataRow<string, string>> Cases => GraphRunner.WithEngines(GoldenCase.Names("normalization_adapt"));

    [Theory, MemberData(nameof(Cases))]
    public void Adapt_KerasData_LearnsKerasMoments(string engine, string name)
    {
        GoldenCase golden = GoldenCase.Load("normalization_adapt", name);
        var layer = (Normalization)LayerCase.Create("Normalization", golden["config"]);
        GoldenTensor data = golden.Tensor("adapt_data");
        layer.Adapt(data.Floats, data.Shape);
        AssertClose.Equal(golden.Tensor("mean").Values, layer.Weights[0].ToArray(), 1e-5, 1e-5, "mean");
        AssertClose.Equal(golden.Tensor("variance").Values, layer.Weights[1].ToArray(), 1e-5, 1e-5, "variance");
        GraphResult result =
            GraphRunner.Run(GraphRunner.Engine(engine), [new Fed(golden.Tensor("input"))], (x, context) => [.. layer.CallIn(x, context)]);
        AssertClose.Equal(golden.Tensor("output").Values, Array.ConvertAll(result.Outputs[0], v => (float)v), 1e-5, 1e-5, "output");
    }
}
