using System.Diagnostics;

namespace Fashion.Keras.Benchmarks;

/// <summary>Images per second of prediction, the best and the median of several rounds.</summary>
internal static class PredictBenchmark
{
    public static void Run(Arguments a)
    {
        int batch = a.Number("batch", 256);
        (double median, double best) = Measure(a.Text("model", "final"), batch, a.Number("threads", 0));
        Console.WriteLine(
            $"predict batch {batch}: median {median:F0} images/s, best {best:F0} images/s ({1e6 * batch / best:F1} us/batch)");
    }

    private static (double Median, double Best) Measure(string name, int batch, int threads)
    {
        const int rounds = 7;
        var (images, _) = BenchmarkData.Test(batch == 1 ? 4000 : 10000);
        Sequential model = BenchmarkModels.Make(name, threads);
        var rates = new double[rounds];
        for (int round = -1; round < rounds; round++)
        {
            long start = Stopwatch.GetTimestamp();
            _ = model.Predict(images, batchSize: batch, verbose: Verbosity.Silent);
            if (round >= 0) rates[round] = images.GetLength(0) / Stopwatch.GetElapsedTime(start).TotalSeconds;
        }
        Array.Sort(rates);
        return (rates[rounds / 2], rates[^1]);
    }
}
