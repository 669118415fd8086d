using System.Numerics.Tensors;
using System.Text.Json.Nodes;
using Fashion.Keras.Datasets;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Datasets;

/// <summary>Small files of the formats of Keras's data sets, against what Keras's own loaders made of them (kind "dataset").</summary>
public sealed class KerasDatasetTests
{
    private static readonly JsonObject Expected = JsonNode.Parse(System.IO.File.ReadAllText(File("expected.json")))!.AsObject();

    [Fact]
    public void Mnist_SmallFile_IsWhatKerasReads()
    {
        (ImageDataset train, ImageDataset test) = Mnist.FromFile(File("mnist.npz"));
        Assert.Equal([5, 4, 3], train.Images.Lengths.ToArray());
        Assert.Equal(Numbers(Expected["mnist"]),
            Enumerable.Concat(Values(train.Images), Values(train.Labels)).Concat(Values(test.Images)).Concat(Values(test.Labels)));
    }

    [Fact]
    public void Cifar10_SmallArchive_IsWhatKerasReads()
    {
        (ImageDataset train, ImageDataset test) = Cifar10.FromFile(File("cifar-10-python.tar.gz"));
        Assert.Equal([10, 32, 32, 3], train.Images.Lengths.ToArray());
        AssertImages(train, Enumerable.Range(1, 5).Select(i => $"cifar-10-python.tar.gz/data_batch_{i}/labels"));
        AssertImages(test, ["cifar-10-python.tar.gz/test_batch/labels"]);
        Assert.Equal(10, Cifar10.ClassNames.Distinct().Count());
    }

    [Theory]
    [InlineData(Cifar100Labels.Fine, "fine_labels")]
    [InlineData(Cifar100Labels.Coarse, "coarse_labels")]
    public void Cifar100_SmallArchive_IsWhatKerasReads(Cifar100Labels mode, string key)
    {
        (ImageDataset train, ImageDataset test) = Cifar100.FromFile(File("cifar-100-python.tar.gz"), mode);
        AssertImages(train, [$"cifar-100-python.tar.gz/train/{key}"]);
        AssertImages(test, [$"cifar-100-python.tar.gz/test/{key}"]);
        Assert.Equal((100, 20), (Cifar100.ClassNames.Distinct().Count(), Cifar100.GroupNames.Distinct().Count()));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void ImdbAndReuters_EveryProtocolAndOption_AreWhatKerasReads(int protocol)
    {
        foreach (JsonNode? c in Expected[$"imdb_{protocol}"]!.AsArray())
            AssertTexts(c!, Imdb.FromFile(File($"imdb_{protocol}.npz"), Options(c!)));
        foreach (JsonNode? c in Expected[$"reuters_{protocol}"]!.AsArray())
            AssertTexts(c!, Reuters.FromFile(File($"reuters_{protocol}.npz"), Options(c!), testSplit: 0.3));
        Assert.Equal(46, Reuters.LabelNames.Distinct().Count());
    }

    [Fact]
    public void Texts_NoneShortEnough_AreAnError()
    {
        var short1 = new SequenceOptions { MaxLength = 1 };
        Assert.Contains("MaxLength", Assert.Throws<ArgumentException>(() => Imdb.FromFile(File("imdb_4.npz"), short1)).Message,
            StringComparison.Ordinal);
        Assert.Contains("MaxLength", Assert.Throws<ArgumentException>(() => Reuters.FromFile(File("reuters_4.npz"), short1)).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new SequenceOptions { NumWords = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => Reuters.FromFile(File("reuters_4.npz"), testSplit: 1));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => Imdb.FromFile(File("imdb_4.npz"), new SequenceOptions { IndexFrom = int.MaxValue }));
    }

    [Fact]
    public void Tables_SmallFiles_AreWhatKerasReads()
    {
        foreach (JsonNode? c in Expected["boston_housing"]!.AsArray())
            AssertTable(c!, BostonHousing.FromFile(File("boston_housing.npz"), Option(c!, "test_split", 0.2), Option(c!, "seed", 113u)));
        foreach (JsonNode? c in Expected["california_housing"]!.AsArray())
            AssertTable(c!,
                CaliforniaHousing.FromFile(File("california_housing.npz"),
                    Option(c!, "version", "large") == "small" ? CaliforniaHousingVersion.Small : CaliforniaHousingVersion.Large,
                    Option(c!, "test_split", 0.2), Option(c!, "seed", 113u)));
        Assert.Throws<ArgumentOutOfRangeException>(() => BostonHousing.FromFile(File("boston_housing.npz"), testSplit: double.NaN));
    }

    [Fact]
    public void Permutation_Seeds_AreNumPys()
    {
        foreach (JsonNode? c in Expected["permutations"]!.AsArray())
        {
            int[] want = [.. Numbers(c![1]).Select(v => (int)v)];
            Assert.Equal(want, new NumpyRandom(c[0]!.GetValue<uint>()).Permutation(want.Length));
        }
    }

    [Fact]
    public void PadSequences_Options_AreKerass()
    {
        int[][] sequences = [[1, 2, 3, 4], [5], [], [6, 7]];
        foreach (JsonNode? c in Expected["pad_sequences"]!.AsArray())
        {
            JsonNode o = c![0]!;
            SequenceSide Side(string key) => o[key]?.GetValue<string>() == "post" ? SequenceSide.Post : SequenceSide.Pre;
            Tensor<int> got = Utils.PadSequences(sequences, o["maxlen"]?.GetValue<int>(), Side("padding"), Side("truncating"),
                o["value"]?.GetValue<int>() ?? 0);
            Assert.Equal(Numbers(c[1]), Values(got));
            Assert.Equal(4, got.Lengths[0]);
        }
        Assert.Throws<ArgumentOutOfRangeException>(() => Utils.PadSequences(sequences, 0));
        Assert.Equal(0, Utils.PadSequences([]).FlattenedLength);
        Assert.Equal([1, 2], new SequenceDataset([[4]], Tensor.Create([1], [1])).Pad(2).Sequences.Lengths.ToArray());
    }

    [Fact]
    public void WordIndex_Json_IsRead()
    {
        Assert.Equal(4, WordIndexFile.Parse("""{"the": 1, "fawn": 4}"""u8.ToArray(), "words")["fawn"]);
        foreach (string bad in (string[])["[]", "{\"a\": 1.5}", "{\"a\": {}}", "{", "{\"a\": [[[1]]]}"])
            Assert.Throws<InvalidDataException>(() => WordIndexFile.Parse(System.Text.Encoding.UTF8.GetBytes(bad), "words"));
    }

    private static void AssertImages(ImageDataset got, IEnumerable<string> keys)
    {
        byte[] pixels = TensorValues(got.Images), labels = TensorValues(got.Labels);
        int image = 0;
        foreach (JsonNode? want in keys.Select(k => Expected[k]))
            for (int i = 0; i < want![0]!.AsArray().Count; i++, image++)
            {
                long sum = 0, squares = 0;
                for (int k = 0; k < 3072; k++)
                {
                    sum += pixels[image * 3072 + k] * (k + 1L);
                    squares += pixels[image * 3072 + k] * (k + 1L) * (k + 1L) % 997;
                }
                Assert.Equal((want[0]![i]!.GetValue<int>(), want[1]![i]!.GetValue<long>(), want[2]![i]!.GetValue<long>()),
                    (labels[image], sum, squares));
            }
        Assert.Equal(image, got.Count);
    }

    private static void AssertTexts(JsonNode c, (SequenceDataset Train, SequenceDataset Test) got)
    {
        JsonArray want = c["result"]!.AsArray();
        Assert.Equal(Numbers(want[0]), got.Train.Sequences.SelectMany(s => s).Select(v => (double)v));
        Assert.Equal(want[0]!.AsArray().Select(s => s!.AsArray().Count), got.Train.Sequences.Select(s => s.Length));
        Assert.Equal(Numbers(want[1]), Values(got.Train.Labels));
        Assert.Equal(Numbers(want[2]), got.Test.Sequences.SelectMany(s => s).Select(v => (double)v));
        Assert.Equal(Numbers(want[3]), Values(got.Test.Labels));
    }

    private static void AssertTable(JsonNode c, (TableDataset Train, TableDataset Test) got)
    {
        JsonArray want = c["result"]!.AsArray();
        Assert.Equal(Numbers(c["counts"]), (double[])[got.Train.Count, got.Test.Count]);
        double[][] all = [Values(got.Train.Features), Values(got.Train.Targets), Values(got.Test.Features), Values(got.Test.Targets)];
        for (int i = 0; i < 4; i++)
        {
            double[] numbers = Numbers(want[i]);
            Assert.Equal(numbers.Select(v => (float)v), all[i].Take(numbers.Length).Select(v => (float)v));
        }
    }

    private static SequenceOptions Options(JsonNode c)
    {
        JsonObject o = c["options"]!.AsObject();
        int? OrNone(string key, int fallback) => o.ContainsKey(key) ? o[key]?.GetValue<int>() : fallback;
        return new SequenceOptions
        {
            NumWords = o["num_words"]?.GetValue<int>(),
            SkipTop = OrNone("skip_top", 0)!.Value,
            MaxLength = o["maxlen"]?.GetValue<int>(),
            Seed = Option(c, "seed", 113u),
            StartChar = OrNone("start_char", 1),
            OovChar = OrNone("oov_char", 2),
            IndexFrom = OrNone("index_from", 3)!.Value,
        };
    }

    private static T Option<T>(JsonNode c, string key, T fallback) => c["options"]![key] is { } value ? value.GetValue<T>() : fallback;

    // All numbers of nested lists.
    private static double[] Numbers(JsonNode? node) => node is JsonArray list ? [.. list.SelectMany(Numbers)] : [node!.GetValue<double>()];

    private static double[] Values<T>(Tensor<T> tensor) where T : struct, System.Numerics.INumber<T> =>
        [.. TensorValues(tensor).Select(double.CreateChecked)];

    private static T[] TensorValues<T>(Tensor<T> tensor)
    {
        var values = new T[tensor.FlattenedLength];
        tensor.FlattenTo(values);
        return values;
    }

    private static string File(string name) => Path.Combine(AppContext.BaseDirectory, "Golden", "dataset", name);
}
