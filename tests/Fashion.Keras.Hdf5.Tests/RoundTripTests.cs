using CsCheck;

namespace Fashion.Keras.Hdf5.Tests;

/// <summary>Files of any shape are read as they were written.</summary>
public sealed class RoundTripTests
{
    private static readonly Gen<string> Name = Gen.String[Gen.Char["abcäß漢0_: \\"], 1, 12];

    private static readonly Gen<string> Text = Gen.OneOf(Gen.String[Gen.Char.AlphaNumeric, 0, 30], Gen.String[Gen.Char["aé漢\n"], 0, 800]);

    private static readonly Gen<long[]> Shape = Gen.Long[0, 4].Array[0, 4];

    private static readonly Gen<Action<H5GroupBuilder, string>> Dataset = Gen.OneOf<Action<H5GroupBuilder, string>>(
        Gen.Select(Shape, Gen.Int[-1000, 1000])
            .Select(
                (shape, seed) => (Action<H5GroupBuilder, string>)((group,
                    name) => group.Add<float>(name, shape, () => Numbers(shape, i => seed + i + 0.5f)))),
        Gen.Select(Shape, Gen.Long)
            .Select(
                (shape, seed) =>
                    (Action<H5GroupBuilder, string>)((group, name) => group.Add<long>(name, shape, () => Numbers(shape, i => seed ^ i)))),
        Gen.Select(Shape, Gen.Short)
            .Select(
                (shape, seed) => (Action<H5GroupBuilder, string>)((group,
                    name) => group.Add<short>(name, shape, () => Numbers(shape, i => (short)(seed + i))))));

    [Fact]
    public void Save_AnyFile_IsReadAgain() =>
        Gen.Select(Gen.Select(Name, Name, Dataset).Array[0, 40], Gen.Select(Name, Text).Array[0, 30],
            Gen.Select(Name, Text.Array[0, 20], Gen.Bool).Array[0, 10])
        .Sample((datasets, texts, lists) =>
        {
            var builder = new H5FileBuilder();
            foreach ((string group, string name, Action<H5GroupBuilder, string> add) in datasets)
                add(builder.Root.Group($"data/{group}"), name);
            foreach ((string name, string text) in texts) builder.Root.Group("texts").SetAttribute(name, text);
            foreach ((string name, string[] list, bool isFixed) in lists) builder.Root.Group("lists").SetAttribute(name, list, isFixed);
            using H5File once = H5File.Open(builder.Bytes(), "once");
            foreach ((string group, string name, Action<H5GroupBuilder, string> add) in datasets.Reverse()
                .DistinctBy(d => (d.Item1, d.Item2)))
            {
                var alone = new H5FileBuilder();
                add(alone.Root, "x");
                using H5File want = H5File.Open(alone.Bytes(), "alone");
                Same(want.Root.Dataset("x"), once.Root.Dataset($"data/{group}/{name}"));
            }
            foreach ((string name, string text) in texts.Reverse().DistinctBy(t => t.Item1))
                Assert.Equal([text], once.Root.Group("texts").Attributes[name].ReadTexts());
            foreach ((string name, string[] list, _) in lists.Reverse().DistinctBy(t => t.Item1))
                Assert.Equal(list, once.Root.Group("lists").Attributes[name].ReadTexts());
        }, iter: 200, threads: 2);

    [Fact]
    public void Read_IntoOtherTypes_ConvertsOrRefuses()
    {
        var builder = new H5FileBuilder();
        builder.Root.Add("small", [1, -2, 3]);
        builder.Root.Add("large", [1.5, -2, 300]);
        using H5File file = H5File.Open(builder.Bytes(), "types");
        Assert.Equal([1.0, -2, 3], file.Root.Dataset("small").Read<double>());
        Assert.Equal([1, -2, 3], file.Root.Dataset("small").Read<sbyte>());
        Assert.Equal([1.5f, -2, 300], file.Root.Dataset("large").Read<float>());
        Assert.Contains("does not fit", Assert.Throws<H5FormatException>(() => file.Root.Dataset("small").Read<byte>()).Message,
            StringComparison.Ordinal);
        Assert.Throws<H5FormatException>(() => file.Root.Dataset("small").ReadTexts());
        Assert.Throws<ArgumentException>(() => file.Root.Dataset("small").Read<int>(new int[2]));
    }

    [Theory, InlineData(false), InlineData(true)]
    public void Read_FileThatBecameShorter_IsRefused(bool asStream)
    {
        string path = Path.Combine(Directory.CreateTempSubdirectory("fashion-keras-").FullName, "numbers.h5");
        try
        {
            var builder = new H5FileBuilder();
            builder.Root.Add("numbers", new float[50_000]);
            File.WriteAllBytes(path, builder.Bytes());
            using H5File file = asStream ? H5File.Open(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite), path)
                : H5File.Open(path);
            H5Dataset numbers = file.Root.Dataset("numbers");
            using (var other = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite)) other.SetLength(100_000);
            Assert.Contains("shorter", Assert.Throws<H5FormatException>(() => numbers.Read<float>()).Message, StringComparison.Ordinal);
            Assert.Contains("shorter", Assert.Throws<H5FormatException>(() => numbers.Read<double>()).Message, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
        }
    }

    private static ReadOnlyMemory<T> Numbers<T>(long[] shape, Func<int, T> number) =>
        Enumerable.Range(0, (int)shape.Aggregate(1L, (product, size) => product * size)).Select(number).ToArray();

    private static void Same(H5Dataset want, H5Dataset have)
    {
        Assert.Equal(want.Shape, have.Shape);
        Assert.Equal(want.Type.ToString(), have.Type.ToString());
        if (want.Type.Class == H5TypeClass.Float) Assert.Equal(want.Read<float>(), have.Read<float>());
        else Assert.Equal(want.Read<long>(), have.Read<long>());
    }
}
