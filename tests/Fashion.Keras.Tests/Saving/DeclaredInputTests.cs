using System.Numerics.Tensors;
using System.Text.Json.Nodes;
using Fashion.Keras.Layers;
using Fashion.Keras.Saving;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Saving;

/// <summary>Types and batch sizes that inputs declare: read in every form, kept, and what they do to data.</summary>
public sealed class DeclaredInputTests
{
    [Theory]
    [InlineData("int32", "int32")]
    [InlineData("int64", "int64")]
    [InlineData("uint8", "uint8")]
    [InlineData("uint16", "uint16")]
    [InlineData("float16", "float16")]
    [InlineData("bool", "bool")]
    [InlineData("string", "string")]
    [InlineData("float", "float32")]
    [InlineData("float64", "float64")]
    [InlineData("double", "float64")]
    [InlineData("half", "float16")]
    public void Load_TypeOfAnInput_IsKeptInAllFormats(string declared, string kept)
    {
        Sequential model = new() { new Input([4], "a"), new Dense(2) };
        byte[][] files =
        [
            OldFile.Keras(model, "3.5.0", layers => layers[0]!["config"]!["dtype"] = declared),
            OldFile.Keras(model, "3.0.0",
                layers => layers[0]!["config"]!["dtype"] =
                    new JsonObject { ["class_name"] = "DTypePolicy", ["config"] = new JsonObject { ["name"] = declared } }),
            OldFile.H5(model, "2.4.0", change: layers => layers[0]!["config"]!["dtype"] = declared),
            OldFile.H5(Functional(), "2.2.4", change: layers => layers[0]!["config"]!["dtype"] = declared),
        ];
        using var folder = new TemporaryFolder();
        foreach (byte[] file in files)
        {
            Model loaded = OldFile.Load(file);
            Assert.Equal(kept, Assert.Single(loaded.InputTypes));
            foreach (string extension in (string[])[".keras", ".h5"])
            {
                string path = folder.File("again" + extension);
                loaded.Save(path);
                Assert.Equal(kept, Assert.Single(Model.Load(path).InputTypes));
            }
        }
    }

    [Theory]
    [InlineData("dtype")]
    [InlineData("input_dtype")]
    public void Load_Keras2SequentialWithoutInputLayer_HasTheTypeOfItsFirstLayer(string key)
    {
        Sequential model = new() { new Input([4], "a"), new Dense(2) };
        Model loaded = OldFile.Load(OldFile.H5(model, "2.2.2", change: layers =>
        {
            layers[1]!["config"]![key] = "int32";
            layers[1]!["config"]!["batch_input_shape"] = new JsonArray(32, 4);
            layers.RemoveAt(0);
        }));
        Assert.Equal("int32", Assert.Single(loaded.InputTypes));
        JsonNode layers = ModelConfigWriter.Write(loaded)["config"]!["layers"]!;
        Assert.Equal("[32,4]", layers[0]!["config"]!["batch_shape"]!.ToJsonString());
        Assert.Equal("float32", layers[1]!["config"]!["dtype"]!.GetValue<string>());
        Assert.Equal(Predict(model, new float[,] { { 1, 2, -3, 0 } }), Predict(loaded, new float[,] { { 1.5f, 2.25f, -3.75f, 0.99f } }));
    }

    [Theory]
    [InlineData("int32", new[] { 0.6, 1.7, -2.5, 3.2 }, new[] { 0.0, 1, -2, 3 })]
    [InlineData("uint8", new[] { 0.6, 255, -2.5, 300.7 }, new[] { 0.0, 255, 254, 44 })]
    [InlineData("int8", new[] { 0.6, 127, -128, 128 }, new[] { 0.0, 127, -128, -128 })]
    [InlineData("bool", new[] { 0.6, 0, -2.5, 3.2 }, new[] { 1.0, 0, 1, 1 })]
    [InlineData("float16", new[] { 0.1, 1.7, -2.5, 70000 }, new[] { 0.0999755859375, 1.7001953125, -2.5, double.PositiveInfinity })]
    [InlineData("bfloat16", new[] { 0.1, 1.7, -2.5, 3 }, new[] { 0.10009765625, 1.703125, -2.5, 3 })]
    [InlineData("float64", new[] { 0.1, 1.7, -2.5, 3 }, new[] { 0.1, 1.7, -2.5, 3 })]
    public void Predict_DataOfAnotherType_IsConvertedAsKerasDoes(string dtype, double[] given, double[] taken)
    {
        var model = new Sequential { new Input([4], "a", dtype), new Flatten() };
        Assert.Equal([.. taken.Select(v => (float)v)], Predict(model, Tensor.Create(given, [1, 4])));
        Assert.Equal([.. taken.Select(v => (float)v)], Predict(model, Tensor.Create([.. given.Select(v => (float)v)], [1, 4])));
        long[] whole = [.. taken.Where(v => v == Math.Floor(v)).Select(v => (long)v)];
        if (whole.Length == 4) Assert.Equal([.. whole.Select(v => (float)v)], Predict(model, Tensor.Create(whole, [1, 4])));
    }

    [Fact]
    public void Predict_LongsBeyondTheDeclaredType_WrapAround()
    {
        var model = new Sequential { new Input([3], "a", "int32"), new Flatten() };
        Assert.Equal([1f, -1f, 5f], Predict(model, new[,] { { (1L << 32) + 1, (1L << 32) - 1, 5 } }));
    }

    [Fact]
    public void Fit_DataOfTheDeclaredType_IsNotCopied()
    {
        var source = Fashion.Keras.Data.ArraySource.From(new[,] { { 1f, 2f } });
        Assert.Same(source, Fashion.Keras.Data.DeclaredType.Convert(source, "int32", "a"));
        Assert.Same(source, Fashion.Keras.Data.DeclaredType.Convert(source, "float32", "a"));
    }

    [Fact]
    public void Predict_TextInput_SaysThatThereAreNoTexts()
    {
        var model = new Sequential { new Input([1], "words", "string"), new Flatten() };
        Assert.Contains("'words'", Assert.Throws<ArgumentException>(() => Predict(model, new float[1, 1])).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Input_UnknownType_NamesTheNearest() =>
        Assert.Contains("Did you mean 'int32'", Assert.Throws<ArgumentException>(() => new Input([1], "a", "Int32x")).Message,
            StringComparison.Ordinal);

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(40)]
    public void Predict_BatchSizeOfTheFile_IsNoLimit(int rows)
    {
        Model model = Model.Load(new KerasFile("batch_sequential.keras").Path);
        Assert.Equal(rows * 2, model.Predict(new float[rows, 10], verbose: Verbosity.Silent).FlattenedLength);
        Assert.Equal(32, ((Input)model.Sources[0].Node.Layer).BatchSize);
        model.Compile("sgd", "mse");
        model.Fit(new float[rows, 10], new float[rows, 2], verbose: Verbosity.Silent);
    }

    [Theory]
    [InlineData(".keras")]
    [InlineData(".h5")]
    public void Save_BatchSize_IsKept(string extension)
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("again" + extension);
        foreach (string name in (string[])["batch_sequential.keras", "batch_functional.keras"])
        {
            Model model = Model.Load(new KerasFile(name).Path);
            model.Save(path);
            Assert.Equal(((Input)model.Sources[0].Node.Layer).BatchSize, ((Input)Model.Load(path).Sources[0].Node.Layer).BatchSize);
        }
    }

    private static Model Functional()
    {
        SymbolicTensor a = Input.Of([4], "a");
        return new Model(a, new Dense(2).Apply(a));
    }

    private static float[] Predict(Model model, ModelData data) => model.Predict(data, verbose: Verbosity.Silent).ToArray();
}
