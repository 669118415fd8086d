using System.Diagnostics;

namespace Fashion.Keras.Benchmarks;

/// <summary>From the start of the process to the end of the first and of the second training step, on made-up images.</summary>
internal static class StartBenchmark
{
    // Programs start with tiered compilation unless they say otherwise; this one says otherwise.
    private const string Tiered = "DOTNET_TieredCompilation";

    public static void Run(Arguments a)
    {
        if (Environment.GetEnvironmentVariable(Tiered) != "1")
        {
            Console.Write(ChildProcess.Self($"start --model {a.Text("model", "final")} --batch {a.Number("batch", 32)} --threads {a.Number("threads", 0)}", (Tiered, "1")));
            return;
        }
        DateTime start;
        using (Process process = Process.GetCurrentProcess()) start = process.StartTime;
        double main = (DateTime.Now - start).TotalMilliseconds;
        int batch = a.Number("batch", 32);
        var images = new float[batch, 28, 28];
        var labels = new int[batch];
        for (int n = 0; n < batch; n++)
        {
            labels[n] = n % 10;
            for (int i = 0; i < 784; i++) images[n, i / 28, i % 28] = (n * 31 + i * 7) % 255 / 255f;
        }
        Sequential model = BenchmarkModels.Make(a.Text("model", "final"), a.Number("threads", 0));
        double built = (DateTime.Now - start).TotalMilliseconds;
        model.TrainOnBatch(images, labels);
        double first = (DateTime.Now - start).TotalMilliseconds;
        model.TrainOnBatch(images, labels);
        double second = (DateTime.Now - start).TotalMilliseconds;
        Console.WriteLine($"start: main {main:F0} ms, model built {built:F0} ms, first step done {first:F0} ms, second {second:F0} ms");
    }
}
