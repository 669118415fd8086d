using System.Text.Json.Nodes;
using Fashion.Keras.Layers;
using Fashion.Keras.Saving;

namespace Fashion.Keras.Tests.Saving;

/// <summary>
/// Layers inside other layers in .h5 files: Keras 3 finds their class by the module only, and a functional model by its own words.
/// </summary>
public sealed class WrappedLayersFilesTests
{
    [Fact]
    public void LegacyDialect_LayersInside_HaveModules()
    {
        SymbolicTensor frame = Input.Of([4, 4, 1]);
        var encoder = new Model(frame, frame.Conv2D(2, 3).Flatten());
        Sequential model = new Sequential().Input(3, 4, 4, 1).TimeDistributed(encoder).TimeDistributed(new Dense(2))
            .Bidirectional(new LSTM(2, seed: 1));
        JsonArray layers = LegacyDialect.Model(model.ToEntry())["config"]!["layers"]!.AsArray();

        Assert.All(layers.Skip(1), l => Assert.Null(l!["module"]));
        JsonNode functional = layers[1]!["config"]!["layer"]!, dense = layers[2]!["config"]!["layer"]!;
        Assert.Equal("keras.src.models.functional", functional["module"]!.GetValue<string>());
        Assert.Equal("flatten", functional["config"]!["output_layers"]![0]!.GetValue<string>()[..7]);
        Assert.Equal("keras.layers", dense["module"]!.GetValue<string>());
        Assert.Equal("GlorotUniform", dense["config"]!["kernel_initializer"]!["class_name"]!.GetValue<string>());
        foreach (string key in (string[])["layer", "backward_layer"])
        {
            JsonObject inside = layers[3]!["config"]![key]!.AsObject();
            Assert.Equal("keras.layers", inside["module"]!.GetValue<string>());
            Assert.False(inside["config"]!.AsObject().ContainsKey("seed"));
        }
    }

    [Fact]
    public void Load_FrozenLayerInAWrapperThatIsNot_StaysFrozen()
    {
        var dense = new Dense(2) { Trainable = false };
        Sequential model = new Sequential().Input(3, 4).TimeDistributed(dense).Bidirectional(new GRU(2));
        var both = (Bidirectional)model.Layers[1];
        both.ForwardLayer.Trainable = false;
        Model loaded = Model.FromJson(model.ToJson());
        Assert.Empty(loaded.Layers.OfType<TimeDistributed>().Single().TrainableWeights);
        Assert.Equal([true, true], loaded.Layers.Where(l => l is not Input).Select(l => l.Trainable));
        Assert.Equal([false, true],
            [((Bidirectional)loaded.Layers[^1]).ForwardLayer.Trainable, ((Bidirectional)loaded.Layers[^1]).BackwardLayer.Trainable]);
    }
}
