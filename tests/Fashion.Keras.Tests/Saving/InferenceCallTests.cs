using System.Text;
using System.Text.Json.Nodes;
using Fashion.Keras.Saving;

namespace Fashion.Keras.Tests.Saving;

/// <summary>
/// <c>layer(x, training=False)</c> in a file: the layer works as in Predict also within Fit, as transfer learning wants it.
/// </summary>
public sealed class InferenceCallTests : IDisposable
{
    private const string Keras3 = """
        {"class_name":"Functional","config":{"name":"transfer","layers":[
          {"class_name":"InputLayer","name":"x","config":{"batch_shape":[null,3],"name":"x"},"inbound_nodes":[]},
          {"class_name":"BatchNormalization","name":"norm","config":{"name":"norm"},"inbound_nodes":[{"args":[{"class_name":"__keras_tensor__","config":{"keras_history":["x",0,0]}}],"kwargs":{"mask":null,"training":false}}]},
          {"class_name":"Dense","name":"head","config":{"name":"head","units":2},"inbound_nodes":[{"args":[{"class_name":"__keras_tensor__","config":{"keras_history":["norm",0,0]}}],"kwargs":{}}]}],
          "input_layers":["x",0,0],"output_layers":["head",0,0]}}
        """;

    private const string Keras2 = """
        {"class_name":"Functional","config":{"name":"transfer","layers":[
          {"class_name":"InputLayer","name":"x","config":{"batch_input_shape":[null,3],"name":"x"},"inbound_nodes":[]},
          {"class_name":"BatchNormalization","name":"norm","config":{"name":"norm"},"inbound_nodes":[[["x",0,0,{"training":false}]]]},
          {"class_name":"Dense","name":"head","config":{"name":"head","units":2},"inbound_nodes":[[["norm",0,0,{}]]]}],
          "input_layers":[["x",0,0]],"output_layers":[["head",0,0]]}}
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("fashion-keras-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(Keras3)]
    [InlineData(Keras2)]
    public void Fit_LayerCalledForInference_KeepsItsAverages(string config)
    {
        Model model = Read(config);
        Assert.False(Changes(model));

        foreach (string name in (string[])["model.keras", "model.h5"])
        {
            model.Save(Path.Combine(_folder, name));
            Assert.False(Changes(Model.Load(Path.Combine(_folder, name))), name);
        }
        Assert.True(
            Changes(
                Read(config.Replace("\"training\":false", "", StringComparison.Ordinal)
                    .Replace("null,}", "null}", StringComparison.Ordinal))));
    }

    [Fact]
    public void Read_OtherArguments_NamesLayerAndArgument()
    {
        var e =
            Assert.Throws<ModelFormatException>(
                () => Read(Keras2.Replace("\"training\":false", "\"initial_state\":1", StringComparison.Ordinal)));

        Assert.Contains("'norm'", e.Message, StringComparison.Ordinal);
        Assert.Contains("'initial_state'", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_NumberInPlaceOfATensor_NamesTheLayer()
    {
        var e =
            Assert.Throws<ModelFormatException>(
                () => Read(Keras3.Replace("}],\"kwargs\":{}}", "},2.5],\"kwargs\":{}}", StringComparison.Ordinal)));

        Assert.Contains("'head' takes 2.5", e.Message, StringComparison.Ordinal);
    }

    private static Model Read(string config) => ModelConfigReader.Read(JsonNode.Parse(Encoding.UTF8.GetBytes(config))!, "file", null);

    // Whether training moves the averages of the normalization.
    private static bool Changes(Model model)
    {
        float[] before = model.GetLayer("norm").Weights[2].ToArray();
        model.Compile("sgd", "mse");
        model.Fit(new float[4, 3] { { 1, 2, 3 }, { 2, 2, 5 }, { 0, 1, 1 }, { 4, 4, 4 } }, new float[4, 2], verbose: Verbosity.Silent);
        return !before.SequenceEqual(model.GetLayer("norm").Weights[2].ToArray());
    }
}
