using System.Diagnostics;
using Fashion.Keras.Callbacks;

namespace Fashion.Keras.Benchmarks;

/// <summary>Trains one model and prints one line per epoch, in the form that the peers' programs print.</summary>
internal static class StepBenchmark
{
    public static void Run(Arguments a)
    {
        int batch = a.Number("batch", 32), epochs = a.Number("epochs", 2);
        var (images, labels) = BenchmarkData.Train(a.Number("images", 20000));
        string name = a.Text("model", "final");
        Model model = FamilyModels.Make(name, a.Number("threads", 0), profile: a.Number("profile", 0) > 0);
        int steps = (labels.Length + batch - 1) / batch;
        ModelData x = name == "text" ? BenchmarkData.Texts(images) : images, y = name == FamilyModels.AutoencoderName ? images : labels;
        model.Fit(x, y, batchSize: batch, epochs: epochs, verbose: Verbosity.Silent, callbacks: new EpochLines(steps));
        foreach (ModelProfile profile in model.Profile()) Console.WriteLine(profile);
        using Process process = Process.GetCurrentProcess();
        Console.WriteLine($"peak memory {process.PeakWorkingSet64 / (1024 * 1024)} MiB");
    }

    private sealed class EpochLines(int steps) : Callback
    {
        private long _start, _allocated;

        public override void OnEpochBegin(int epoch)
        {
            _allocated = GC.GetTotalAllocatedBytes();
            _start = Stopwatch.GetTimestamp();
        }

        public override void OnEpochEnd(int epoch, Logs logs)
        {
            double seconds = Stopwatch.GetElapsedTime(_start).TotalSeconds;
            long bytes = (GC.GetTotalAllocatedBytes() - _allocated) / steps;
            Console.WriteLine($"epoch {epoch + 1}: {seconds:F2} s {seconds / steps * 1e3:F3} ms/step loss {logs["loss"]:F4} acc " +
                $"{logs.GetValueOrDefault("accuracy"):F4} alloc {bytes} B/step");
        }
    }
}
