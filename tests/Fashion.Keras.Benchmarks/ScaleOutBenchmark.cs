using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Fashion.Keras.Callbacks;
using Fashion.Keras.Distributed;

namespace Fashion.Keras.Benchmarks;

/// <summary>
/// Ranks of one machine: time of a step, bytes that a rank sends in it and the share of messages, with the same batch for each rank; then a
/// simulation of more of them on networks of stated speed.
/// </summary>
internal static class ScaleOutBenchmark
{
    private static readonly (string Name, double Latency, double Bandwidth)[] s_networks =
        [("10 Gbit/s Ethernet", 30e-6, 1.1e9), ("100 Gbit/s InfiniBand", 2e-6, 11e9)];

    public static void Run(Arguments a)
    {
        if (a.Number("child", 0) > 0)
        {
            Child(a);
            return;
        }
        int batch = a.Number("batch", 64), images = a.Number("images", 12800), epochs = a.Number("epochs", 4);
        Point memory = Messages();
        Console.WriteLine($"Messages between two ranks here: {memory.Latency * 1e6:F1} us and {memory.Bandwidth / 1e9:F2} GB/s (average " +
            "of gradients of 64 and of 4 M floats)\n");
        Console.WriteLine("| model | ranks | threads each | ms/step | images/s | bytes/step | messages ms/step | simulated messages " +
            "ms/step |\n|---|---|---|---|---|---|---|---|");
        var alone = new Dictionary<string, (double Step, double Bytes)>();
        foreach (string model in a.List("models", "final,attempt4,tenmillion"))
            foreach ((int ranks, int threads) in ((int, int)[])[(1, 1), (1, 2), (2, 1), (4, 1)])
            {
                string text = Start(ranks, $"--model {model} --batch {batch} --threads {threads} --images " +
                    $"{(model == "tenmillion" ? images / 4 : images) * ranks} --epochs {epochs}");
                double step = Number(text, "step"), bytes = Number(text, "bytes"), messages = Number(text, "messages"),
                    floats = Number(text, "floats");
                if (ranks == 1 && threads == 1) alone[model] = (step, floats * sizeof(float));
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {model} | {ranks} | {threads} | {step:F3} | " +
                    $"{ranks * batch / step * 1e3:F0} | {bytes:F0} | {messages:F3} | " +
                    $"{(ranks == 1 ? 0 : Time(memory.Latency, memory.Bandwidth, ranks, floats * sizeof(float)) * 1e3):F3} |"));
            }
        foreach ((string network, double latency, double bandwidth) in s_networks)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"\nSimulated, one rank of one thread per host, {network}: {latency * 1e6:F0} " +
                $"us, {bandwidth / 1e9:F1} GB/s; images per second against one rank\n"));
            Console.WriteLine($"| model | {string.Join(" | ", Counts)} |\n|---|{string.Concat(Counts.Select(_ => "---|"))}");
            foreach ((string model, (double step, double bytes)) in alone)
                Console.WriteLine($"| {model} | " +
                    $"{string.Join(" | ", Counts.Select(n => FormattableString.Invariant($"{n * step / (step + Time(latency, bandwidth, n, bytes) * 1e3):F1}")))} |");
        }
    }

    private static int[] Counts => [2, 4, 8, 16, 32, 64, 128, 256];

    /// <summary>
    /// Seconds of messages in a step: gradients out in parts and sums back, (N-1)/N of the bytes each, in N-1 messages each to other
    /// ranks; and short exchanges, one before the step and one before each 16 MiB of gradients, of log2 N messages each. Messages
    /// do not overlap with the computation, and no rank is late.
    /// </summary>
    private static double Time(double latency, double bandwidth, int ranks, double bytes) =>
        2 * ((ranks - 1) * latency + bytes * (ranks - 1) / ranks / bandwidth)
        + (1 + Math.Ceiling(bytes / (16 << 20))) * Math.Ceiling(Math.Log2(ranks)) * latency;

    private static void Child(Arguments a)
    {
        using DataParallel ranks = DataParallel.Start();
        if (a.Text("model", "") == "messages")
        {
            foreach (int floats in (int[])[64, 4 << 20]) Measure(ranks, floats);
            return;
        }
        var (images, labels) = BenchmarkData.Train(a.Number("images", 12800));
        Sequential model = BenchmarkModels.Make(a.Text("model", "final"), a.Number("threads", 1));
        model.Distribute(ranks);
        int batch = a.Number("batch", 64) * ranks.Size;
        var clock = new Clock(ranks, (labels.Length + batch - 1) / batch);
        model.Fit(images, labels, batchSize: batch, epochs: a.Number("epochs", 4), verbose: Verbosity.Silent, callbacks: clock);
        if (ranks.IsFirst)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"step {clock.Step:F4} bytes {clock.Bytes:F0} messages " +
            $"{clock.Messages:F4} floats {model.TrainableWeights.Sum(w => w.Shape.ElementCount)}"));
    }

    private static void Measure(DataParallel ranks, int floats)
    {
        var values = new float[floats];
        double best = double.MaxValue;
        for (int i = 0; i < (floats > 1000 ? 40 : 4000); i++)
        {
            long start = Stopwatch.GetTimestamp();
            ranks.Average(values);
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }
        if (ranks.IsFirst)
            Console.WriteLine(FormattableString.Invariant($"message{floats} {best:R}").Replace("E-", "e-", StringComparison.Ordinal));
    }

    private static Point Messages()
    {
        string text = Start(2, "--model messages");
        double small = Number(text, "message64"), large = Number(text, $"message{4 << 20}");
        return new Point(small / 2, (4 << 20) * sizeof(float) / (large - small));
    }

    private static string Start(int ranks, string arguments)
    {
        string program = $"\"{typeof(ScaleOutBenchmark).Assembly.Location}\" scale-out --child 1 {arguments}";
        return ranks == 1 ? ChildProcess.Run("dotnet", program)
            : ChildProcess.Run("mpirun", $"--oversubscribe -np {ranks} dotnet {program}", ("OMPI_ALLOW_RUN_AS_ROOT", "1"),
                ("OMPI_ALLOW_RUN_AS_ROOT_CONFIRM", "1"), ("TERM", "dumb"));
    }

    private static double Number(string text, string name) =>
        double.Parse(Regex.Match(text, name + @" ([-\d.e]+)").Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);

    private sealed record Point(double Latency, double Bandwidth);

    /// <summary>The best epoch but the first.</summary>
    private sealed class Clock(DataParallel ranks, int steps) : Callback
    {
        private long _start, _bytes;
        private TimeSpan _messages;

        public double Step { get; private set; } = double.MaxValue;

        public double Bytes { get; private set; }

        public double Messages { get; private set; }

        public override void OnEpochBegin(int epoch) =>
            (_start, _bytes, _messages) = (Stopwatch.GetTimestamp(), ranks.BytesSent, ranks.CommunicationTime);

        public override void OnEpochEnd(int epoch, Logs logs)
        {
            double step = Stopwatch.GetElapsedTime(_start).TotalMilliseconds / steps;
            if (epoch == 0 || step >= Step) return;
            (Step, Bytes, Messages) = (step, (double)(ranks.BytesSent - _bytes) / steps,
                (ranks.CommunicationTime - _messages).TotalMilliseconds / steps);
        }
    }
}
