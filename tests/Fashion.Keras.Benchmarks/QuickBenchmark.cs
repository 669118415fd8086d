using System.Diagnostics;
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace Fashion.Keras.Benchmarks;

/// <summary>
/// Training steps and predictions of a few models on one thread, each as a ratio to a yardstick that is measured in turns with it: a fixed
/// number of products and sums in the cache. The ratios of two builds on one machine can be compared even when the machine is not quiet;
/// milliseconds cannot. Needs no data.
/// </summary>
internal static class QuickBenchmark
{
    private const int Batch = 32, Steps = 60, PredictBatch = 256, PredictBatches = 6;

    // 20 million products and sums.
    private const int YardstickLength = 4096, YardstickTurns = 20_000_000 / YardstickLength;

    private static readonly float[] A = Numbers(YardstickLength), B = Numbers(YardstickLength);

    public static void Run(Arguments a)
    {
        int turns = a.Number("turns", 5);
        var random = new Random(1);
        var images = new float[PredictBatch * PredictBatches, 28, 28];
        foreach (ref float pixel in MemoryMarshal.CreateSpan(ref images[0, 0, 0], images.Length)) pixel = random.NextSingle();
        int[] labels = [.. Enumerable.Range(0, Steps * Batch).Select(_ => random.Next(10))];
        var steps = new float[labels.Length, 28, 28];
        foreach (ref float pixel in MemoryMarshal.CreateSpan(ref steps[0, 0, 0], steps.Length)) pixel = random.NextSingle();
        Console.WriteLine($".NET {Environment.Version}, {RuntimeInformation.ProcessArchitecture}, vectors of {Vector<float>.Count} floats, "
            + $"1 of {Environment.ProcessorCount} cores; medians of {2 * turns}");
        Console.WriteLine($"| model | step of {Batch}, ms | / yardstick | predict {PredictBatch}, ms | / yardstick |");
        Console.WriteLine("|---|---|---|---|---|");
        foreach (string name in a.List("models", "tutorial,attempt4,final,lstm,attention"))
        {
            Model model = FamilyModels.Make(name, threads: 1, profile: false);
            (double step, double stepRatio) = Measure(turns, Steps, () => model.Fit(steps, labels, batchSize: Batch, epochs: 1,
                shuffle: false, verbose: Verbosity.Silent));
            (double predict, double predictRatio) = Measure(turns, PredictBatches, () => model.Predict(images, batchSize: PredictBatch,
                verbose: Verbosity.Silent));
            Console.WriteLine($"| {name} | {step:F3} | {stepRatio:F2} | {predict:F3} | {predictRatio:F2} |");
        }
    }

    // Milliseconds of one of the parts of a run, and the median of its ratios to the yardstick before or after it: in the order ABBA.
    private static (double Milliseconds, double Ratio) Measure(int turns, int parts, Action run)
    {
        run();
        Yardstick();
        List<double> times = [], ratios = [];
        for (int turn = 0; turn < turns; turn++)
        {
            double before = Time(Yardstick), first = Time(run) / parts, second = Time(run) / parts, after = Time(Yardstick);
            times.AddRange([first, second]);
            ratios.AddRange([first / before, second / after]);
        }
        return (EpochLine.Median(times), EpochLine.Median(ratios));
    }

    private static double Time(Action run)
    {
        long start = Stopwatch.GetTimestamp();
        run();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private static void Yardstick()
    {
        float sum = 0;
        for (int i = 0; i < YardstickTurns; i++) sum += TensorPrimitives.Dot(A, B);
        if (float.IsNaN(sum)) throw new InvalidOperationException("The yardstick gave no number.");
    }

    private static float[] Numbers(int count)
    {
        var random = new Random(count);
        return [.. Enumerable.Range(0, count).Select(_ => random.NextSingle())];
    }
}
