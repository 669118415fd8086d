using System.Diagnostics;
using Fashion.Keras.Callbacks;

namespace Fashion.Keras.Benchmarks;

/// <summary>What a stream of samples costs compared with arrays, in turns, and the memory of a long epoch of generated samples.</summary>
internal static class StreamBenchmark
{
    private static readonly string[] Kinds = ["arrays", "stream", "generator", "stream, prefetched"];

    public static void Run(Arguments a)
    {
        int batch = a.Number("batch", 32), turns = a.Number("turns", 40), steps = a.Number("steps", 100), threads = a.Number("threads", 0), generated = a.Number("generated", 1_000_000);
        string name = a.Text("model", "final");
        var (images, labels) = BenchmarkData.Train(a.Number("images", 20000));
        (float[,] X, int Y)[] samples = [.. labels.Select((label, i) => (Image(images, i), label))];
        Dataset<DataBatch> plain = Dataset.From(samples).Shuffle(samples.Length, seed: 1).Batch(batch), ahead = plain.Prefetch(4), drawn = Dataset.From(Drawn(samples)).Batch(batch);
        Sequential[] models = [.. Kinds.Select(_ => BenchmarkModels.Make(name, threads))];
        Action<EpochClock>[] fits =
        [
            clock => models[0].Fit(images, labels, batchSize: batch, stepsPerEpoch: steps, verbose: Verbosity.Silent, callbacks: clock),
            clock => models[1].Fit(plain, stepsPerEpoch: steps, verbose: Verbosity.Silent, callbacks: clock),
            clock => models[2].Fit(drawn, stepsPerEpoch: steps, verbose: Verbosity.Silent, callbacks: clock),
            clock => models[3].Fit(ahead, stepsPerEpoch: steps, verbose: Verbosity.Silent, callbacks: clock),
        ];
        // Short turns, each kind in its turn: what else the machine does hits all of them alike. The first turn compiles.
        double[][] times = [.. fits.Select(_ => new double[turns])];
        for (int turn = -1; turn < turns; turn++)
            for (int i = 0; i < fits.Length; i++)
            {
                int kind = (i + turn + 1) % fits.Length;
                double seconds = Time(fits[kind]);
                if (turn >= 0) times[kind][turn] = seconds;
            }
        foreach ((string what, double[] measured) in Kinds.Zip(times))
            Console.WriteLine($"{name}, {turns} turns of {steps} batches, {what}: best {measured.Min() / steps * 1000:F3} ms, median {Median(measured) / steps * 1000:F3} ms a batch; {Median([.. measured.Zip(times[0], (own, arrays) => own / arrays)]) - 1:P1} over arrays (median of the turns' ratios), {measured.Min() / times[0].Min() - 1:P1} (best)");

        if (generated == 0) return;
        var watch = new MemoryWatch();
        models[1].Fit(Dataset.FromIndex(generated, i => samples[i % samples.Length]).Batch(batch), verbose: Verbosity.Silent, callbacks: watch);
        Console.WriteLine($"{generated:N0} generated samples: working set {watch.First >> 20} MiB after the first tenth, {watch.Most >> 20} MiB at most, {watch.Seconds:F1} s");
    }

    // A generator whose samples are no one's but the batch's.
    private static IEnumerable<(float[,] X, int Y)> Drawn((float[,] X, int Y)[] samples)
    {
        var random = new Random(1);
        for (int i = 0; i < samples.Length; i++) yield return samples[random.Next(samples.Length)];
    }

    private static float[,] Image(float[,,] images, int index)
    {
        var image = new float[28, 28];
        Buffer.BlockCopy(images, index * image.Length * sizeof(float), image, 0, image.Length * sizeof(float));
        return image;
    }

    private static double Time(Action<EpochClock> fit)
    {
        var clock = new EpochClock();
        fit(clock);
        return clock.Seconds;
    }

    private static double Median(double[] values) => values.Order().ElementAt(values.Length / 2);

    private sealed class MemoryWatch : Callback
    {
        private readonly Process _process = Process.GetCurrentProcess();
        private readonly Stopwatch _clock = Stopwatch.StartNew();

        public long First { get; private set; }

        public long Most { get; private set; }

        public double Seconds => _clock.Elapsed.TotalSeconds;

        public override void OnTrainBatchEnd(int batch, Logs logs)
        {
            if (batch % 256 != 0) return;
            _process.Refresh();
            Most = Math.Max(Most, _process.WorkingSet64);
            if (batch <= Parameters.Steps / 10) First = Most;
        }
    }
}
