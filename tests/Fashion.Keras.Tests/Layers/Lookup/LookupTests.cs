using Fashion.Keras.Layers;

namespace Fashion.Keras.Tests.Layers.Lookup;

/// <summary>StringLookup and IntegerLookup: the examples of Keras's documentation, its order of tokens, its rules.</summary>
public sealed class LookupTests
{
    private static readonly string[] Vocabulary = ["a", "b", "c", "d"];
    private static readonly long[] Numbers = [12, 36, 1138, 42];
    private static readonly string[,] Letters = { { "a", "c", "d", "d" }, { "d", "z", "b", "z" } };
    private static readonly long[,] Codes = { { 12, 1138, 42, 42 }, { 42, 7, 36, 7 } };

    [Fact]
    public void Call_ExamplesOfTheDocumentation_GiveItsNumbers()
    {
        Assert.Equal([1f, 3, 4, 4, 0, 2],
            new StringLookup(vocabulary: Vocabulary).Call(new[,] { { "a", "c", "d" }, { "d", "z", "b" } }).ToArray());
        Assert.Equal([2f, 4, 5, 0, 1, 3],
            new StringLookup(vocabulary: Vocabulary, numOovIndices: 2).Call(new[,] { { "a", "c", "d" }, { "m", "z", "b" } }).ToArray());
        Assert.Equal([1f, 3, 4, 4, 0, 2],
            new IntegerLookup(vocabulary: Numbers).Call(new[,] { { 12, 1138, 42 }, { 42, 1000, 36 } }).ToArray());
        Assert.Equal([2f, 4, 5, 1, 0, 3],
            new IntegerLookup(vocabulary: Numbers, numOovIndices: 2).Call(new[,] { { 12, 1138, 42 }, { 37, 1000, 36 } }).ToArray());
        Assert.Equal(["a", "c", "d", "d", "[UNK]", "b"],
            new StringLookup(vocabulary: Vocabulary, invert: true).Call<string>(new[,] { { 1, 3, 4 }, { 4, 0, 2 } }).ToArray());
        Assert.Equal([12L, 1138, 42, 42, -1, 36],
            new IntegerLookup(vocabulary: Numbers, invert: true).Call<long>(new[,] { { 1, 3, 4 }, { 4, 0, 2 } }).ToArray());
    }

    [Theory]
    [InlineData(OutputMode.MultiHot, new float[] { 0, 1, 0, 1, 1, 1, 0, 1, 0, 1 })]
    [InlineData(OutputMode.Count, new float[] { 0, 1, 0, 1, 2, 2, 0, 1, 0, 1 })]
    [InlineData(OutputMode.TfIdf, new[] { 0, 0.25f, 0, 0.6f, 0.8f, 1, 0, 0.75f, 0, 0.4f })]
    public void Call_Encodings_AreThoseOfTheDocumentation(OutputMode mode, float[] want)
    {
        double[]? weights = mode == OutputMode.TfIdf ? [0.25, 0.75, 0.6, 0.4] : null;
        Assert.Equal(want, new StringLookup(vocabulary: Vocabulary, idfWeights: weights, outputMode: mode).Call(Letters).ToArray());
        Assert.Equal(want, new IntegerLookup(vocabulary: Numbers, idfWeights: weights, outputMode: mode).Call(Codes).ToArray());
    }

    [Fact]
    public void Call_OneHotAndOwnWeightOfUnknownTokens_AreThoseOfTheDocumentation()
    {
        float[] want = [0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 1, 0, 0, 0, 0];
        Assert.Equal(want, new StringLookup(vocabulary: Vocabulary, outputMode: OutputMode.OneHot).Call(["a", "b", "z"]).ToArray());
        Assert.Equal(want,
            new StringLookup(vocabulary: Vocabulary, outputMode: OutputMode.OneHot).Call(new[,] { { "a" }, { "b" }, { "z" } }).ToArray());
        var own = new StringLookup(outputMode: OutputMode.TfIdf);
        own.SetVocabulary(["[UNK]", .. Vocabulary], [0.9, 0.25, 0.75, 0.6, 0.4]);
        Assert.Equal(1.8f, own.Call(Letters)[1, 0]);
    }

    [Fact]
    public void Adapt_Ties_GoInFallingOrderOfUtf8()
    {
        var lookup = new StringLookup();
        lookup.Adapt(new[,] { { "a", "c", "d" }, { "d", "z", "b" } });
        Assert.Equal(["[UNK]", "d", "z", "c", "b", "a"], lookup.GetVocabulary());
        Assert.Equal([5f, 3, 1], lookup.Call(["a", "c", "d"]).ToArray());
        // Code points beyond 16 bits come after all others, though their surrogates do not.
        var wide = new StringLookup();
        wide.Adapt(["\uFFEE", "😀", "é", "z", "e", "Z", "ea"]);
        Assert.Equal(["😀", "\uFFEE", "é", "z", "ea", "e", "Z"], wide.GetVocabulary(includeSpecialTokens: false));
        var numbers = new IntegerLookup();
        numbers.Adapt(new[,] { { 12, 1138, 42 }, { 42, 1000, 36 } });
        Assert.Equal([-1L, 42, 1138, 1000, 36, 12], numbers.GetVocabulary());
        numbers.Adapt(new[] { -5, -7, 9_007_199_254_740_993 });
        Assert.Equal([-1L, 9_007_199_254_740_993, -5, -7], numbers.GetVocabulary());
        Assert.Equal([1f], numbers.Call(new[] { 9_007_199_254_740_993 }).ToArray());
    }

    [Fact]
    public void Adapt_ArraysTensorsAndStreams_LearnTheSame()
    {
        string[] tokens = ["b", "a", "b", "", "c", "[UNK]", "a", "b"];
        StringLookup[] layers = [.. Enumerable.Range(0, 5).Select(_ => new StringLookup(maskToken: "", maxTokens: 4))];
        layers[0].Adapt(tokens);
        layers[1].Adapt((ModelData)tokens);
        layers[2].Adapt(Dataset.From(tokens).Batch(3));
        layers[3].Adapt(Dataset.From(tokens));
        layers[4].Adapt(tokens.Concat(["x", "x", "x", "x", "x"]), steps: 8);
        Assert.All(layers, layer => Assert.Equal(["", "[UNK]", "b", "a"], layer.GetVocabulary()));
        Assert.Equal([0f, 1, 3, 1], layers[0].Call(["", "c", "a", "[UNK]"]).ToArray());
    }

    [Fact]
    public void Adapt_Documents_WeighAsDocumented()
    {
        var lookup = new StringLookup(outputMode: OutputMode.TfIdf);
        lookup.Adapt((IEnumerable<string[]>)[["a", "a", "b"], ["a"], ["c", "a"]]);
        Assert.Equal(["[UNK]", "a", "c", "b"], lookup.GetVocabulary());
        double a = Math.Log(1 + 3 / 4.0), bc = Math.Log(1 + 3 / 2.0);
        float[] got = lookup.Call(new[,] { { "a", "b", "c", "q" } }).ToArray();
        Assert.Equal([(a + bc + bc) / 3, a, bc, bc], got.Select(v => (double)v), (x, y) => Math.Abs(x - y) < 1e-6);
        var columns = new StringLookup(outputMode: OutputMode.TfIdf);
        columns.Adapt(new[,] { { "a", "b" }, { "a", "a" } });
        Assert.Equal((float)Math.Log(1 + 2 / 3.0), columns.Call(new[,] { { "a" } })[0, 1], 1e-6f);
        var tensor = new StringLookup(outputMode: OutputMode.TfIdf);
        tensor.Adapt(System.Numerics.Tensors.Tensor.Create(["a", "b", "a", "a"], [2, 2]));
        Assert.Equal(columns.Call(new[,] { { "a", "b" } }).ToArray(), tensor.Call(new[,] { { "a", "b" } }).ToArray());
    }

    [Fact]
    public void Rules_OfTheVocabulary_AreKept()
    {
        Assert.Contains("twice", Assert.Throws<ArgumentException>(() => new StringLookup(vocabulary: ["a", "b", "a"])).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new StringLookup(vocabulary: []));
        Assert.Contains("special", Assert.Throws<ArgumentException>(() => new StringLookup(maskToken: "", vocabulary: ["a", ""])).Message,
            StringComparison.Ordinal);
        Assert.Equal(["", "[UNK]", "a"], new StringLookup(maskToken: "", vocabulary: ["", "[UNK]", "a"]).GetVocabulary());
        Assert.Throws<ArgumentException>(() => new StringLookup(maxTokens: 2, vocabulary: ["a", "b"]));
        Assert.Throws<ArgumentException>(() => new StringLookup(maxTokens: 1));
        Assert.Throws<ArgumentException>(() => new StringLookup(padToMaxTokens: true));
        Assert.Throws<ArgumentException>(() => new StringLookup(invert: true, outputMode: OutputMode.Count));
        Assert.Throws<ArgumentException>(() => new StringLookup(outputMode: OutputMode.TfIdf, vocabulary: ["a"]));
        Assert.Throws<ArgumentException>(() => new IntegerLookup(salt: [1]));
        Assert.Throws<InvalidOperationException>(() => new StringLookup().Call(["a"]));
        Assert.Throws<InvalidOperationException>(() => new StringLookup(vocabulary: ["a"]).Adapt(["b"]));
        Assert.Throws<ArgumentException>(() => new StringLookup().Adapt(Array.Empty<string>()));
        Assert.Contains("'z'",
            Assert.Throws<ArgumentException>(() => new StringLookup(numOovIndices: 0, vocabulary: ["a"]).Call(["a", "z"])).Message,
            StringComparison.Ordinal);
        Assert.Contains("text 1 is null",
            Assert.Throws<ArgumentException>(() => new StringLookup(vocabulary: ["a"]).Call(new[] { "a", null! })).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new StringLookup().Adapt(new[] { "a", null! }));
        Assert.Contains("numbers were given",
            Assert.Throws<ArgumentException>(() => new StringLookup(vocabulary: ["a"]).Call(new[] { 1 })).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new IntegerLookup(vocabulary: [1]).Call(["a"]));
        Assert.Throws<ArgumentException>(() => new IntegerLookup(vocabulary: [1]).Call(new[] { float.NaN }));
    }

    [Fact]
    public void SizeOfAnEncoding_ThatWasUsed_CannotChange()
    {
        var lookup = new StringLookup(outputMode: OutputMode.MultiHot);
        lookup.Adapt(["a", "b"]);
        lookup.Adapt(["a", "b", "c"]);
        Assert.Equal(4, (int)lookup.Call(new[,] { { "a" } }).Lengths[1]);
        lookup.SetVocabulary(["x", "y", "z"]);
        Assert.Contains("padToMaxTokens", Assert.Throws<InvalidOperationException>(() => lookup.Adapt(["a"])).Message,
            StringComparison.Ordinal);
        Assert.Equal(["[UNK]", "x", "y", "z"], lookup.GetVocabulary());
        var padded = new StringLookup(maxTokens: 6, padToMaxTokens: true, outputMode: OutputMode.MultiHot, vocabulary: ["a"]);
        Assert.Equal([0f, 1, 0, 0, 0, 0], padded.Call(new[,] { { "a" } }).ToArray());
    }

    [Fact]
    public void Call_HalvesOfSurrogatePairs_AreTheReplacementCharacter()
    {
        var lookup = new StringLookup();
        lookup.Adapt(["\ud800", "\ud801", "a😀"]);
        Assert.Equal(["[UNK]", "\uFFFD", "a😀"], lookup.GetVocabulary());
        Assert.Equal([1f, 1, 2], lookup.Call(["\udc00", "\uFFFD", "a😀"]).ToArray());
    }
}
