using System.Diagnostics;
using Fashion.Keras.Data;
using Fashion.Keras.Training;

namespace Fashion.Keras.Benchmarks;

/// <summary>
/// What an epoch costs beyond its steps: the same shuffled batches through the compiled step alone, and through Fit, in turns.
/// </summary>
internal static class EpochBenchmark
{
    public static void Run(Arguments a)
    {
        int batch = a.Number("batch", 32), turns = a.Number("turns", 5);
        var (images, labels) = BenchmarkData.Train(a.Number("images", 60000));
        Sequential model = BenchmarkModels.Make(a.Text("model", "final"), a.Number("threads", 0));
        using var runner = new StepRunner(model.Trainer, StepKind.Train);
        using var source = new ArrayBatches(SampleSet.Of(model.Trainer, images, labels), batch, shuffle: true);
        var clock = new EpochClock();
        double steps = double.PositiveInfinity, epoch = double.PositiveInfinity;
        for (int turn = 0; turn < turns; turn++)
        {
            source.BeginPass(() => new Pass(turn, 0));
            long start = Stopwatch.GetTimestamp();
            while (source.MoveNext()) runner.Run(source);
            steps = Math.Min(steps, Stopwatch.GetElapsedTime(start).TotalSeconds);
            model.Fit(images, labels, batchSize: batch, epochs: 1, verbose: Verbosity.Silent, callbacks: clock);
            epoch = Math.Min(epoch, clock.Seconds);
        }
        Console.WriteLine(
            $"epoch of {labels.Length} images: steps alone {steps:F3} s, Fit {epoch:F3} s, {epoch / steps - 1:P1} over (best of {turns})");
    }
}
