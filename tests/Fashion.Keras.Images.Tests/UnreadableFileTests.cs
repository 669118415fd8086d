using System.Numerics.Tensors;
using Fashion.Keras.Layers;

namespace Fashion.Keras.Images.Tests;

/// <summary>Folders with files among them that are no images.</summary>
public sealed class UnreadableFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public UnreadableFileTests()
    {
        for (int c = 0; c < 2; c++)
        {
            Directory.CreateDirectory(_folder.File($"class{c}"));
            for (int i = 0; i < 6; i++)
                Utils.SaveImage(_folder.File($"class{c}/{i}.png"), Tensor.Create([100f * c + i], [1, 1]), scale: false);
        }
        File.WriteAllText(_folder.File("class0/3.png"), "no image");
        byte[] whole = File.ReadAllBytes(_folder.File("class1/0.png"));
        File.WriteAllBytes(_folder.File("class1/0.png"), whole[..^25]);
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Pass_Refusing_NamesTheFileAfterTheImagesBefore(int parallel)
    {
        int read = 0;
        var error = Assert.Throws<ImageFileException>(() =>
        {
            foreach (var _ in Dataset.FromImageFolder(_folder.Path, (1, 1), shuffle: false, parallel: parallel)) read++;
        });
        Assert.Equal(_folder.File("class0/3.png"), error.Path);
        Assert.Equal((3, 3L), (read, (long)error.Data["sample"]!));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Pass_Skipping_LeavesTheFilesOutWithTheirLabels(int parallel)
    {
        ImageFolder images = Dataset.FromImageFolder(_folder.Path, (1, 1), seed: 5, unreadable: UnreadableImages.Skip, parallel: parallel);
        Assert.Null(images.Count);
        Assert.Empty(images.SkippedFiles);
        for (int pass = 0; pass < 2; pass++)
        {
            (Tensor<float> Image, int Label)[] samples = [.. images];
            Assert.Equal([0, 1, 2, 4, 5, 101, 102, 103, 104, 105], samples.Select(s => (int)s.Image[0, 0, 0]).Order());
            Assert.All(samples, s => Assert.Equal((int)s.Image[0, 0, 0] / 100, s.Label));
        }
        Assert.Equal(10, images.Count);
        Assert.Equal([_folder.File("class0/3.png"), _folder.File("class1/0.png")], images.SkippedFiles.Select(s => s.Path));
        Assert.Contains("cut off", images.SkippedFiles[1].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void FindUnreadableFiles_ListsThem()
    {
        ImageFolder refusing = Dataset.FromImageFolder(_folder.Path, (1, 1)),
            skipping = Dataset.FromImageFolder(_folder.Path, (1, 1), unreadable: UnreadableImages.Skip);
        Assert.Equal([_folder.File("class0/3.png"), _folder.File("class1/0.png")], refusing.FindUnreadableFiles().Select(f => f.Path));
        Assert.Equal(refusing.FindUnreadableFiles(), skipping.FindUnreadableFiles());
        Assert.Equal((12, 10), ((int)refusing.Count!, (int)skipping.Count!));
        Assert.Equal(10, skipping.WithoutLabels().Count());
    }

    /// <summary>A model trains on what is left, with the right number of steps and labels.</summary>
    [Fact]
    public void Fit_Skipping_TrainsOnTheRest()
    {
        var images =
            Dataset.FromImageFolder(_folder.Path, (1, 1), colorMode: ColorMode.Grayscale, seed: 5, unreadable: UnreadableImages.Skip);
        var model = new Sequential { new Input(1, 1, 1), new Flatten(), new Rescaling(0.02, -1), new Dense(1, activation: "sigmoid") };
        model.Compile(new Optimizers.Adam(0.3), "binary_crossentropy", metrics: ["accuracy"]);
        model.Fit(images.BinaryLabels().Batch(5), epochs: 20, verbose: Verbosity.Silent);
        Assert.Equal(1, model.Evaluate(images.BinaryLabels().Batch(4), verbose: Verbosity.Silent)["accuracy"]);
        Assert.Equal(10, images.Count);
    }

    [Fact]
    public void Pass_OfFilesLargerThanAllowed_IsRefusedOrSkipped()
    {
        File.Copy(GoldenImages.File("rgb.png"), _folder.File("class0/3.png"), overwrite: true);
        File.Delete(_folder.File("class1/0.png"));
        Assert.Contains("23 x 17",
            Assert.Throws<ImageFileException>(() => Dataset.FromImageFolder(_folder.Path, (1, 1), maxPixels: 390).Count()).Message,
            StringComparison.Ordinal);
        ImageFolder skipping = Dataset.FromImageFolder(_folder.Path, (1, 1), maxPixels: 390, unreadable: UnreadableImages.Skip);
        Assert.Equal(10, skipping.Count());
        Assert.Contains("maxPixels", Assert.Single(skipping.SkippedFiles).Reason, StringComparison.Ordinal);
    }
}
