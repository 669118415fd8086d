using Fashion.Keras.Layers;

namespace Fashion.Keras.Tests.Layers.Lookup;

/// <summary>TextVectorization: the examples of Keras's documentation and tests, and texts of all kinds.</summary>
public sealed class TextVectorizationTests
{
    [Fact]
    public void Call_ExamplesOfTheDocumentation_GiveItsNumbers()
    {
        var adapted = new TextVectorization(maxTokens: 5000, outputSequenceLength: 4);
        adapted.Adapt(["foo bar", "bar baz", "baz bada boom"]);
        Assert.Equal(["", "[UNK]", "baz", "bar", "foo", "boom", "bada"], adapted.GetVocabulary());
        Assert.Equal([4f, 1, 3, 0, 1, 2, 0, 0], adapted.Call(new[,] { { "foo qux bar" }, { "qux baz" } }).ToArray());
        var given = new TextVectorization(maxTokens: 10, outputSequenceLength: 4, vocabulary: ["earth", "wind", "and", "fire"]);
        Assert.Equal(["", "[UNK]", "earth", "wind", "and", "fire"], given.GetVocabulary());
        Assert.Equal(["earth", "wind", "and", "fire"], given.GetVocabulary(includeSpecialTokens: false));
    }

    [Theory]
    [InlineData("lower_and_strip_punctuation", "Ünder-Ärger: «Don't» STOP…", "Ünderärger «dont» stop…")]
    [InlineData("lower", "Don't STOP É", "don't stop É")]
    [InlineData("strip_punctuation", "!\"#$%&()*+,-./:;<=>?@[\\]^_`{|}~'A", "A")]
    [InlineData(null, "Don't  STOP", "Don't  STOP")]
    public void Standardize_Words_AreKeras(string? name, string text, string want)
    {
        var layer = new TextVectorization(standardize: name, split: TextSplit.None);
        layer.Adapt([text]);
        // Only A to Z have another case here: the capital A umlaut stays, as in TensorFlow.
        Assert.Equal(want.Replace("Ünderärger", "ÜnderÄrger", StringComparison.Ordinal),
            Assert.Single(layer.GetVocabulary(includeSpecialTokens: false)));
    }

    [Fact]
    public void Split_AllKinds_MakeTheTokensOfKeras()
    {
        Assert.Equal(["b\u00a0c", "a"], Tokens(TextSplit.Whitespace, " \t\na\r\n\v\f a b\u00a0c b\u00a0c b\u00a0c "));
        Assert.Equal(["é", "a", "😀"], Tokens(TextSplit.Character, "ééé😀aa"));
        Assert.Equal(["a b"], Tokens(TextSplit.None, "a b"));
        Assert.Equal(["b", "a"], Tokens(TextSplit.Create("commas", text => text.Split(',')), "a,b,b"));

        static IEnumerable<string> Tokens(TextSplit split, string text)
        {
            var layer = new TextVectorization(standardize: TextStandardization.None, split: split);
            layer.Adapt([text]);
            return layer.GetVocabulary(includeSpecialTokens: false);
        }
    }

    [Fact]
    public void Ngrams_NumberAndList_FollowTheirWidths()
    {
        string[] vocabulary = ["earth", "wind", "and", "fire", "earth wind", "wind and", "and fire", "earth wind and", "wind and fire"];
        Assert.Equal([2f, 3, 4, 5, 6, 7, 8],
            new TextVectorization(ngrams: 2, vocabulary: vocabulary).Call(["earth wind and fire"]).ToArray());
        Assert.Equal([9f, 10, 2, 3, 4, 5],
            new TextVectorization(ngrams: [3, 1], vocabulary: vocabulary).Call(["earth wind and fire"]).ToArray());
        Assert.Equal([2f, 3, 6, 0, 0, 0],
            new TextVectorization(ngrams: 3, vocabulary: vocabulary, outputSequenceLength: 6).Call(["earth wind"]).ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => new TextVectorization(ngrams: 0));
    }

    [Theory]
    [InlineData(OutputMode.MultiHot, new float[] { 1, 1, 0, 1, 0, 0, 0, 0 })]
    [InlineData(OutputMode.Count, new float[] { 2, 3, 0, 1, 0, 0, 0, 0 })]
    [InlineData(OutputMode.TfIdf, new[] { 2 * 0.5f, 3 * 0.25f, 0, 0.5f, 0, 0, 0, 0 })]
    public void Call_Arrays_CountWords(OutputMode mode, float[] want)
    {
        double[]? weights = mode == OutputMode.TfIdf ? [0.25, 0.75, 0.5] : null;
        Assert.Equal(want,
            new TextVectorization(vocabulary: ["a", "b", "c"], idfWeights: weights, outputMode: mode).Call(["a, A x c q a", ""]).ToArray());
        float[] padded =
            new TextVectorization(maxTokens: 5, padToMaxTokens: true, vocabulary: ["a", "b", "c"], idfWeights: weights, outputMode: mode)
                .Call(["a a a c q q"]).ToArray();
        Assert.Equal([.. want[..4], 0], padded);
    }

    [Fact]
    public void Call_EmptyAndVeryLongTexts_Work()
    {
        var layer = new TextVectorization(vocabulary: ["a"]);
        Assert.Equal([2, 0], layer.Call(["", " .,! "]).Lengths.ToArray().Select(n => (int)n));
        Assert.Equal([0f, 0, 0, 2, 1, 0], new TextVectorization(vocabulary: ["a"], outputSequenceLength: 3).Call(["", "a b"]).ToArray());
        string text = string.Concat(Enumerable.Repeat("a word, ", 200_000));
        Assert.Equal([2f, 1, 2], new TextVectorization(vocabulary: ["a"], outputSequenceLength: 3).Call([text]).ToArray());
        Assert.Equal([200_000f, 200_000], new TextVectorization(vocabulary: ["a"], outputMode: OutputMode.Count).Call([text]).ToArray());
        Assert.Equal(400_000, (int)layer.Call([text]).Lengths[1]);
    }

    [Fact]
    public void Adapt_ArraysTensorsAndStreams_LearnTheSame()
    {
        string[] texts = ["foo bar", "Bar; baz", "", "baz bada boom"];
        TextVectorization[] layers = [.. Enumerable.Range(0, 5).Select(_ => new TextVectorization(outputMode: OutputMode.TfIdf))];
        layers[0].Adapt(texts);
        layers[1].Adapt(new[,] { { texts[0] }, { texts[1] }, { texts[2] }, { texts[3] } });
        layers[2].Adapt(Dataset.From(texts).Batch(3));
        layers[3].Adapt(Dataset.From(texts).Repeat(), steps: 4);
        layers[4].Adapt(System.Numerics.Tensors.Tensor.Create(texts, [4]));
        float bada = (float)Math.Log(1 + 4 / 2.0), bar = (float)Math.Log(1 + 4 / 3.0);
        foreach (TextVectorization layer in layers)
        {
            Assert.Equal(["[UNK]", "baz", "bar", "foo", "boom", "bada"], layer.GetVocabulary());
            Assert.Equal([0f, 0, bar, 0, 0, bada], layer.Call(["bar bada"]).ToArray());
        }
    }

    [Fact]
    public void Arguments_ThatContradictEachOther_AreRefused()
    {
        Assert.Throws<ArgumentException>(() => new TextVectorization(outputMode: OutputMode.Count, outputSequenceLength: 3));
        Assert.Throws<ArgumentException>(() => new TextVectorization(outputMode: OutputMode.OneHot));
        Assert.Contains("lower", Assert.Throws<ArgumentException>(() => new TextVectorization(standardize: "lowerr")).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new TextVectorization(split: "words"));
        Assert.Throws<InvalidOperationException>(() => new TextVectorization(vocabulary: ["a"]).Adapt(["b"]));
        var layer = new TextVectorization(vocabulary: ["a"]);
        Assert.Throws<ShapeMismatchException>(() => layer.Call(new[,] { { "a", "b" } }));
        Assert.Contains("text 1 is null", Assert.Throws<ArgumentException>(() => layer.Call(new[] { "a", null! })).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new TextVectorization().Adapt(new[] { "a", null! }));
        Assert.Throws<ArgumentException>(() => layer.Call(new[] { 1f }));
        Assert.Equal([2f, 1], new TextVectorization(vocabulary: ["a"], split: TextSplit.None).Call(new[,] { { "a", "b" } }).ToArray());
    }
}
