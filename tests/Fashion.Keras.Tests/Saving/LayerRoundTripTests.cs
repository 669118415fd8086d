using System.Numerics.Tensors;
using System.Text.Json.Nodes;
using Fashion.Keras.Layers;
using Fashion.Keras.Saving;
using Fashion.Keras.Serialization;
using Fashion.Keras.Tests.Layers;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Saving;

/// <summary>
/// Every supported layer, with the options and weights of the golden cases, comes back out of all three formats as it was:
/// the same configuration, the same weights, the same predictions.
/// </summary>
public sealed class LayerRoundTripTests : IDisposable
{
    // No golden case: what they do in training is random, and otherwise they pass everything on.
    private static readonly Dictionary<string, (string Config, int[] Input)> Further = new()
    {
        ["SpatialDropout1D"] = ("""{"rate": 0.2}""", [4, 3]),
        ["SpatialDropout2D"] = ("""{"rate": 0.2, "seed": 3}""", [4, 4, 3]),
        ["DepthwiseConv1D"] = ("""{"kernel_size": 3, "depth_multiplier": 2}""", [8, 3]),
        ["SeparableConv1D"] = ("""{"filters": 4, "kernel_size": 3, "padding": "same"}""", [8, 3]),
        ["UpSampling1D"] = ("""{"size": 3}""", [5, 2]),
        ["Cropping1D"] = ("""{"cropping": [1, 2]}""", [8, 2]),
        ["ZeroPadding1D"] = ("""{"padding": [1, 2]}""", [8, 2]),
        ["RandomZoom"] = ("""{"height_factor": 0.2}""", [6, 6, 1]),
        ["Minimum"] = ("{}", [3]),
        ["Maximum"] = ("{}", [3]),
        ["Subtract"] = ("{}", [3]),
        ["Multiply"] = ("{}", [3]),
        ["CategoryEncoding"] = ("""{"num_tokens": 4, "output_mode": "count"}""", [3]),
        ["Discretization"] = ("""{"bin_boundaries": [0.2, 0.5], "num_bins": null, "output_mode": "one_hot"}""", [3]),
    };

    // LookupFilesTests has them: they take texts, or keep a vocabulary.
    private static readonly string[] OfOtherTests = ["HashedCrossing", "Hashing", "IntegerLookup", "StringLookup", "TextVectorization"];

    private readonly string _folder = Directory.CreateTempSubdirectory("fashion-keras-").FullName;

    public static IEnumerable<TheoryDataRow<string>> Cases => GoldenCase.Names("layer");

    public static IEnumerable<TheoryDataRow<string>> FurtherCases => Further.Keys.Select(k => new TheoryDataRow<string>(k));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory, MemberData(nameof(Cases))]
    public void SaveAndLoad_GoldenLayer_IsTheSame(string name)
    {
        GoldenCase golden = GoldenCase.Load("layer", name);
        GoldenTensor[] inputs = golden.Tensors("inputs");
        if (inputs.Any(i => i.Shape.Rank < 2)) Assert.Skip("samples without axes cannot be fed to a model");
        Layer layer =
            ModelConfigReader.Layer(NestedConfig.From(
                new JsonObject { ["class_name"] = golden.Text("class_name"), ["config"] = golden["config"]!.DeepClone() }, name));
        Model model = Around(layer, [.. inputs.Select(i => i.Shape)], LayerCase.Arguments(golden.Json));
        foreach ((JsonNode? given, Variable weight) in golden["weights"]!.AsArray().Zip(layer.Weights))
            weight.Set(new GoldenTensor(given!["value"]!).Floats);

        Check(model, name, [.. inputs.Select(i => (i.Shape, i.Floats))]);
    }

    [Theory, MemberData(nameof(FurtherCases))]
    public void SaveAndLoad_FurtherLayer_IsTheSame(string className)
    {
        (string config, int[] shape) = Further[className];
        Layer layer =
            LayerTable.From(
                NestedConfig.From(new JsonObject { ["class_name"] = className, ["config"] = JsonNode.Parse(config) }, className));
        int count = layer is MergeLayer ? 2 : 1;
        Shape batch = Shape.Create(shape).Prepend(2);
        var random = new Random(1);

        Check(Around(layer, [.. Enumerable.Repeat(batch, count)]), className,
            [.. Enumerable.Range(0, count)
                .Select(_ => (batch, Enumerable.Range(0, batch.ElementCount).Select(_ => random.NextSingle()).ToArray()))]);
    }

    [Fact]
    public void Cases_CoverEveryLayerThatFilesCanName()
    {
        var covered = Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Golden", "layer"), "*.json")
            .Select(f => GoldenCase.Load("layer", Path.GetFileNameWithoutExtension(f)).Text("class_name"))
            .Concat(Further.Keys).Concat(OfOtherTests).Append("InputLayer").ToHashSet();

        Expect.None(LayerTable.Names.Except(covered),
            "No case in Golden/layer and no row of Further in tests/Fashion.Keras.Tests/Saving/LayerRoundTripTests.cs for");
    }

    private static Model Around(Layer layer, Shape[] shapes, LayerArguments? arguments = null)
    {
        SymbolicTensor[] inputs = [.. shapes.Select(s => Input.Of(s[1..]))];
        return new Model(inputs, layer.Apply(inputs, arguments ?? LayerArguments.None, null).ToArray(), "around");
    }

    private void Check(Model model, string name, (Shape Shape, float[] Values)[] inputs)
    {
        ModelData x = [.. inputs.Select(i => (ModelData)Tensor.Create(i.Values, [.. i.Shape.Select(size => (nint)size)]))];
        var random = new Random(2);
        foreach (Variable weight in model.Weights.Where(w => w.ToArray().All(v => v == 0)))
            weight.Set([.. Enumerable.Range(0, weight.Shape.ElementCount).Select(_ => random.NextSingle())]);
        float[][] want = Predict(model, x);
        // So that real Keras can take a training step through the layer; on PyTorch its Conv2DTranspose cannot always ("grad_weight needs
        // to be contiguous").
        if (model.TrainableWeights.Count > 0 && model.OutputShapes.Count == 1 && name != "conv2d_transpose_valid_s2")
            model.Compile("adam", "mean_squared_error");
        string config = Json.Text(ModelConfigWriter.Write(model));
        foreach (string extension in (string[])[".keras", ".h5", ".weights.h5"])
        {
            string path = Path.Combine(_folder, "model" + extension);
            Model loaded;
            if (extension == ".weights.h5")
            {
                model.SaveWeights(path);
                loaded = Model.Load(Path.Combine(_folder, "model.keras"));
                foreach (Variable weight in loaded.Weights) weight.Set(new float[weight.Shape.ElementCount]);
                Assert.Empty(loaded.LoadWeights(path));
            }
            else
            {
                model.Save(path);
                loaded = Model.Load(path);
            }
            Assert.Equal(config, Json.Text(ModelConfigWriter.Write(loaded)));
            if (model.Layers.All(l => l is not AdaptableLayer { LoraRank: not null }))
            {
                foreach ((Variable a, Variable b) in model.Weights.Zip(loaded.Weights)) Assert.Equal(a.ToArray(), b.ToArray());
                Assert.Equal(want, Predict(loaded, x));
            }
            else
            {
                // Files have the sum of a kernel and its adaptation.
                foreach ((float[] a, float[] b) in want.Zip(Predict(loaded, x)))
                    AssertClose.Equal(Array.ConvertAll(a, v => (double)v), b, 1e-4, 1e-4, name);
            }
            // Layers of Keras 2 only: Keras 3 does not know them.
            if (model.Layers.Any(l => l is LocallyConnectedLayer or ThresholdedReLU)) continue;
            // Keras 3.16 loses a list of axes when it reads .h5 files, its own included.
            if (name is not ("layer_norm_axes" or "rms_normalization_axes") || extension != ".h5")
                ExchangeFiles.Add(loaded, path, name, inputs, want);
        }
    }

    private static float[][] Predict(Model model, ModelData x) => [.. model.PredictAll(x, verbose: Verbosity.Silent).Select(Values)];

    private static float[] Values(Tensor<float> tensor)
    {
        var values = new float[tensor.FlattenedLength];
        tensor.FlattenTo(values);
        return values;
    }
}
