using System.Diagnostics;
using System.Diagnostics.Metrics;
using Fashion.Keras.Training;

namespace Fashion.Keras.Benchmarks;

/// <summary>
/// What telemetry costs a training step: its own calls alone, and whole trainings with and without a listener, in the order ABBA.
/// </summary>
internal static class TelemetryBenchmark
{
    private const int Calls = 10_000_000;

    public static void Run(Arguments a)
    {
        var telemetry = new FitTelemetry("benchmark");
        Console.WriteLine($"a step's telemetry alone: {Alone(telemetry)} without a listener, {Listened(() => Alone(telemetry))} with one");
        string name = a.Text("model", "tutorial");
        int batch = a.Number("batch", 32), turns = a.Number("turns", 40), steps = a.Number("steps", 200), threads = a.Number("threads", 1);
        (float[,,] images, int[] labels) = BenchmarkData.Train(steps * batch);
        Sequential model = BenchmarkModels.Make(name, threads);
        double[] without = new double[turns], with = new double[turns];
        Epoch();
        for (int turn = 0; turn < turns; turn++)
        {
            // The second of a pair runs on a warmer machine: each of the two is the second one half of the time.
            if (turn % 2 == 0) without[turn] = Epoch();
            with[turn] = Listened(Epoch);
            if (turn % 2 != 0) without[turn] = Epoch();
        }
        double[] differences = [.. with.Zip(without, (w, o) => w - o).Order()];
        Console.WriteLine($"{name}, batch {batch}, {threads} thread(s), {turns} turns of {steps} steps, microseconds a step: "
            + $"without a listener {Line(without)}, with one {Line(with)}; median of the differences {differences[turns / 2]:+0.00;-0.00}, "
            + $"half of them from {differences[turns / 4]:+0.00;-0.00} to {differences[turns * 3 / 4]:+0.00;-0.00}");

        double Epoch()
        {
            long start = Stopwatch.GetTimestamp();
            model.Fit(images, labels, batchSize: batch, epochs: 1, shuffle: false, verbose: Verbosity.Silent);
            return Stopwatch.GetElapsedTime(start).TotalMicroseconds / steps;
        }
    }

    private static string Line(double[] times) => $"best {times.Min():F2}, median {times.Order().ElementAt(times.Length / 2):F2}";

    private static string Alone(FitTelemetry telemetry)
    {
        telemetry.EpochBegin(0);
        double best = double.MaxValue;
        long bytes = GC.GetAllocatedBytesForCurrentThread();
        for (int turn = 0; turn < 5; turn++)
        {
            long start = Stopwatch.GetTimestamp();
            for (int i = 0; i < Calls; i++) telemetry.CountStep(32);
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalNanoseconds / Calls);
        }
        return $"{best:F2} ns and {(GC.GetAllocatedBytesForCurrentThread() - bytes) / (5.0 * Calls):F2} bytes";
    }

    // Sums everything up, as exporters do, and takes all activities.
    private static T Listened<T>(Func<T> run)
    {
        long sum = 0;
        using var meters = new MeterListener();
        meters.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == "Fashion.Keras") listener.EnableMeasurementEvents(instrument);
        };
        meters.SetMeasurementEventCallback<long>((_, value, _, _) => Interlocked.Add(ref sum, value));
        meters.SetMeasurementEventCallback<double>((_, value, _, _) => Interlocked.Add(ref sum, (long)value));
        meters.Start();
        using var activities = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Fashion.Keras",
            Sample = (ref _) => ActivitySamplingResult.AllData,
        };
        ActivitySource.AddActivityListener(activities);
        return run();
    }
}
