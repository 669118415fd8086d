using System.Text.Json.Nodes;
using Fashion.Keras.Layers;
using Fashion.Keras.Saving;

namespace Fashion.Keras.Tests.Saving;

/// <summary>
/// How an .h5 file names the inputs and outputs of functional models: one tensor by itself, several in a list. Keras 3 takes a list of one
/// for a model that returns a list, and then cannot open the Sequential that the model stands in; Keras 3 itself and tf.keras 2 read both.
/// </summary>
public class OutputsInH5Tests
{
    [Fact]
    public void Save_FunctionalModelInASequential_NamesItsOneOutputByItself()
    {
        Model inner = Inner();
        JsonObject config =
            LegacyDialect.Model(
                ModelConfigWriter.Write(new Sequential { new Sequential { inner, new GlobalAveragePooling1D() }, new Dense(2) }));
        JsonNode outer = config["config"]!["layers"]!.AsArray().First(l => l!["class_name"]!.GetValue<string>() == "Sequential")!;
        JsonNode functional = outer["config"]!["layers"]!.AsArray().First(l => l!["class_name"]!.GetValue<string>() == "Functional")!;
        Assert.Equal("""["x",0,0]""", functional["config"]!["input_layers"]!.ToJsonString());
        Assert.Equal("""["y",0,0]""", functional["config"]!["output_layers"]!.ToJsonString());
    }

    [Fact]
    public void Save_ModelWithTwoOutputs_NamesThemInAList()
    {
        SymbolicTensor x = Input.Of([4], name: "x");
        JsonObject config =
            LegacyDialect.Model(
                ModelConfigWriter.Write(new Model(x, [new Dense(2, name: "y").Apply(x), new Dense(3, name: "z").Apply(x)])));
        Assert.Equal("""["x",0,0]""", config["config"]!["input_layers"]!.ToJsonString());
        Assert.Equal("""[["y",0,0],["z",0,0]]""", config["config"]!["output_layers"]!.ToJsonString());
    }

    [Fact]
    public void Load_ListOfOneOutput_IsReadAsBefore()
    {
        Model model = Inner();
        JsonObject config = LegacyDialect.Model(ModelConfigWriter.Write(model));
        foreach (string key in (string[])["input_layers", "output_layers"])
            config["config"]![key] = new JsonArray(config["config"]![key]!.DeepClone());
        Model read = Model.FromJson(config.ToJsonString());
        Assert.Equal(model.OutputShapes, read.OutputShapes);
        Assert.Equal(model.CountParams(), read.CountParams());
    }

    private static Model Inner()
    {
        SymbolicTensor x = Input.Of([5, 3], name: "x");
        return new Model(x, new Dense(4, name: "y").Apply(x), "inner");
    }
}
