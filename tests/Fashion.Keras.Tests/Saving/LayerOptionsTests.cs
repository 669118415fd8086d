using System.Text.Json.Nodes;
using Fashion.Keras.Layers;
using Fashion.Keras.Saving;
using Fashion.Keras.Serialization;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Saving;

/// <summary>No option of a file is passed over in silence, unless it changes nothing.</summary>
public class LayerOptionsTests
{
    public static IEnumerable<TheoryDataRow<string>> Cases => GoldenCase.Names("layer");

    [Theory, MemberData(nameof(Cases))]
    public void From_AllOptionsOfKeras_AreKnown(string name)
    {
        GoldenCase golden = GoldenCase.Load("layer", name);
        JsonNode config = golden["full_config"]!.DeepClone();

        Layer layer =
            ModelConfigReader.Layer(
                NestedConfig.From(new JsonObject { ["class_name"] = golden.Text("class_name"), ["config"] = config }, name));

        Assert.Equal(golden.Text("class_name"), layer.ClassName);
    }

    [Theory]
    [InlineData("Flatten", """{"lora_rank":4}""", "lora_rank")]
    [InlineData("Dense", """{"units":2,"quantization_config":{"mode":"int8"}}""", "quantization_config")]
    [InlineData("Embedding", """{"input_dim":5,"output_dim":2,"quantization_config":{"mode":"int8"}}""", "quantization_config")]
    [InlineData("LSTM", """{"units":2,"time_major":true}""", "time_major")]
    [InlineData("Bidirectional", """{"layer":{"class_name":"LSTM","config":{"units":2}},"weighting":0.5}""", "weighting")]
    [InlineData("TimeDistributed", """{"layer":{"class_name":"Dense","config":{"units":2}},"unrolled":3}""", "unrolled")]
    [InlineData("BatchNormalization", """{"renorm":true,"renorm_clipping":{"rmax":2,"rmean":1}}""", "renorm_clipping")]
    [InlineData("BatchNormalization", """{"mode":1}""", "mode")]
    [InlineData("MaxPooling2D", """{"brand_new":0.5}""", "brand_new")]
    public void From_OptionThatWouldChangeTheResult_NamesLayerAndOption(string className, string config, string option)
    {
        var json = new JsonObject { ["class_name"] = className, ["config"] = JsonNode.Parse(config)!.AsObject() };
        json["config"]!["name"] = "mine";

        var e = Assert.Throws<ModelFormatException>(() => LayerTable.From(NestedConfig.From(json, "file")));

        Assert.Contains(option, e.Message, StringComparison.Ordinal);
        Assert.Contains(className, e.Message, StringComparison.Ordinal);
        Assert.Contains(option, e.Entry, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Dense", """{"units":2,"batch_input_shape":[null,4],"input_dim":4,"quantization_config":null}""")]
    [InlineData("LSTM", """{"units":2,"time_major":false,"stateful":false,"implementation":2,"unroll":true}""")]
    [InlineData("Bidirectional", """{"layer":{"class_name":"LSTM","config":{"units":2}},"num_constants":null,"weights":null}""")]
    [InlineData("TimeDistributed", """{"layer":{"class_name":"Dense","config":{"units":2}},"batch_input_shape":[null,3,4]}""")]
    [InlineData("Embedding", """{"input_dim":5,"output_dim":2,"input_length":10}""")]
    [InlineData("BatchNormalization", """{"axis":[3],"renorm":false,"renorm_momentum":0.99,"fused":true,"virtual_batch_size":null}""")]
    public void From_OptionsThatChangeNothing_ArePassedOver(string className, string config) =>
        Assert.Equal(className,
            LayerTable.From(
                NestedConfig.From(new JsonObject { ["class_name"] = className, ["config"] = JsonNode.Parse(config) }, "file")).ClassName);
}
