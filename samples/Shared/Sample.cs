using System.Globalization;
using System.Numerics.Tensors;
using Fashion.Keras.Datasets;
using Fashion.Keras.Evaluation;
using Spectre.Console;

namespace Fashion.Keras.Samples;

/// <summary>What every sample does around its model: options, data, and its figures next to the write-up's.</summary>
public sealed class Sample
{
    private readonly string _attempt;
    private readonly SampleOptions _options;

    private Sample(string attempt, SampleOptions options)
    {
        _attempt = attempt;
        _options = options;
        if (options.Seed is { } seed) Utils.SetRandomSeed(seed);
        (ImageDataset train, ImageDataset test) = Load(options.Data);
        if (options.Limit is { } limit) train = train.Take(limit);
        Train = train.Normalize();
        Test = test.Normalize();
    }

    /// <summary>Training images (N, 28, 28), 0 to 1, and labels.</summary>
    public (Tensor<float> Images, Tensor<byte> Labels) Train { get; }

    /// <summary>Test images (10000, 28, 28), 0 to 1, and labels.</summary>
    public (Tensor<float> Images, Tensor<byte> Labels) Test { get; }

    /// <summary>Reads the options, fixes the seed if one is given, loads the data.</summary>
    /// <param name="attempt">The attempt's name in the write-up's table.</param>
    /// <param name="arguments">The command line.</param>
    public static Sample Start(string attempt, string[] arguments) => new(attempt, SampleOptions.Parse(arguments));

    /// <summary>Number of epochs: the option's, else the attempt's own.</summary>
    /// <param name="usual">The attempt's own.</param>
    public int Epochs(int usual) => _options.Epochs ?? usual;

    /// <summary>Prints this run next to the reported ones, and whether the pass mark is met.</summary>
    /// <param name="result">Loss and accuracy on the test images.</param>
    /// <param name="epochs">Epochs that ran.</param>
    /// <param name="attempt">Name in the write-up's table; null for the sample's own.</param>
    public void Report(EvaluationResult result, int epochs, string? attempt = null)
    {
        ArgumentNullException.ThrowIfNull(result);
        var mark = new PassMark(minAccuracy: 0.89, maxLoss: 0.33);
        var table = new Table().Border(TableBorder.Simple)
            .AddColumns("", "epochs", "test loss", "test accuracy", "pass mark (>= 0.89, <= 0.33)");
        foreach (ReportedRun run in WriteUp.Runs[attempt ?? _attempt])
            Row(table, "write-up", run.StoppedEpoch ?? 5, run.Loss, run.Accuracy,
                run.Accuracy >= mark.MinAccuracy && run.Loss <= mark.MaxLoss);
        Row(table, "this run", epochs, result.Loss, result["accuracy"], mark.IsMetBy(result));
        AnsiConsole.Write(new Rule($"[bold]{attempt ?? _attempt}[/]").LeftJustified());
        AnsiConsole.Write(table);
    }

    private static (ImageDataset Train, ImageDataset Test) Load(string? directory)
    {
        try
        {
            return FashionMnist.Load(directory);
        }
        catch (DatasetUnavailableException e)
        {
            Console.Error.WriteLine(e.Message);
            Environment.Exit(1);
            throw;
        }
    }

    private static void Row(Table table, string who, int epochs, double loss, double accuracy, bool met) => table.AddRow(
        who,
        epochs.ToString(CultureInfo.InvariantCulture),
        loss.ToString("F4", CultureInfo.InvariantCulture),
        accuracy.ToString("F4", CultureInfo.InvariantCulture),
        met ? "met" : "not met");
}
