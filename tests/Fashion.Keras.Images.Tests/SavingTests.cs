using System.Numerics.Tensors;

namespace Fashion.Keras.Images.Tests;

public sealed class SavingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static ColorMode Mode(int channels) => channels switch { 1 => ColorMode.Grayscale, 3 => ColorMode.Rgb, _ => ColorMode.Rgba };

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    public void SaveImage_Scaled_WritesKerassBytes(int channels)
    {
        Tensor<float> values = GoldenImages.Of<float>("values");
        var image = Tensor.Create(values.Where((_, i) => i % 4 < channels).ToArray(), [4, 5, channels]);
        Utils.SaveImage(_folder.File("x.png"), image);
        Assert.Equal(0, GoldenImages.Difference(GoldenImages.Of<byte>($"saved.{channels}"),
            Utils.LoadImage(_folder.File("x.png"), colorMode: Mode(channels))));
    }

    [Fact]
    public void SaveImage_Unscaled_CutsFractionsOff()
    {
        Tensor<float> values = GoldenImages.Of<float>("values");
        var image = Tensor.Create(values.Where((_, i) => i % 4 < 3).Select(v => Math.Abs(v) * 20).ToArray(), [4, 5, 3]);
        Utils.SaveImage(_folder.File("x.png"), image, scale: false);
        Assert.Equal(0, GoldenImages.Difference(GoldenImages.Of<byte>("unscaled"), Utils.LoadImage(_folder.File("x.png"))));
    }

    /// <summary>Colours under transparent pixels stay too.</summary>
    [Theory]
    [InlineData("rgba.png")]
    [InlineData("rgb.png")]
    [InlineData("gray.png")]
    public void SaveImage_ThenLoadImage_GivesTheSamePixels(string file)
    {
        ColorMode mode = file == "rgba.png" ? ColorMode.Rgba : file == "rgb.png" ? ColorMode.Rgb : ColorMode.Grayscale;
        Tensor<float> image = Utils.LoadImage(GoldenImages.File(file), colorMode: mode);
        Utils.SaveImage(_folder.File("x.PNG"), image, scale: false);
        Assert.Equal(image.ToArray(), Utils.LoadImage(_folder.File("x.PNG"), colorMode: mode).ToArray());
    }

    [Theory]
    [InlineData("x.jpg", 1)]
    [InlineData("x.jpeg", 3)]
    [InlineData("x.jpg", 4)]
    [InlineData("x.webp", 3)]
    public void SaveImage_WithLoss_IsNearThePixels(string name, int channels)
    {
        var image =
            Tensor.Create([.. Enumerable.Range(0, 32 * 32 * channels).Select(i => 40f + i / channels % 32 + 3f * (i / channels / 32))],
                [32, 32, channels]);
        Utils.SaveImage(_folder.File(name), image, scale: false, quality: 95);
        Tensor<float> read = Utils.LoadImage(_folder.File(name), colorMode: channels == 1 ? ColorMode.Grayscale : ColorMode.Rgb);
        float[] colours = [.. image.Where((_, i) => channels < 4 || i % 4 < 3)];
        Assert.All(colours.Zip(read), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, 6));
    }

    [Fact]
    public void SaveImage_LowQuality_MakesASmallerFile()
    {
        Tensor<float> image = Utils.LoadImage(GoldenImages.File("rgba.png"));
        Utils.SaveImage(_folder.File("low.jpg"), image, quality: 10);
        Utils.SaveImage(_folder.File("high.jpg"), image, quality: 95);
        Assert.True(new FileInfo(_folder.File("low.jpg")).Length < new FileInfo(_folder.File("high.jpg")).Length);
    }

    [Fact]
    public void SaveImage_OfRowsAndColumns_IsGray()
    {
        Utils.SaveImage(_folder.File("x.png"), Tensor.Create([0f, 1, 2, 4], [2, 2]));
        Assert.Equal([0f, 63, 127, 255], Utils.LoadImage(_folder.File("x.png"), colorMode: ColorMode.Grayscale).ToArray());
    }

    [Fact]
    public void SaveImage_OfOneValue_IsBlack()
    {
        Utils.SaveImage(_folder.File("x.png"), Tensor.Create([7f, 7, 7], [1, 1, 3]));
        Assert.Equal([0f, 0, 0], Utils.LoadImage(_folder.File("x.png")).ToArray());
    }

    [Fact]
    public void SaveImage_OfWhatIsNoImage_SaysWhy()
    {
        var gray = Tensor.Create([1f, 2], [1, 2]);
        Assert.Contains(".gif", Assert.Throws<ArgumentException>(() => Utils.SaveImage(_folder.File("x.gif"), gray)).Message,
            StringComparison.OrdinalIgnoreCase);
        Assert.Contains("quality",
            Assert.Throws<ArgumentOutOfRangeException>(() => Utils.SaveImage(_folder.File("x.png"), gray, quality: 0)).Message,
            StringComparison.Ordinal);
        Assert.Contains("(1, 1, 2, 1)",
            Assert.Throws<ShapeMismatchException>(
                () => Utils.SaveImage(_folder.File("x.png"), Tensor.Create([1f, 2], [1, 1, 2, 1]))).Message, StringComparison.Ordinal);
        Assert.Throws<ShapeMismatchException>(() => Utils.SaveImage(_folder.File("x.png"), Tensor.Create([1f, 2], [1, 1, 2])));
        foreach (float value in new[] { float.NaN, float.PositiveInfinity })
            Assert.Contains("finite",
                Assert.Throws<ArgumentException>(() => Utils.SaveImage(_folder.File("x.png"), Tensor.Create([1f, value], [1, 2]))).Message,
                StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }
}
