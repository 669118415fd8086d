namespace Fashion.Keras.Hdf5.Tests;

/// <summary>What is written is read again.</summary>
public sealed class WritingTests
{
    [Fact]
    public void Save_EveryKind_IsReadAgain()
    {
        using H5File file = H5File.Open(Files.OfEveryKind().Bytes(), "own");
        H5Group root = file.Root, numbers = root.Group("numbers");
        Assert.Equal([(Half)0.5f, (Half)(-2)], numbers.Dataset("half").Read<Half>());
        Assert.Equal([1.5f, -2, 3, 4, 5, 6], numbers.Dataset("float").Read<float>());
        Assert.Equal([2, 3], numbers.Dataset("float").Shape);
        Assert.Equal([0.1, 1e300, 3, 4], numbers.Dataset("double").Read<double>());
        Assert.Equal([-128, 127], numbers.Dataset("sbyte").Read<sbyte>());
        Assert.Equal([0, 255], numbers.Dataset("byte").Read<byte>());
        Assert.Equal([short.MinValue, short.MaxValue], numbers.Dataset("short").Read<short>());
        Assert.Equal([0, ushort.MaxValue], numbers.Dataset("ushort").Read<ushort>());
        Assert.Equal([int.MinValue, int.MaxValue], numbers.Dataset("int").Read<int>());
        Assert.Equal([0, uint.MaxValue], numbers.Dataset("uint").Read<uint>());
        Assert.Equal([-(1L << 50), 1L << 50], numbers.Dataset("long").Read<long>());
        Assert.Equal([0, 1UL << 50], numbers.Dataset("ulong").Read<ulong>());
        Assert.Equal([3.5f], root.Dataset("scalar").Read<float>());
        Assert.Empty(root.Dataset("scalar").Shape);
        Assert.Equal([0, 3], root.Dataset("empty").Shape);
        Assert.Empty(root.Dataset("empty").Read<float>());
        Assert.Equal([1f, 2, 3, 4], root.Dataset("later").Read<float>());
        Assert.Equal(["naïve ☃"], root.Dataset("text").ReadTexts());
        Assert.Equal(["a", "", "bé", new string('x', 100_000)], root.Dataset("texts").ReadTexts());
        Assert.Equal([2, 2], root.Dataset("texts").Shape);
        Assert.Equal(["ab", "", "é"], root.Dataset("fixed_texts").ReadTexts());
        Assert.Equal("text of 2 bytes", root.Dataset("fixed_texts").Type.ToString());
        H5Object attributes = root.Group("deep/er/attributes");
        Assert.Equal([new string('y', 300_000)], attributes.Attributes["text"].ReadTexts());
        Assert.Equal(["dense", "dense_1", "", "é"], attributes.Attributes["texts"].ReadTexts());
        Assert.Equal(Enumerable.Range(0, 4000).Select(i => $"layer_{i}"), attributes.Attributes["many"].ReadTexts());
        Assert.Equal(["dense", "é"], attributes.Attributes["fixed"].ReadTexts());
        Assert.Equal([7], attributes.Attributes["number"].Read<int>());
        Assert.Equal([1.0, 2, 3, 4, 5, 6], attributes.Attributes["numbers"].Read<double>());
        Assert.Equal([3, 2], attributes.Attributes["numbers"].Shape);
        Assert.Equal([0], attributes.Attributes["none"].Shape);
        Assert.Equal(27, attributes.Attributes.Count);
        Assert.Equal(300, root.Group("many").Links.Count);
        Assert.Equal([299], root.Dataset("many/größe 299/x").Read<int>());
    }

    [Fact]
    public void Save_ToAStreamThatOnlyWrites_IsTheSameFile()
    {
        using var folder = new TemporaryFolder();
        byte[] want = Files.OfEveryKind().Bytes();
        using (var stream = new OnlyWrites(folder.File("stream.h5"))) Files.OfEveryKind().Save(stream);
        Files.OfEveryKind().Save(folder.File("path.h5"));
        Assert.Equal(want, File.ReadAllBytes(folder.File("stream.h5")));
        Assert.Equal(want, File.ReadAllBytes(folder.File("path.h5")));
    }

    [Fact]
    public void Save_NumbersGivenLater_AreAskedForOneAfterTheOther()
    {
        var asked = new List<int>();
        var file = new H5FileBuilder();
        for (int i = 0; i < 3; i++)
        {
            int number = i;
            file.Root.Add<float>($"x{i}", [2], () => { asked.Add(number); return new float[] { number, number }; });
        }
        Assert.Empty(asked);
        using H5File read = H5File.Open(file.Bytes(), "later");
        Assert.Equal([0, 1, 2], asked);
        Assert.Equal([2f, 2], read.Root.Dataset("x2").Read<float>());
    }

    [Fact]
    public void Save_OtherNumbersThanAnnounced_IsAnError()
    {
        var file = new H5FileBuilder();
        file.Root.Add<float>("group/x", [3], () => new float[2]);
        Assert.Contains("'group/x'", Assert.Throws<InvalidOperationException>(() => file.Bytes()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Group_DeeperThanAnyStack_IsWritten()
    {
        const int Depth = 20_000;
        var file = new H5FileBuilder();
        file.Root.Group(string.Join('/', Enumerable.Repeat("a", Depth))).Add("x", 1);
        using H5File read = H5File.Open(file.Bytes(), "deep");
        Assert.Equal([1], read.Root.Dataset(string.Join('/', Enumerable.Repeat("a", Depth).Append("x"))).Read<int>());
    }

    [Fact]
    public void Add_WhatHdf5CannotHold_IsRefused()
    {
        H5GroupBuilder root = new H5FileBuilder().Root;
        Assert.Throws<ArgumentException>(() => root.Add("x", new float[4], 3));
        Assert.Throws<ArgumentException>(() => root.Add("x", new float[4], -2, -2));
        Assert.Throws<ArgumentException>(() => root.Add("x", new float[1], [.. Enumerable.Repeat(1L, 33)]));
        Assert.Throws<ArgumentException>(() => root.Add<float>("x", [long.MaxValue, 2], () => default));
        Assert.Throws<NotSupportedException>(() => root.Add("x", new decimal[1]));
        Assert.Throws<ArgumentException>(() => root.Add("a/", 1));
        Assert.Throws<ArgumentException>(() => root.Add("", 1));
        Assert.Throws<ArgumentException>(() => root.Add("a\0b", 1));
        Assert.Throws<ArgumentException>(() => root.Add("\ud800", 1));
        Assert.Throws<ArgumentException>(() => root.Add(".", 1));
        Assert.Throws<ArgumentException>(() => root.Group(new string('x', 70_000)));
        Assert.Throws<ArgumentException>(() => root.SetAttribute("", "x"));
        Assert.Throws<ArgumentException>(() => root.SetAttribute("many", [.. Enumerable.Repeat("x", 5000)]));
        Assert.Throws<ArgumentException>(() => root.SetAttribute("numbers", new double[8192]));
        Assert.Throws<ArgumentException>(() => root.SetAttribute("null", ["a", null!]));
        root.Add("dataset", 1);
        Assert.Throws<InvalidOperationException>(() => root.Group("dataset"));
        Assert.Throws<InvalidOperationException>(() => root.Add("dataset/x", 1));
        root.Group("group");
        Assert.Throws<InvalidOperationException>(() => root.Add("group", 1));
    }

    [Fact]
    public void Add_NamesAsInPaths_LeadToOneGroup()
    {
        var file = new H5FileBuilder();
        file.Root.Group("a/b").Add("x", 1);
        file.Root.Group("/a//./b/").Add("x", 2);
        Assert.Equal("/a/b", file.Root.Group("a/b").Path);
        using H5File read = H5File.Open(file.Bytes(), "names");
        Assert.Equal([2], read.Root.Dataset("/a/b/x").Read<int>());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(47)]
    [InlineData(3_000)]
    [InlineData(250_000)]
    public void Save_OnAFullDisk_IsTheDisksOwnException(int room)
    {
        using var disk = new FullDisk(room);
        Assert.Equal(FullDisk.Words, Assert.Throws<IOException>(() => Files.OfEveryKind().Save(disk)).Message);
    }

    [Fact]
    public void Save_WhereTheSystemHasNoRoom_IsAnIOException()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "there is no /dev/full on this system");
        Assert.Throws<IOException>(() => Files.OfEveryKind().Save("/dev/full"));
    }

    [Fact]
    public void Save_IntoNoFolder_IsAnIOException()
    {
        using var folder = new TemporaryFolder();
        Assert.ThrowsAny<IOException>(() => Files.OfEveryKind().Save(folder.File("no/such.h5")));
    }

    private sealed class OnlyWrites(string path) : FileStream(path, FileMode.CreateNew, FileAccess.Write)
    {
        public override bool CanSeek => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    }

    private sealed class FullDisk(int room) : MemoryStream
    {
        public const string Words = "No space left on device";

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            if (Position + buffer.Length > room) throw new IOException(Words);
            base.Write(buffer);
        }
    }

    // Version, flags, the set of characters where it is not ASCII, length, name. Readers may show other characters else.
    [Theory]
    [InlineData("plain", new byte[] { 1, 0x00, 5 })]
    [InlineData("漢", new byte[] { 1, 0x10, 1, 3 })]
    public void Save_NameOfALink_SaysItsCharacters(string name, byte[] before)
    {
        var builder = new H5FileBuilder();
        builder.Root.Add(name, 1f);
        byte[] file = builder.Bytes();
        int at = file.AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(name));
        Assert.Equal(before, file[(at - before.Length)..at]);
    }

    // On Windows this depends on how the file was opened; elsewhere it is always so.
    [Fact]
    public void OpenFile_MayBeReplacedAndDeleted_AndIsReadAsItWas()
    {
        string folder = Directory.CreateTempSubdirectory("fashion-keras-").FullName;
        try
        {
            string path = Path.Combine(folder, "x.h5"), next = Path.Combine(folder, "next.h5");
            foreach ((string file, float value) in new[] { (path, 1f), (next, 2f) })
            {
                var builder = new H5FileBuilder();
                builder.Root.Add("x", [value]);
                builder.Save(file);
            }
            using H5File open = H5File.Open(path);
            using (new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete)) { }
            File.Move(next, path, overwrite: true);
            Assert.Equal([1f], open.Root.Dataset("x").Read<float>());
            using (H5File replaced = H5File.Open(path)) Assert.Equal([2f], replaced.Root.Dataset("x").Read<float>());
            File.Delete(path);
            Assert.Equal([1f], open.Root.Dataset("x").Read<float>());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
