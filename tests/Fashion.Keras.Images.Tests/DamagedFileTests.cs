using System.Buffers.Binary;

namespace Fashion.Keras.Images.Tests;

/// <summary>Files that are no whole image.</summary>
public sealed class DamagedFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Kinds =>
        ["rgb.png", "interlaced.png", "palette.png", "gray16.png", "420.jpg", "progressive.jpg", "cmyk.jpg", "animated.gif", "rgb.bmp",
            "palette.bmp", "lossless.webp", "lossy.webp"];

    public void Dispose() => _folder.Dispose();

    /// <summary>A file that ends early is an error, not an image that is gray below.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void LoadImage_OfAFileCutOff_NamesTheFile(string kind)
    {
        byte[] whole = File.ReadAllBytes(GoldenImages.File(kind));
        foreach (double share in new[] { 0.02, 0.2, 0.5, 0.7 })
        {
            // Its first frame, which is all that is read, ends before.
            if (kind == "animated.gif" && share >= 0.5) continue;
            string path = _folder.File("cut" + Path.GetExtension(kind));
            File.WriteAllBytes(path, whole[..(int)(whole.Length * share)]);
            var error = Assert.Throws<ImageFileException>(() => Utils.LoadImage(path));
            Assert.Equal(path, error.Path);
            Assert.Contains(path, error.Message, StringComparison.Ordinal);
        }
    }

    /// <summary>The last scans of a progressive file only make it sharper; without them it looks whole, but is not.</summary>
    [Fact]
    public void LoadImage_OfAProgressiveFileWithoutItsEnd_IsRefused()
    {
        byte[] whole = File.ReadAllBytes(GoldenImages.File("progressive.jpg"));
        for (int length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(_folder.File("x.jpg"), whole[..length]);
            Assert.Throws<ImageFileException>(() => Utils.LoadImage(_folder.File("x.jpg")));
        }
        File.WriteAllBytes(_folder.File("x.jpg"), [.. whole, 1, 2, 3]);
        Assert.Equal(Utils.LoadImage(GoldenImages.File("progressive.jpg")).ToArray(), Utils.LoadImage(_folder.File("x.jpg")).ToArray());
    }

    [Fact]
    public void LoadImage_OfADamagedPng_NamesTheFile()
    {
        byte[] content = File.ReadAllBytes(GoldenImages.File("rgba.png"));
        for (int i = 300; i < 400; i++) content[i] ^= 0x55;
        File.WriteAllBytes(_folder.File("x.png"), content);
        Assert.Contains(_folder.File("x.png"), Assert.Throws<ImageFileException>(() => Utils.LoadImage(_folder.File("x.png"))).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("this is a text")]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg' width='5' height='5'/>")]
    public void LoadImage_OfAnotherKind_SaysSo(string content)
    {
        File.WriteAllText(_folder.File("x.png"), content);
        Assert.Throws<ImageFileException>(() => Utils.LoadImage(_folder.File("x.png")));
    }

    /// <summary>A device never ends.</summary>
    [Fact]
    public void LoadImage_OfADevice_IsRefused()
    {
        Assert.SkipUnless(File.Exists("/dev/zero"), "There is no /dev/zero on this machine.");
        Assert.Contains("device", Assert.Throws<ImageFileException>(() => Utils.LoadImage("/dev/zero")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void LoadImage_OfAnAbsentFile_NamesIt() =>
        Assert.Contains(_folder.File("x.png"), Assert.Throws<FileNotFoundException>(() => Utils.LoadImage(_folder.File("x.png"))).Message,
            StringComparison.Ordinal);

    [Fact]
    public void LoadImage_WithAnotherEnding_ReadsTheContent()
    {
        File.Copy(GoldenImages.File("420.jpg"), _folder.File("x.png"));
        Assert.Equal(Utils.LoadImage(GoldenImages.File("420.jpg")).ToArray(), Utils.LoadImage(_folder.File("x.png")).ToArray());
    }

    /// <summary>A header that states 60000 x 60000 pixels takes no memory.</summary>
    [Fact]
    public void LoadImage_OfHugeSides_IsRefusedBeforeMemoryIsTaken()
    {
        byte[] content = File.ReadAllBytes(GoldenImages.File("rgb.bmp"));
        BinaryPrimitives.WriteInt32LittleEndian(content.AsSpan(18), 60_000);
        BinaryPrimitives.WriteInt32LittleEndian(content.AsSpan(22), 60_000);
        File.WriteAllBytes(_folder.File("x.bmp"), content);
        long before = GC.GetTotalAllocatedBytes();
        string message = Assert.Throws<ImageFileException>(() => Utils.LoadImage(_folder.File("x.bmp"))).Message;
        Assert.Contains("60000 x 60000", message, StringComparison.Ordinal);
        Assert.Contains("maxPixels (100000000)", message, StringComparison.Ordinal);
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 100_000_000);
    }

    [Fact]
    public void LoadImage_OfAsManyPixelsAsAllowed_IsRead()
    {
        string path = GoldenImages.File("rgb.png");
        Assert.Equal(17 * 23 * 3, Utils.LoadImage(path, maxPixels: 17 * 23).FlattenedLength);
        Assert.Throws<ImageFileException>(() => Utils.LoadImage(path, maxPixels: 17 * 23 - 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Utils.LoadImage(path, maxPixels: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Utils.LoadImage(path, maxPixels: int.MaxValue));
    }
}
