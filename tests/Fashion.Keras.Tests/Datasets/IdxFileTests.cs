using System.IO.Compression;
using CsCheck;
using Fashion.Keras.Datasets;

namespace Fashion.Keras.Tests.Datasets;

public sealed class IdxFileTests
{
    private static byte[] Idx(byte type, uint[] sizes, params byte[] body) =>
        [0, 0, type, (byte)sizes.Length, .. sizes.SelectMany(s => new[] { (byte)(s >> 24), (byte)(s >> 16), (byte)(s >> 8), (byte)s }),
            .. body];

    [Fact]
    public void Parse_Bytes_GivesShapeAndValues()
    {
        var tensor = IdxFile.Parse<byte>(Idx(0x08, [2, 1, 3], 1, 2, 3, 4, 5, 6));
        Assert.Equal([2, 1, 3], tensor.Lengths.ToArray());
        Assert.Equal(6, tensor[1, 0, 2]);
    }

    [Fact]
    public void Parse_BigEndianElements_AreTurned()
    {
        Assert.Equal(0x0102, IdxFile.Parse<short>(Idx(0x0B, [1], 1, 2))[0]);
        Assert.Equal(-2, IdxFile.Parse<int>(Idx(0x0C, [1], 255, 255, 255, 254))[0]);
        Assert.Equal(1.5f, IdxFile.Parse<float>(Idx(0x0D, [1], 0x3F, 0xC0, 0, 0))[0]);
        Assert.Equal(1.5, IdxFile.Parse<double>(Idx(0x0E, [1], 0x3F, 0xF8, 0, 0, 0, 0, 0, 0))[0]);
        Assert.Equal((sbyte)-1, IdxFile.Parse<sbyte>(Idx(0x09, [1], 255))[0]);
    }

    [Fact]
    public void Parse_RankZero_IsOneNumber() => Assert.Equal(7, IdxFile.Parse<byte>(Idx(0x08, [], 7))[0]);

    [Theory]
    [InlineData(new byte[0], "no IDX file")]
    [InlineData(new byte[] { 1, 0, 8, 1 }, "no IDX file")]
    [InlineData(new byte[] { 0, 0, 0x0A, 1, 0, 0, 0, 0 }, "0x0A")]
    [InlineData(new byte[] { 0, 0, 8, 2, 0, 0, 0, 1 }, "inside its header")]
    [InlineData(new byte[] { 0, 0, 8, 200 }, "200 axes")]
    [InlineData(new byte[] { 0, 0, 8, 1, 0, 0, 0, 2, 9 }, "2 elements")]
    [InlineData(new byte[] { 0, 0, 8, 1, 0, 0, 0, 1, 9, 9 }, "1 elements")]
    [InlineData(new byte[] { 0, 0, 8, 2, 255, 255, 255, 255, 255, 255, 255, 255, 1 }, "4294967295 x 4294967295")]
    public void Parse_LyingOrShortFile_SaysWhat(byte[] content, string mention) =>
        Assert.Contains(mention, Assert.Throws<InvalidDataException>(() => IdxFile.Parse<byte>(content)).Message, StringComparison.Ordinal);

    [Fact]
    public void Parse_OtherElementType_IsRefused() =>
        Assert.Contains("Byte", Assert.Throws<InvalidDataException>(() => IdxFile.Parse<int>(Idx(0x08, [1], 7))).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Parse_AnyBytes_NeverDoesWorseThanInvalidData() => Gen.Byte.Array[0, 40].Sample(content =>
    {
        if (content.Length > 1) content[0] = content[1] = 0;
        try { IdxFile.Parse<byte>(content); }
        catch (InvalidDataException) { }
    }, iter: 5_000);

    [Fact]
    public void Read_GzipAndPlain_AreTheSame()
    {
        using var folder = new TemporaryFolder();
        byte[] content = Idx(0x08, [3], 1, 2, 3);
        string plain = folder.File("a"), packed = folder.File("a.gz");
        File.WriteAllBytes(plain, content);
        using (var gzip = new GZipStream(File.Create(packed), CompressionLevel.Fastest)) gzip.Write(content);
        Assert.Equal(2, IdxFile.Read<byte>(plain)[1]);
        Assert.Equal(2, IdxFile.Read<byte>(packed)[1]);
        File.WriteAllBytes(packed, File.ReadAllBytes(packed)[..^12]);
        Assert.Throws<InvalidDataException>(() => IdxFile.Read<byte>(packed));
    }

    [Fact]
    public void Read_GzipOfSeveralMembers_IsReadToItsEnd()
    {
        using var folder = new TemporaryFolder();
        byte[] content = Idx(0x08, [200_000], [.. Enumerable.Range(0, 200_000).Select(i => (byte)(i * i))]);
        string packed = folder.File("a.gz");
        // The length at a gzip file's end is that of its last member alone.
        using (FileStream file = File.Create(packed))
            foreach (byte[] part in new[] { content[..150_000], content[150_000..199_990], content[199_990..] })
                using (var gzip = new GZipStream(file, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(part);
        Assert.Equal(content[8..], IdxFile.Read<byte>(packed).ToArray());
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(uint.MaxValue)]
    public void Read_GzipThatLiesAboutItsLength_IsRefused(uint claimed)
    {
        using var folder = new TemporaryFolder();
        string packed = folder.File("a.gz");
        using (var gzip = new GZipStream(File.Create(packed), CompressionLevel.Fastest)) gzip.Write(Idx(0x08, [3], 1, 2, 3));
        using (FileStream file = File.OpenWrite(packed))
        {
            file.Position = file.Length - 4;
            file.Write(BitConverter.GetBytes(claimed));
        }
        Assert.Throws<InvalidDataException>(() => IdxFile.Read<byte>(packed));
    }
}
