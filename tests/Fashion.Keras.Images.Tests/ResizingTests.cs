using System.Numerics.Tensors;
using Fashion.Keras.Layers;

namespace Fashion.Keras.Images.Tests;

/// <summary>
/// Sizes other than a file's own, against the Resizing layers of Keras and of this library, and against Keras's load_img.
/// </summary>
public sealed class ResizingTests
{
    public static IEnumerable<TheoryDataRow<string>> Resized =>
        GoldenImages.Keys.Where(k => k.StartsWith("resized.", StringComparison.Ordinal)).Select(k => new TheoryDataRow<string>(k));

    public static IEnumerable<TheoryDataRow<string>> Loaded =>
        GoldenImages.Keys.Where(k => k.StartsWith("loaded.", StringComparison.Ordinal)).Select(k => new TheoryDataRow<string>(k));

    public static TheoryData<Interpolation> Interpolations => [.. Enum.GetValues<Interpolation>()];

    [Theory]
    [MemberData(nameof(Resized))]
    public void FromImageFiles_OfASize_GivesTheNumbersOfKerassLayer(string key)
    {
        string[] parts = key.Split('.');
        Tensor<float> actual = Read("rgb.png", (int.Parse(parts[1]), int.Parse(parts[2])), ColorMode.Rgb,
            Enum.Parse<Interpolation>(parts[3], ignoreCase: true), parts[4]);
        Assert.InRange(GoldenImages.Difference(GoldenImages.Of<float>(key), actual), 0, 1e-3);
    }

    // Whole numbers: Pillow rounds between rows and columns too, so it may be off by one.
    [Theory]
    [MemberData(nameof(Loaded))]
    public void LoadImage_OfASize_GivesKerassPixels(string key)
    {
        string[] parts = key.Split('.');
        Interpolation interpolation = parts[3] == "lanczos"
            ? Interpolation.Lanczos3
            : Enum.Parse<Interpolation>(parts[3], ignoreCase: true);
        Tensor<float> actual = Utils.LoadImage(GoldenImages.File("rgb.png"), (int.Parse(parts[1]), int.Parse(parts[2])),
            interpolation: interpolation, keepAspectRatio: parts[4] == "crop");
        Assert.All(actual, value => Assert.Equal(MathF.Round(value), value));
        Assert.InRange(GoldenImages.Difference(GoldenImages.Of<byte>(key), actual), 0, interpolation == Interpolation.Nearest ? 0 : 1);
    }

    /// <summary>All channels, with sizes that are larger, smaller, the same along one side.</summary>
    [Theory]
    [MemberData(nameof(Interpolations))]
    public void FromImageFiles_OfAnyForm_GivesTheNumbersOfTheLayer(Interpolation interpolation)
    {
        foreach (ColorMode mode in Enum.GetValues<ColorMode>())
            foreach (Size2D size in new Size2D[] { (9, 31), (40, 5), (17, 11), (30, 23), (17, 23), (1, 1) })
                foreach (string how in new[] { "", "crop", "pad", "antialias" })
                {
                    Tensor<float> own = Utils.LoadImage(GoldenImages.File("rgba.png"), colorMode: mode);
                    var layer = new Resizing(size.Height, size.Width, interpolation, how == "crop", how == "pad",
                        antialias: how == "antialias", inputShape: [.. own.Lengths.ToArray().Select(n => (int)n)]);
                    Tensor<float> expected =
                        new Sequential { layer }.Predict(Tensor.Create(own.ToArray(), [1, .. own.Lengths]), verbose: Verbosity.Silent);
                    Tensor<float> actual = Read("rgba.png", size, mode, interpolation, how);
                    Assert.InRange(GoldenImages.Difference(Tensor.Create(expected.ToArray(), actual.Lengths), actual), 0, 1e-3);
                }
    }

    private static Tensor<float> Read(string file, Size2D size, ColorMode mode, Interpolation interpolation, string how)
    {
        using var folder = new TemporaryFolder();
        File.Copy(GoldenImages.File(file), folder.File(file));
        return Assert.Single(Dataset.FromImageFiles(folder.Path, size, mode, interpolation: interpolation, antialias: how == "antialias",
            cropToAspectRatio: how == "crop", padToAspectRatio: how == "pad"));
    }
}
