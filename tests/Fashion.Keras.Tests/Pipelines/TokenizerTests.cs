using System.Numerics.Tensors;
using System.Text.Json.Nodes;
using Fashion.Keras.Serialization;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Pipelines;

public sealed class TokenizerTests
{
    [Theory]
    [MemberData(nameof(GoldenCase.Names), "tokenizer", MemberType = typeof(GoldenCase))]
    public void Texts_GoldenCase_GiveKerassNumbersAndRows(string name)
    {
        GoldenCase golden = GoldenCase.Load("tokenizer", name);
        Tokenizer tokenizer = Fitted(golden);

        AssertKnows(golden, tokenizer);
        AssertKnows(golden, Tokenizer.FromJson(golden.Text("json")));
        AssertKnows(golden, Tokenizer.FromJson(tokenizer.ToJson()));
    }

    [Theory]
    [MemberData(nameof(GoldenCase.Names), "tokenizer", MemberType = typeof(GoldenCase))]
    public void ToJson_GoldenCase_IsKerassJson(string name)
    {
        GoldenCase golden = GoldenCase.Load("tokenizer", name);

        JsonObject want = Plain(golden.Text("json")), got = Plain(Fitted(golden).ToJson());

        Assert.True(JsonNode.DeepEquals(want, got), $"{got} instead of {want}");
    }

    [Fact]
    public void FitOnTexts_AnalyzerOfOnesOwn_MakesTheWords()
    {
        var tokenizer = new Tokenizer(analyzer: text => text.Split('|'));

        tokenizer.FitOnTexts(["One word|two", "two"]);

        Assert.Equal(["two", "One word"], tokenizer.WordIndex.OrderBy(word => word.Value).Select(word => word.Key));
        Assert.Equal([[1]], Tokenizer.FromJson(tokenizer.ToJson(), text => text.Split('|')).TextsToSequences(["two|three"]));
    }

    [Fact]
    public void TextsToSequences_PaddedAndTrained_GoIntoAnEmbedding()
    {
        var tokenizer = new Tokenizer(oovToken: "<OOV>");
        tokenizer.FitOnTexts(["a good film", "a bad film"]);

        Tensor<int> x = Utils.PadSequences(tokenizer.TextsToSequences(["a long film"]), maxLength: 4);

        Assert.Equal([0, 2, 1, 3], x.ToArray());
    }

    [Fact]
    public void SequencesToMatrix_WithoutAnyText_TakesNumWordsAndSequences()
    {
        var tokenizer = new Tokenizer(numWords: 3);
        tokenizer.FitOnSequences([[1, 2, 2], [2]]);

        Tensor<float> rows = tokenizer.SequencesToMatrix([[2, 2, 5]], "tfidf");

        Assert.Equal([0, 0, (float)((1 + Math.Log(2)) * Math.Log(1 + 2 / 3.0))], rows.ToArray());
    }

    [Fact]
    public void TextToWordSequence_OtherSeparator_StandsForWhatIsLeftOut() =>
        Assert.Equal(["It's", "Late", "now then"], Utils.TextToWordSequence("It's,Late!;now then", lower: false, split: ";"));

    [Fact]
    public void Mistakes_NameWhatIsWrong()
    {
        Assert.Contains("FitOnTexts", Assert.Throws<InvalidOperationException>(() => new Tokenizer().TextsToMatrix(["a"])).Message,
            StringComparison.Ordinal);
        Assert.Contains("tfidf",
            Assert.Throws<InvalidOperationException>(() => new Tokenizer(numWords: 2).SequencesToMatrix([[1]], "tfidf")).Message,
            StringComparison.Ordinal);
        Assert.Contains("'?'", Assert.Throws<InvalidOperationException>(() => new Tokenizer(oovToken: "?").TextsToSequences(["a"])).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Tokenizer(numWords: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Tokenizer(numWords: 2).SequencesToMatrix([[-1]]));
        Assert.Throws<ArgumentException>(() => new Tokenizer(split: ""));
        Assert.Contains("'often'. There are: 'binary', 'count', 'freq', 'tfidf'",
            Assert.Throws<ArgumentException>(() => new Tokenizer(numWords: 2).SequencesToMatrix([[1]], "often")).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"config": {}}""")]
    [InlineData("""{"config": {"num_words": -1}}""")]
    [InlineData("""{"config": {"num_words": "many"}}""")]
    public void FromJson_SomethingElse_IsAModelFormatException(string json) =>
        Assert.Contains("to_json", Assert.Throws<ModelFormatException>(() => Tokenizer.FromJson(json)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("word_counts", """{"a": 1.5}""")]
    [InlineData("word_index", """{"a": null}""")]
    [InlineData("index_docs", """{"a": 1}""")]
    [InlineData("index_word", """{"1": null}""")]
    [InlineData("word_docs", "[")]
    public void FromJson_WrongPart_IsAModelFormatException(string key, string part)
    {
        JsonNode json = JsonNode.Parse(new Tokenizer().ToJson())!;
        Assert.Empty(Tokenizer.FromJson(json.ToJsonString()).WordIndex);

        json["config"]![key] = part;

        Assert.Throws<ModelFormatException>(() => Tokenizer.FromJson(json.ToJsonString()));
    }

    private static Tokenizer Fitted(GoldenCase golden)
    {
        JsonObject arguments = golden["arguments"]!.AsObject();
        var tokenizer = new Tokenizer((int?)arguments["num_words"], (string?)arguments["filters"] ?? Tokenizer.DefaultFilters,
            (bool?)arguments["lower"] ?? true, (string?)arguments["split"] ?? " ", (bool?)arguments["char_level"] ?? false,
            (string?)arguments["oov_token"]);
        if (IsSplit(golden)) tokenizer.FitOnTexts(Lists<string>(golden["texts"]!));
        else tokenizer.FitOnTexts(Values<string>(golden["texts"]!));
        if (golden["sequences"]!.AsArray().Count > 0) tokenizer.FitOnSequences(Lists<int>(golden["sequences"]!));
        return tokenizer;
    }

    private static void AssertKnows(GoldenCase golden, Tokenizer tokenizer)
    {
        JsonNode others = golden["others"]!;
        bool split = IsSplit(golden);
        IReadOnlyList<int[]> numbers =
            split ? tokenizer.TextsToSequences(Lists<string>(others)) : tokenizer.TextsToSequences(Values<string>(others));
        Assert.Equal(Lists<int>(golden["numbers"]!), numbers);
        Assert.Equal(Values<string>(golden["back"]!), tokenizer.SequencesToTexts([.. numbers, [0, 1, 2, 99]]));
        foreach (var (mode, rows) in golden["rows"]!.AsObject())
        {
            Tensor<float> got =
                split ? tokenizer.TextsToMatrix(Lists<string>(others), mode) : tokenizer.TextsToMatrix(Values<string>(others), mode);
            double[][] want = Lists<double>(rows!);
            Assert.Equal([want.Length, want[0].Length], got.Lengths);
            AssertClose.Equal([.. want.SelectMany(row => row)], got.ToArray(), 1e-6, 1e-6, $"{golden} {mode}");
        }
        Assert.Equal((int)golden["document_count"]!, tokenizer.DocumentCount);
        AssertSame(golden["word_index"]!, tokenizer.WordIndex.ToDictionary());
        AssertSame(golden["word_counts"]!, tokenizer.WordCounts.ToDictionary());
        AssertSame(golden["word_docs"]!, tokenizer.WordDocs.ToDictionary());
        AssertSame(golden["index_docs"]!, tokenizer.IndexDocs.ToDictionary(number => $"{number.Key}", number => number.Value));
    }

    private static void AssertSame(JsonNode want, Dictionary<string, int> got) =>
        Assert.Equal(want.AsObject().ToDictionary(pair => pair.Key, pair => (int)pair.Value!), got);

    private static bool IsSplit(GoldenCase golden) => golden["texts"]![0] is JsonArray;

    private static T[] Values<T>(JsonNode list) => [.. list.AsArray().Select(value => value!.GetValue<T>())];

    private static T[][] Lists<T>(JsonNode lists) => [.. lists.AsArray().Select(list => Values<T>(list!))];

    // The dictionaries, which are texts, as objects, so that neither their order nor how letters are escaped matters.
    private static JsonObject Plain(string json)
    {
        JsonObject plain = JsonNode.Parse(json)!.AsObject(), config = plain["config"]!.AsObject();
        foreach (string key in (string[])["word_counts", "word_docs", "index_docs", "index_word", "word_index"])
            config[key] = JsonNode.Parse((string)config[key]!);
        return plain;
    }
}
