using System.IO.Compression;
using System.Text;
using Fashion.Keras.Layers;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Layers.Lookup;

/// <summary>Models with vocabularies in files: as Keras writes them, and refused where they are damaged.</summary>
public sealed class LookupFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static IEnumerable<TheoryDataRow<string>> Names => Layers.Keys.Select(k => new TheoryDataRow<string>(k));

    private static Dictionary<string, Func<(Layer Layer, ModelData X, string Type)>> Layers => new()
    {
        ["texts"] = () => (Adapted(new TextVectorization(maxTokens: 7, outputSequenceLength: 4)), Texts, "string"),
        ["texts_tf_idf"] = () => (Adapted(new TextVectorization(outputMode: OutputMode.TfIdf)), Texts, "string"),
        ["texts_tf_idf_padded"] = () =>
            (Adapted(new TextVectorization(maxTokens: 20, padToMaxTokens: true, outputMode: OutputMode.TfIdf)), Texts, "string"),
        ["texts_ngrams"] =
            () => (Adapted(new TextVectorization(standardize: "lower", split: "character", ngrams: [2, 1], outputMode: OutputMode.Count)),
                Texts, "string"),
        ["texts_given"] = () => (new TextVectorization(standardize: null, vocabulary: ["a", "dull"], outputSequenceLength: 3, ngrams: 2),
            Texts, "string"),
        ["texts_line_breaks"] =
            () => (Adapted(new TextVectorization(standardize: TextStandardization.None, split: TextSplit.None,
                outputMode: OutputMode.MultiHot), ["a\nb", "c\u2028", " "]), Texts, "string"),
        ["strings"] = () => (Learned(new StringLookup(maskToken: "", numOovIndices: 2)), Words, "string"),
        ["strings_tf_idf"] = () => (Learned(new StringLookup(outputMode: OutputMode.TfIdf)), Words, "string"),
        ["strings_given"] = () => (new StringLookup(vocabulary: ["red", "blue"], outputMode: OutputMode.OneHot, salt: [3, 4]), Words,
            "string"),
        ["integers"] =
            () => (Learned(new IntegerLookup(numOovIndices: 3, maskToken: 0, oovMethod: OovMethod.FarmHash,
                salt: [18_000_000_000_000_000_000, 1])), Numbers, "int64"),
        ["integers_given"] = () => (new IntegerLookup(vocabulary: [-5, 9_007_199_254_740_993], outputMode: OutputMode.Count), Numbers,
            "int64"),
        ["integers_invert"] = () => (new IntegerLookup(vocabulary: [70, 80], invert: true), Numbers, "int64"),
        ["hashing"] = () => (new Hashing(7, maskValue: "", salt: [5]), Words, "string"),
        ["hashing_numbers"] = () => (new Hashing(7, outputMode: OutputMode.MultiHot), Numbers, "int64"),
    };

    private static string[,] Texts => new[,] { { "a dull film" }, { "Lovely, and a film" }, { "" } };

    private static string[,] Words => new[,] { { "red" }, { "green" }, { "" } };

    private static long[,] Numbers => new[,] { { 1L }, { 0L }, { 9_007_199_254_740_993 } };

    public void Dispose() => _folder.Dispose();

    [Theory, MemberData(nameof(Names))]
    public void SaveAndLoad_ModelWithALookup_PredictsTheSame(string name)
    {
        (Layer layer, ModelData x, string type) = Layers[name]();
        Model model = Around(layer, type);
        float[] want = model.Predict(x, verbose: Verbosity.Silent).ToArray();
        foreach (string extension in (string[])[".keras", ".h5"])
        {
            string path = _folder.File(name + extension), again = _folder.File("again" + extension);
            model.Save(path);
            Model loaded = Model.Load(path);
            Assert.Equal(want, loaded.Predict(x, verbose: Verbosity.Silent).ToArray());
            loaded.Save(again);
            Assert.Equal(want, Model.Load(again).Predict(x, verbose: Verbosity.Silent).ToArray());
            if (layer is TextVectorization text)
                Assert.Equal(text.GetVocabulary(), ((TextVectorization)loaded.Layers.First(l => l is TextVectorization)).GetVocabulary());
        }
    }

    [Fact]
    public void SaveAndLoad_Crossing_PredictsTheSame()
    {
        SymbolicTensor city = Input.Of([1], "city", "string"), day = Input.Of([1], "day", "int64");
        var model = new Model([city, day], city.HashedCrossing([day], 10, OutputMode.OneHot).Dense(2));
        ModelData x = [new[] { "Oslo", "Rome" }, new[] { 3, 4 }];
        model.Save(_folder.File("model.keras"));
        Assert.Equal(model.Predict(x, verbose: Verbosity.Silent).ToArray(),
            Model.Load(_folder.File("model.keras")).Predict(x, verbose: Verbosity.Silent).ToArray());
    }

    [Fact]
    public void Save_KerasFile_HasTheVocabulariesWhereKerasHasThem()
    {
        string path = _folder.File("model.keras");
        Around(Adapted(new TextVectorization()), "string").Save(path);
        using ZipArchive zip = ZipFile.OpenRead(path);
        Assert.Equal(["metadata.json", "config.json", "model.weights.h5", "assets/layers/text_vectorization/vocabulary.txt",
            "assets/layers/text_vectorization/_lookup_layer/vocabulary.txt"], zip.Entries.Select(e => e.FullName));
        using var reader = new StreamReader(zip.Entries[3].Open());
        Assert.Equal("\n[UNK]\nfilm\na\ndull\nwhat\nlovely\nbore", reader.ReadToEnd());
    }

    [Theory]
    [InlineData("", "1 tokens")]
    [InlineData("missing", "no vocabulary")]
    [InlineData("[UNK]\nred\nred", "twice")]
    [InlineData("[UNK]\nred", "idf_weights")]
    [InlineData("[UNK]\n\xff\xfe", "bytes")]
    public void Load_DamagedVocabulary_IsAFormatError(string lines, string mention)
    {
        string path = _folder.File("model.keras");
        Around(Adapted(new TextVectorization(outputMode: OutputMode.TfIdf)), "string").Save(path);
        using (ZipArchive zip = ZipFile.Open(path, ZipArchiveMode.Update))
        {
            ZipArchiveEntry entry = zip.Entries.Single(e => e.FullName == "assets/layers/text_vectorization/vocabulary.txt");
            entry.Delete();
            if (lines != "missing")
            {
                using Stream stream = zip.CreateEntry(entry.FullName, CompressionLevel.NoCompression).Open();
                stream.Write(Encoding.Latin1.GetBytes(lines));
            }
        }
        var error = Assert.Throws<ModelFormatException>(() => Model.Load(path));
        Assert.Contains("text_vectorization", error.Message, StringComparison.Ordinal);
        Assert.True(error.Message.Length < 500, error.Message);
        Assert.Contains(mention, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("StringLookup", """{"sparse": true, "output_mode": "count"}""", "sparse")]
    [InlineData("TextVectorization", """{"ragged": true}""", "ragged")]
    [InlineData("TextVectorization", """{"standardize": {"class_name": "function", "config": "clean", "module": "builtins"}}""",
        "CustomObjects")]
    [InlineData("TextVectorization", """{"split": "words"}""", "split")]
    [InlineData("TextVectorization", """{"ngrams": [1, 2000000000]}""", "ngrams")]
    [InlineData("TextVectorization", """{"encoding": "latin-1"}""", "utf-8")]
    [InlineData("StringLookup", """{"vocabulary": "/etc/passwd"}""", "vocabulary")]
    [InlineData("StringLookup", """{"vocabulary": ["a", 1]}""", "vocabulary")]
    [InlineData("StringLookup", """{"output_mode": "many"}""", "output_mode")]
    [InlineData("IntegerLookup", """{"vocabulary_dtype": "int32"}""", "int64")]
    [InlineData("IntegerLookup", """{"vocabulary": [1.5]}""", "vocabulary")]
    [InlineData("IntegerLookup", """{"oov_method": "md5"}""", "oov_method")]
    [InlineData("Hashing", """{"num_bins": 0}""", "numBins")]
    [InlineData("Hashing", """{"num_bins": 3, "salt": [1, 2, 3]}""", "salt")]
    [InlineData("Hashing", """{"num_bins": 3, "salt": [-1]}""", "salt")]
    [InlineData("StringLookup", """{"vocabulary_size": -4}""", "vocabulary_size")]
    public void From_WrongSettings_AreNamed(string className, string config, string mention)
    {
        var error = Assert.Throws<ModelFormatException>(() => LayerCase.Create(className, System.Text.Json.Nodes.JsonNode.Parse(config)));
        Assert.Contains(mention, error.Message, StringComparison.Ordinal);
    }

    private static Model Around(Layer layer, string type)
    {
        SymbolicTensor input = Input.Of([1], "input", type);
        return new Model(input, layer.Apply(input).Flatten());
    }

    private static TextVectorization Adapted(TextVectorization layer, string[]? texts = null)
    {
        layer.Adapt(texts ?? ["what a film", "a dull, dull film", "lovely", "a bore", "film"]);
        return layer;
    }

    private static StringLookup Learned(StringLookup layer)
    {
        layer.Adapt(["red", "red", "blue", "green", ""]);
        return layer;
    }

    private static IntegerLookup Learned(IntegerLookup layer)
    {
        layer.Adapt([9_007_199_254_740_993, 9_007_199_254_740_993, 5, 0]);
        return layer;
    }
}
