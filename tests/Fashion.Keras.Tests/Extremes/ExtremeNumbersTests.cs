using System.Globalization;
using Fashion.Keras.Layers;

namespace Fashion.Keras.Tests.Extremes;

/// <summary>
/// Layers of every class with extreme numbers are built, predict and train, and are read from files, in
/// processes of their own with little memory: nothing but documented exceptions comes out, and the process lives.
/// <c>FASHION_KERAS_EXTREMES</c> sets the number of random layers and files. Each of them runs once: what reaches the kernels in the
/// program of the checked tests, whose kernels look at their preconditions, and files in that of the others.
/// </summary>
public sealed class ExtremeNumbersTests
{
    private static int Wanted(int usual) =>
        int.TryParse(Environment.GetEnvironmentVariable("FASHION_KERAS_EXTREMES"), CultureInfo.InvariantCulture, out int wanted)
            ? wanted
            : usual;

    // Numbers of random cases begin after those of the others.
    private static int RandomStart => ExtremeLayer.StepCount + (Environment.TickCount & 0xFFFFFF);

    [Fact]
    public void EveryNumberOfEveryLayer_Extreme_GivesResultsOrADocumentedException()
    {
        ExtremeRuns.RequireChecked(true);
        HashSet<string> trained = ExtremeRuns.RunAll<ExtremeNumbersTests>(nameof(RunLayers_AsChild), 0, ExtremeLayer.StepCount);
        // Otherwise nothing but constructors would be tried.
        Assert.True(trained.Count >= ExtremeLayer.Classes.Length * 9 / 10,
            $"only {trained.Count} of {ExtremeLayer.Classes.Length} classes were trained: {string.Join(", ", trained.Order())}");
    }

    [Fact]
    public void AnyLayer_ExtremeNumbers_GivesResultsOrADocumentedException()
    {
        ExtremeRuns.RequireChecked(true);
        ExtremeRuns.RunAll<ExtremeNumbersTests>(nameof(RunLayers_AsChild), RandomStart, Wanted(1000));
    }

    [Fact]
    public void AnyFile_ExtremeNumber_IsLoadedOrAModelFormatException()
    {
        ExtremeRuns.RequireChecked(false);
        HashSet<string> tried = ExtremeRuns.RunAll<ExtremeNumbersTests>(nameof(RunFiles_AsChild), RandomStart, Wanted(1200));
        Assert.True(tried.Count >= ExtremeLayer.Classes.Length * 3 / 4,
            $"only {tried.Count} of {ExtremeLayer.Classes.Length} classes were in files: {string.Join(", ", tried.Order())}");
    }

    [Fact]
    public void Weight_LargerThanTheMemory_SaysWhichAndHowLarge() =>
        ExtremeRuns.RunAll<ExtremeNumbersTests>(nameof(RunLargeWeight_AsChild), 0, 1);

    [Fact]
    public void RunLayers_AsChild() => ExtremeRuns.RunAsChild(number =>
    {
        var layer = new ExtremeLayer(number);
        return (layer.Class, layer, layer.Run);
    }, ExtremeRuns.IsDocumented);

    [Fact]
    public void RunFiles_AsChild()
    {
        using var folder = new TemporaryFolder();
        ExtremeRuns.RunAsChild(number =>
        {
            var file = new ExtremeFile(number);
            return (file.Class, file, () => file.Run(folder.Path));
        }, _ => false);
    }

    [Fact]
    public void RunLargeWeight_AsChild() => ExtremeRuns.RunAsChild(_ => (typeof(Dense), "a weight of 1,907 MiB", () =>
    {
        Assert.True(ExtremeRuns.HeapBytes < 4L * 25_000 * 20_000);
        var exception =
            Assert.Throws<InsufficientMemoryException>(() => new Sequential { new Dense(20_000, inputShape: [25_000], name: "big") });
        Assert.Contains("Layer 'big' (Dense): there is no memory for weight 'kernel' of shape (25000, 20000), 1907 MiB", exception.Message,
            StringComparison.Ordinal);
        return true;
    }
    ), _ => false);
}
