using System.Text.Json.Nodes;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Tests.Serialization;

/// <summary>Old files have numbers in place of truth values; they mean what they mean in Python.</summary>
public class TruthValuesTests
{
    [Theory]
    [InlineData("true", true)]
    [InlineData("false", false)]
    [InlineData("0", false)]
    [InlineData("0.0", false)]
    [InlineData("1", true)]
    [InlineData("1.0", true)]
    [InlineData("-1", true)]
    public void GetBool_IsPythonsTruth(string json, bool expected)
    {
        foreach (bool fallback in (bool[])[true, false]) Assert.Equal(expected, Reader(json).GetBool("key", fallback));
    }

    [Theory]
    [InlineData("\"true\"")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("1e999")]
    public void GetBool_OfSomethingElse_IsRefused(string json) =>
        Assert.Throws<ModelFormatException>(() => Reader(json).GetBool("key", false));

    [Theory]
    [InlineData("0", 6)]
    [InlineData("1", 9)]
    public void FromJson_NumberInPlaceOfATruthValue_IsTaken(string useBias, int numbers)
    {
        Model model =
            Model.FromJson(
                $$$"""{"class_name": "Sequential", "config": {"name": "s", "layers": [{"class_name": "Dense", "config": {"name": "d", "units": 3, "use_bias": {{{useBias}}}, "trainable": 1, "batch_input_shape": [null, 2]}}]}, "keras_version": "2.3.1", "backend": "tensorflow"}""");
        Assert.Equal(numbers, model.CountParams());
    }

    private static ConfigReader Reader(string value) => new((JsonObject)JsonNode.Parse($"{{\"key\": {value}}}")!, "here");
}
