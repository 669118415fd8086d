using System.Diagnostics;
using Fashion.Keras.Callbacks;

namespace Fashion.Keras.Benchmarks;

/// <summary>What a stream of samples costs compared with arrays, in turns, and the memory of a long epoch of generated samples.</summary>
internal static class StreamBenchmark
{
    private static readonly string[] Kinds = ["arrays", "stream", "generator", "stream, prefetched"];
    private static readonly double[] Shares = [0.1, 0.25, 0.5];

    public static void Run(Arguments a)
    {
        int batch = a.Number("batch", 32), turns = a.Number("turns", 40), steps = a.Number("steps", 100), threads = a.Number("threads", 0),
            generated = a.Number("generated", 1_000_000);
        string name = a.Text("model", "final");
        var (images, labels) = BenchmarkData.Train(a.Number("images", 20000));
        (float[,] X, int Y)[] samples = [.. labels.Select((label, i) => (Image(images, i), label))];
        Dataset<DataBatch> plain = Dataset.From(samples).Shuffle(samples.Length, seed: 1).Batch(batch), ahead = plain.Prefetch(4),
            drawn = Dataset.From(Drawn(samples)).Batch(batch);
        Sequential[] models = [.. Kinds.Select(_ => BenchmarkModels.Make(name, threads))];
        Action<BatchClock>[] fits =
        [
            clock => models[0].Fit(images, labels, batchSize: batch, stepsPerEpoch: steps, verbose: Verbosity.Silent, callbacks: clock),
            clock => models[1].Fit(plain, stepsPerEpoch: steps, verbose: Verbosity.Silent, callbacks: clock),
            clock => models[2].Fit(drawn, stepsPerEpoch: steps, verbose: Verbosity.Silent, callbacks: clock),
            clock => models[3].Fit(ahead, stepsPerEpoch: steps, verbose: Verbosity.Silent, callbacks: clock),
        ];
        // Short turns, each kind in its turn: what else the machine does hits all of them alike. The first turn compiles.
        foreach (Action<BatchClock> fit in fits) fit(new BatchClock(2 * steps));
        BatchClock[] clocks = [.. fits.Select(_ => new BatchClock(turns * steps))];
        for (int turn = 0; turn < turns; turn++)
            for (int i = 0; i < fits.Length; i++) fits[(i + turn) % fits.Length](clocks[(i + turn) % fits.Length]);
        Console.WriteLine($"{name}, {turns} turns of {steps} batches, milliseconds a batch and what that is over arrays");
        foreach ((string what, BatchClock clock) in Kinds.Zip(clocks))
            Console.WriteLine(
                $"{what,-20}{string.Join("  ", Shares.Select(share => $"{share:P0} below {clock.Quantile(share):F3} ({clock.Quantile(share) / clocks[0].Quantile(share) - 1:+0.0%;-0.0%})"))}  mean {clock.Mean:F3} ({clock.Mean / clocks[0].Mean - 1:+0.0%;-0.0%})");

        if (generated == 0) return;
        var watch = new MemoryWatch();
        models[1].Fit(Dataset.FromIndex(generated, i => samples[i % samples.Length]).Batch(batch), verbose: Verbosity.Silent,
            callbacks: watch);
        Console.WriteLine($"{generated:N0} generated samples: working set {watch.First >> 20} MiB after the first tenth, " +
            $"{watch.Most >> 20} MiB at most, {watch.Seconds:F1} s");
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

    /// <summary>
    /// From the end of one batch to the end of the next, without the first of each Fit. On a busy machine the quick ones were not
    /// disturbed.
    /// </summary>
    private sealed class BatchClock(int most) : Callback
    {
        private readonly double[] _milliseconds = new double[most];
        private int _count;
        private long _last;

        public double Mean => Taken.Average();

        private IEnumerable<double> Taken => _milliseconds.Take(_count);

        public double Quantile(double share) => Taken.Order().ElementAt((int)(share * _count));

        public override void OnTrainBatchEnd(int batch, Logs logs)
        {
            long now = Stopwatch.GetTimestamp();
            if (batch > 0) _milliseconds[_count++] = Stopwatch.GetElapsedTime(_last, now).TotalMilliseconds;
            _last = now;
        }
    }

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
