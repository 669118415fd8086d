using System.Numerics.Tensors;
using System.Text.Json;

namespace Fashion.Keras.Images.Tests;

public sealed class ImageFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<int> Orders => [0, 1, 2, 3];

    public void Dispose() => _folder.Dispose();

    /// <summary>Files, labels and splits of Keras's index_directory for the same names and seed.</summary>
    [Theory]
    [MemberData(nameof(Orders))]
    public void FromImageFolder_OfNames_HasKerassOrder(int number)
    {
        JsonElement golden = Golden(), order = golden.GetProperty("orders")[number];
        foreach (JsonElement name in golden.GetProperty("names").EnumerateArray()) Draw(name.GetString()!, 0);
        int? seed = order.GetProperty("seed") is { ValueKind: JsonValueKind.Number } given ? given.GetInt32() : null;
        string[]? wanted = order.GetProperty("wanted") is { ValueKind: JsonValueKind.Array } list ? Texts(list) : null;

        ImageFolder images = Dataset.FromImageFolder(_folder.Path, (1, 1), classNames: wanted, shuffle: seed is not null, seed: seed);

        string[] expected = Texts(order.GetProperty("files"));
        Assert.Equal(Texts(order.GetProperty("classes")), images.ClassNames);
        Assert.Equal(expected, images.FilePaths.Select(Relative));
        Assert.Equal(order.GetProperty("labels").EnumerateArray().Select(l => l.GetInt32()), images.Labels);
        var (training, validation) = images.Split(0.3);
        int count = order.GetProperty("training").GetInt32();
        Assert.Equal(expected[..count], training.FilePaths.Select(Relative));
        Assert.Equal(expected[count..], validation.FilePaths.Select(Relative));
    }

    [Fact]
    public void FromImageFiles_OfNames_HasKerassOrder()
    {
        JsonElement golden = Golden();
        foreach (JsonElement name in golden.GetProperty("names").EnumerateArray()) Draw(name.GetString()!, 0);
        Assert.Equal(Texts(golden.GetProperty("unlabelled")), Dataset.FromImageFiles(_folder.Path).FilePaths.Select(Relative));
    }

    /// <summary>
    /// Every image comes once a pass with its own label, in another order each pass, and the same order for a seed whatever reads it.
    /// </summary>
    [Fact]
    public void Pass_Shuffled_HasEveryImageWithItsLabel()
    {
        DrawClasses(3, 9);
        int[][] Passes(int parallel, Func<ImageFolder, Dataset<(Tensor<float> Image, int Label)>> arrange)
        {
            Dataset<(Tensor<float> Image, int Label)> images =
                arrange(Dataset.FromImageFolder(_folder.Path, (1, 1), seed: 3, parallel: parallel));
            return [.. Enumerable.Range(0, 2).Select(_ => images.Select(s =>
            {
                Assert.Equal(s.Label, (int)s.Image[0, 0, 0] / 50);
                return (int)s.Image[0, 0, 0];
            }).ToArray())];
        }

        int[][] one = Passes(1, i => i), four = Passes(4, i => i), again = Passes(2, i => i.Shuffle(1, seed: 9));
        Assert.Equal(one[0], four[0]);
        Assert.Equal(one[1], four[1]);
        Assert.NotEqual(one[0], one[1]);
        // A buffer of one element would leave the order as it is.
        Assert.NotEqual(one[0], again[0]);
        Assert.All([.. one, .. again], pass => Assert.Equal(one[0].Order(), pass.Order()));
        Assert.Equal(27, one[0].Distinct().Count());
    }

    [Fact]
    public void Shard_ReadsItsShareOnly()
    {
        DrawClasses(2, 5);
        File.WriteAllText(_folder.File("class1/x.png"), "no image");
        ImageFolder images = Dataset.FromImageFolder(_folder.Path, (1, 1), shuffle: false, parallel: 1);
        Assert.Equal([1, 3, 50, 52, 54], images.Shard(1, 2).Select(s => (int)s.Image[0, 0, 0]));
        Assert.Equal((6, 5), ((int)images.Shard(0, 2).Count!, (int)images.Shard(1, 2).Count!));
        Assert.Throws<ImageFileException>(() => images.Shard(0, 2).Count());
    }

    [Fact]
    public void Split_ValidationPart_KeepsItsOrder()
    {
        DrawClasses(2, 10);
        var (training, validation) = Dataset.FromImageFolder(_folder.Path, (1, 1), seed: 1).Split(0.25);
        Assert.Equal((15, 5), ((int)training.Count!, (int)validation.Count!));
        Assert.Equal(validation.Labels, validation.Select(s => s.Label));
        Assert.Equal(validation.Labels, validation.Select(s => s.Label));
        Assert.Empty(training.FilePaths.Intersect(validation.FilePaths));
        Assert.Contains("none for validation", Assert.Throws<ArgumentException>(() => training.Split(0.01)).Message,
            StringComparison.Ordinal);
        foreach (double share in new[] { 0, 1, -0.5, double.NaN }) Assert.Throws<ArgumentOutOfRangeException>(() => training.Split(share));
    }

    [Fact]
    public void Labels_AsRowsOrNumbers_BelongToTheirImages()
    {
        DrawClasses(2, 4);
        ImageFolder images = Dataset.FromImageFolder(_folder.Path, (1, 1), seed: 2);
        foreach (var (image, label) in images.CategoricalLabels()) Assert.Equal((int)image[0, 0, 0] / 50 == 0 ? [1f, 0f] : [0f, 1f], label);
        foreach (var (image, label) in images.BinaryLabels()) Assert.Equal([(int)image[0, 0, 0] / 50], label);
        Assert.Equal(8, images.WithoutLabels().Count());
        DrawClasses(3, 1);
        Assert.Contains("class0, class1, class2",
            Assert.Throws<InvalidOperationException>(() => Dataset.FromImageFolder(_folder.Path).BinaryLabels()).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void FromImageFolder_OfWrongFolders_SaysWhatIsWrong()
    {
        Assert.Contains(_folder.File("absent"),
            Assert.Throws<DirectoryNotFoundException>(() => Dataset.FromImageFolder(_folder.File("absent"))).Message,
            StringComparison.Ordinal);
        Assert.Contains("no folder in it", Assert.Throws<InvalidDataException>(() => Dataset.FromImageFolder(_folder.Path)).Message,
            StringComparison.Ordinal);
        Assert.Contains(".jpeg", Assert.Throws<InvalidDataException>(() => Dataset.FromImageFiles(_folder.Path)).Message,
            StringComparison.Ordinal);
        Directory.CreateDirectory(_folder.File("empty"));
        Assert.Contains("no images", Assert.Throws<InvalidDataException>(() => Dataset.FromImageFolder(_folder.Path)).Message,
            StringComparison.Ordinal);
        DrawClasses(2, 1);
        string message = Assert.Throws<InvalidDataException>(() => Dataset.FromImageFolder(_folder.Path)).Message;
        Assert.Contains("'empty' has no images", message, StringComparison.Ordinal);
        Assert.Equal([1, 2], Dataset.FromImageFolder(_folder.Path, classNames: ["empty", "class0", "class1"], shuffle: false).Labels);
        Assert.Contains("no folder 'clas0'; it has 'class0', 'class1', 'empty'",
            Assert.Throws<ArgumentException>(() => Dataset.FromImageFolder(_folder.Path, classNames: ["clas0"])).Message,
            StringComparison.Ordinal);
        Assert.Contains("twice",
            Assert.Throws<ArgumentException>(() => Dataset.FromImageFolder(_folder.Path, classNames: ["class0", "class0"])).Message,
            StringComparison.Ordinal);
        foreach (Action wrong in new Action[]
        {
            () => Dataset.FromImageFolder(_folder.Path, (0, 5)), () => Dataset.FromImageFolder(_folder.Path, (5, -1)),
            () => Dataset.FromImageFolder(_folder.Path, seed: -1),
            () => Dataset.FromImageFolder(_folder.Path, parallel: 0), () => Dataset.FromImageFolder(_folder.Path, maxPixels: 0),
            () => Dataset.FromImageFolder(_folder.Path, colorMode: (ColorMode)7),
            () => Dataset.FromImageFolder(_folder.Path, interpolation: (Interpolation)99),
            () => Dataset.FromImageFolder(_folder.Path, unreadable: (UnreadableImages)3),
        }) Assert.StartsWith("FromImageFolder: ", Assert.Throws<ArgumentOutOfRangeException>(wrong).Message, StringComparison.Ordinal);
        Assert.Contains("exclude",
            Assert.Throws<ArgumentException>(
                () => Dataset.FromImageFolder(_folder.Path, cropToAspectRatio: true, padToAspectRatio: true)).Message,
            StringComparison.Ordinal);
        Assert.Throws<ShapeMismatchException>(() => Dataset.FromImageFolder(_folder.Path, (60_000, 60_000)));
    }

    [Fact]
    public void FollowLinks_DecidesAboutFolders()
    {
        DrawClasses(1, 2);
        Draw("elsewhere/deep/x.png", 7);
        Directory.CreateSymbolicLink(_folder.File("class0/link"), _folder.File("elsewhere/deep"));
        File.CreateSymbolicLink(_folder.File("class0/link.png"), _folder.File("elsewhere/deep/x.png"));
        string[] Names(bool follow) =>
            [.. Dataset.FromImageFolder(_folder.Path, (1, 1), classNames: ["class0"], shuffle: false, followLinks: follow).FilePaths
                .Select(Relative)];
        Assert.Equal(["class0/0.png", "class0/1.png", "class0/link.png"], Names(false));
        Assert.Equal(["class0/0.png", "class0/1.png", "class0/link.png", "class0/link/x.png"], Names(true));
        Directory.CreateSymbolicLink(_folder.File("class0/round"), _folder.File("class0"));
        Assert.Contains("leads back", Assert.Throws<IOException>(() => Names(true)).Message, StringComparison.Ordinal);
    }

    private static JsonElement Golden() => JsonDocument.Parse(File.ReadAllText(GoldenImages.File("orders.json"))).RootElement;

    private static string[] Texts(JsonElement list) => [.. list.EnumerateArray().Select(e => e.GetString()!)];

    private string Relative(string path) => Path.GetRelativePath(_folder.Path, path).Replace('\\', '/');

    /// <summary>Class n has images of the gray values 50 n, 50 n + 1, ...</summary>
    private void DrawClasses(int classes, int images)
    {
        for (int c = 0; c < classes; c++)
            for (int i = 0; i < images; i++) Draw($"class{c}/{i}.png", 50 * c + i);
    }

    private void Draw(string name, float gray)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder.File(name))!);
        Utils.SaveImage(_folder.File("draw.png"), Tensor.Create([gray], [1, 1]), scale: false);
        File.Move(_folder.File("draw.png"), _folder.File(name), overwrite: true);
    }
}
