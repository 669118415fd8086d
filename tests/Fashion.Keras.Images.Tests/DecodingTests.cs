using System.Numerics.Tensors;

namespace Fashion.Keras.Images.Tests;

/// <summary>Every kind of file against Pillow.</summary>
public sealed class DecodingTests
{
    public static IEnumerable<TheoryDataRow<string, ColorMode>> Files =>
        from key in GoldenImages.Keys
        let parts = key.Split('.')
        where parts.Length == 3 && parts[2] is "RGB" or "RGBA" or "L"
        select new TheoryDataRow<string, ColorMode>($"{parts[0]}.{parts[1]}",
            parts[2] == "RGB" ? ColorMode.Rgb : parts[2] == "L" ? ColorMode.Grayscale : ColorMode.Rgba);

    [Theory]
    [MemberData(nameof(Files))]
    public void LoadImage_OfAKind_GivesPillowsPixels(string file, ColorMode mode)
    {
        string key = $"{file}.{mode switch { ColorMode.Rgb => "RGB", ColorMode.Rgba => "RGBA", _ => "L" }}";
        double allowed = file.EndsWith(".jpg", StringComparison.Ordinal) || file == "lossy.webp" ? 2 : 0;
        Assert.InRange(GoldenImages.Difference(GoldenImages.Of<byte>(key), Utils.LoadImage(GoldenImages.File(file), colorMode: mode)), 0,
            allowed);
    }

    [Fact]
    public void Texts_StandForMembers_AndUnknownOnesAreNamed()
    {
        string file = GoldenImages.File("rgba.png");
        Assert.Equal(Utils.LoadImage(file, colorMode: ColorMode.Grayscale).ToArray(),
            Utils.LoadImage(file, colorMode: "grayscale").ToArray());
        Assert.Equal(Utils.LoadImage(file, (5, 5), interpolation: Interpolation.Bicubic).ToArray(),
            Utils.LoadImage(file, (5, 5), interpolation: "bicubic").ToArray());
        Assert.Equal(Utils.LoadImage(file).ToArray(), Utils.LoadImage(file, colorMode: default, interpolation: default).ToArray());
        ArgumentException error = Assert.Throws<ArgumentException>(() => Utils.LoadImage(file, colorMode: "gray"));
        Assert.Equal("colorMode", error.ParamName);
        Assert.Contains("'rgb', 'grayscale', 'rgba'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rgb16", ColorMode.Rgb)]
    [InlineData("rgba16", ColorMode.Rgba)]
    [InlineData("gray16", ColorMode.Grayscale)]
    public void LoadImage_Of16Bits_TakesTheUpperEight(string name, ColorMode mode)
    {
        Tensor<ushort> stored = GoldenImages.Of<ushort>(name);
        Tensor<byte> upper = Tensor.Create([.. stored.Select(v => (byte)(v >> 8))], stored.Lengths);
        Assert.Equal(0, GoldenImages.Difference(upper, Utils.LoadImage(GoldenImages.File(name + ".png"), colorMode: mode)));
    }
}
