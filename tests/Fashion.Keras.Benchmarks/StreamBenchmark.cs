using System.Diagnostics;
using Fashion.Keras.Callbacks;

namespace Fashion.Keras.Benchmarks;

/// <summary>What a stream of samples costs compared with arrays, in turns, and the memory of a long epoch of generated samples.</summary>
internal static class StreamBenchmark
{
    private static readonly string[] Kinds = ["arrays", "stream", "stream, prefetched"];

    public static void Run(Arguments a)
    {
        int batch = a.Number("batch", 32), turns = a.Number("turns", 5), threads = a.Number("threads", 0), generated = a.Number("generated", 1_000_000);
        string name = a.Text("model", "final");
        var (images, labels) = BenchmarkData.Train(a.Number("images", 20000));
        (float[,] X, int Y)[] samples = [.. labels.Select((label, i) => (Image(images, i), label))];
        Dataset<DataBatch> plain = Dataset.From(samples).Shuffle(samples.Length, seed: 1).Batch(batch), ahead = plain.Prefetch(4);
        Sequential arrays = BenchmarkModels.Make(name, threads), stream = BenchmarkModels.Make(name, threads), prefetched = BenchmarkModels.Make(name, threads);
        var times = new double[3][];
        for (int i = 0; i < times.Length; i++) times[i] = new double[turns];
        for (int turn = -1; turn < turns; turn++)
        {
            double[] seconds =
            [
                Time(clock => arrays.Fit(images, labels, batchSize: batch, verbose: Verbosity.Silent, callbacks: clock)),
                Time(clock => stream.Fit(plain, verbose: Verbosity.Silent, callbacks: clock)),
                Time(clock => prefetched.Fit(ahead, verbose: Verbosity.Silent, callbacks: clock)),
            ];
            // The first turn compiles.
            for (int i = 0; i < times.Length && turn >= 0; i++) times[i][turn] = seconds[i];
        }
        foreach ((string what, double[] measured) in Kinds.Zip(times))
            Console.WriteLine($"{name}, epoch of {labels.Length} samples, {what}: best {measured.Min():F3} s, median {Median(measured):F3} s, {measured.Min() / times[0].Min() - 1:P1} (best) {Median(measured) / Median(times[0]) - 1:P1} (median) over arrays");

        if (generated == 0) return;
        var watch = new MemoryWatch();
        stream.Fit(Dataset.FromIndex(generated, i => samples[i % samples.Length]).Batch(batch), verbose: Verbosity.Silent, callbacks: watch);
        Console.WriteLine($"{generated:N0} generated samples: working set {watch.First >> 20} MiB after the first tenth, {watch.Most >> 20} MiB at most, {watch.Seconds:F1} s");
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
