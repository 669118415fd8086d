using System.Buffers.Binary;
using System.IO.Compression;
using System.Numerics.Tensors;
using Fashion.Keras.Events;
using Fashion.Keras.TensorBoards.Tests.Reading;

namespace Fashion.Keras.TensorBoards.Tests;

public sealed class SummaryWriterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // The check value of the catalogue of CRCs: that the reader's own checksum is CRC-32C.
    [Fact]
    public void ReadersChecksum_IsCastagnoli() => Assert.Equal(0xE3069283u, RecordReader.Castagnoli("123456789"u8));

    [Theory]
    [InlineData(0)]
    [InlineData(-1.5)]
    [InlineData(double.NaN)]
    [InlineData(double.NegativeInfinity)]
    [InlineData(1e300)]
    public void Scalar_IsAFloat(double value)
    {
        Write(w => w.Scalar("a/b: ä", value, long.MaxValue, "what it *is*"));
        ReadEvent read = Assert.Single(ReadEvent.Folder(_folder.Path));
        Assert.Equal(("a/b: ä", (float)value, long.MaxValue), (read.Tag, read.Number, read.Step));
        Assert.Empty(read.Shape);
    }

    [Fact]
    public void Text_IsKept()
    {
        string text = string.Concat(Enumerable.Repeat("# Größe 🎉\n\n| a | b |\n", 5000));
        Write(w => w.Text("notes", text, 3));
        ReadEvent read = Assert.Single(ReadEvent.Folder(_folder.Path));
        Assert.Equal(("text", 2, text), (read.Plugin, read.DataClass, Assert.Single(read.Texts)));
    }

    [Fact]
    public void Histogram_CountsByBuckets()
    {
        Write(w => w.Histogram("h", [0, 1, 2, 3, 4, 4, float.NaN, float.PositiveInfinity], 1, buckets: 4));
        Assert.Equal([0, 1, 1, 1, 2, 1, 2, 3, 1, 3, 4, 3], Assert.Single(ReadEvent.Folder(_folder.Path)).Doubles);
    }

    [Fact]
    public void Histogram_OfEqualOrNoNumbers_IsTheOneOfTensorBoard()
    {
        Write(w =>
        {
            w.Histogram("equal", [7, 7, 7], 0, buckets: 2);
            w.Histogram("none", [], 0, buckets: 2);
            w.Histogram("not finite", [float.NaN], 0, buckets: 2);
            w.Histogram("extreme", [float.MinValue, float.MaxValue], 0, buckets: 2);
        });
        List<ReadEvent> read = ReadEvent.Folder(_folder.Path);
        Assert.Equal([7, 7, 0, 7, 7, 3], read[0].Doubles);
        Assert.Equal(new double[6], read[1].Doubles);
        Assert.Equal(new double[6], read[2].Doubles);
        Assert.Equal([float.MinValue, 0, 1, 0, float.MaxValue, 1], read[3].Doubles);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 4)]
    [InlineData(3, 2)]
    [InlineData(4, 6)]
    public void Images_ArePngs(int channels, int colorType)
    {
        byte[] pixels = [.. Enumerable.Range(0, 4 * 5 * 7 * channels).Select(i => (byte)(i * 37))];
        Write(w => w.Image("i", Tensor.Create(pixels, [4, 5, 7, channels]), 0));
        ReadEvent read = Assert.Single(ReadEvent.Folder(_folder.Path));
        byte[][] parts = [.. read.Tensor.All(8)];
        Assert.Equal((5, "7", "5"), (parts.Length, read.Texts[0], read.Texts[1]));
        for (int i = 0; i < 3; i++)
            Assert.Equal(pixels.AsSpan(i * 35 * channels, 35 * channels).ToArray(), Decode(parts[2 + i], 5, 7, channels, colorType));
    }

    [Fact]
    public void FloatImages_AreClamped()
    {
        Write(w => w.Image("i", Tensor.Create([-1f, 0, 0.5f, 1, 2, float.NaN], [2, 3]), 0));
        byte[] png = ReadEvent.Folder(_folder.Path)[0].Tensor.All(8).Last();
        Assert.Equal([0, 0, 127, 255, 255, 0], Decode(png, 2, 3, 1, 0));
    }

    [Fact]
    public void ManyThreads_WriteWholeRecords()
    {
        Write(w => Parallel.For(0, 2000, i => w.Scalar($"t{i % 4}", i, i)));
        Assert.Equal(Enumerable.Range(0, 2000).Select(i => (long)i), ReadEvent.Folder(_folder.Path).Select(e => e.Step).Order());
    }

    [Fact]
    public void Writers_OfOneFolder_HaveDifferentFiles()
    {
        using SummaryWriter a = new(_folder.Path), b = new(_folder.Path);
        Assert.NotEqual(a.FilePath, b.FilePath);
        Assert.All([a, b], w => Assert.Contains($".{Environment.ProcessId}.", w.FilePath, StringComparison.Ordinal));
    }

    [Fact]
    public void WhatIsWritten_CanBeReadAtOnce()
    {
        using var writer = new SummaryWriter(_folder.Path);
        writer.Scalar("now", 1, 0);
        Assert.Single(ReadEvent.Folder(_folder.Path));
    }

    [Fact]
    public void Misuse_IsAnError()
    {
        var writer = new SummaryWriter(_folder.Path);
        Assert.Throws<ArgumentException>(() => writer.Scalar("", 1, 0));
        Assert.Throws<ArgumentNullException>(() => writer.Text("a", null!, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => writer.Histogram("a", [1], 0, buckets: 0));
        Assert.Contains("(2, 2, 5)",
            Assert.Throws<ShapeMismatchException>(() => writer.Image("a", Tensor.Create(new byte[20], [2, 2, 5]), 0))
            .Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => writer.HyperParameters(new Dictionary<string, object> { [""] = 1 }));
        writer.Dispose();
        writer.Dispose();
        Assert.Throws<ObjectDisposedException>(() => writer.Scalar("a", 1, 0));
        Assert.Empty(ReadEvent.Folder(_folder.Path));
    }

    private void Write(Action<SummaryWriter> write)
    {
        using var writer = new SummaryWriter(_folder.Path);
        write(writer);
    }

    // Chunks by hand, rows with filter 0, as the writer makes them.
    private static byte[] Decode(byte[] png, int height, int width, int channels, int colorType)
    {
        Assert.Equal([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], png[..8]);
        byte[] header = png[16..29];
        Assert.Equal((width, height, 8, colorType),
            (BinaryPrimitives.ReadInt32BigEndian(header), BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(4)), header[8], header[9]));
        int length = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(33));
        Assert.Equal("IDAT"u8.ToArray(), png[37..41]);
        using var rows = new MemoryStream();
        using (var zlib = new ZLibStream(new MemoryStream(png[41..(41 + length)]), CompressionMode.Decompress)) zlib.CopyTo(rows);
        return [.. rows.ToArray().Chunk(1 + width * channels).SelectMany(row => { Assert.Equal(0, row[0]); return row[1..]; })];
    }
}
