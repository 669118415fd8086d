using System.Numerics.Tensors;
using System.Text.Json.Nodes;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests;

/// <summary>to_categorical and normalize against Keras.</summary>
public class GoldenUtilsTests
{
    public static IEnumerable<TheoryDataRow<string>> Cases => GoldenCase.Names("utils");

    [Theory, MemberData(nameof(Cases))]
    public void Function_OnKerasInputs_GivesItsOutputs(string name)
    {
        GoldenCase golden = GoldenCase.Load("utils", name);
        foreach (JsonNode? given in golden["cases"]!.AsArray())
        {
            var x = new GoldenTensor(given!["x"]!);
            var expected = new GoldenTensor(given["output"]!);
            Tensor<float> input = Tensor.Create(x.Floats, [.. x.Shape.Select(s => (nint)s)]);
            Tensor<float> output = given.AsObject().ContainsKey("num_classes")
                ? Utils.ToCategorical(input, given["num_classes"]?.GetValue<int>())
                : Utils.Normalize(input, given["axis"]!.GetValue<int>(), given["order"]!.GetValue<int>());
            Assert.Equal(expected.Shape.Select(s => (nint)s), output.Lengths.ToArray());
            AssertClose.Equal(expected.Values, output.ToArray(), 1e-6, 1e-6, name);
        }
    }
}
