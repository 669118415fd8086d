using System.Globalization;
using System.Text.Json;

namespace Fashion.Keras.Benchmarks;

/// <summary>Everything that is measured without a peer, as Markdown on the console and as JSON in a file.</summary>
internal static class Table
{
    public static void Run(Arguments a)
    {
        string[] models = a.List("models", string.Join(',', BenchmarkModels.WriteUp));
        int[] batches = a.Numbers("batches", "32,128,512");
        int[] threads = [.. a.Numbers("threads", $"1,2,{Environment.ProcessorCount}").Distinct().Order()];
        int images = a.Number("images", 20000), epochs = a.Number("epochs", 3);
        var results = new Dictionary<string, double>();

        Console.WriteLine(
            $"Training, milliseconds per step (best of {epochs - 1} epochs of {images} images), bytes allocated per step, peak memory\n");
        Console.WriteLine("| model | batch | threads | ms/step | B/step | MiB |\n|---|---|---|---|---|---|");
        foreach (string model in models)
            foreach (int batch in batches)
                foreach (int count in threads)
                {
                    string output =
                        ChildProcess.Self($"step --model {model} --batch {batch} --threads {count} --images {images} --epochs {epochs}");
                    double best = EpochLine.Milliseconds(output).Min(),
                        bytes = EpochLine.Number(output[output.LastIndexOf("epoch", StringComparison.Ordinal)..], "alloc"),
                        memory = EpochLine.Number(output, "peak memory");
                    results[$"train/{model}/{batch}/{count}/ms"] = best;
                    results[$"train/{model}/{batch}/{count}/bytes"] = bytes;
                    results[$"train/{model}/{batch}/{count}/MiB"] = memory;
                    Console.WriteLine($"| {model} | {batch} | {count} | {best:F3} | {bytes} | {memory} |");
                }

        Console.WriteLine("\nPrediction, images per second: median (best)\n");
        Console.WriteLine("| model | batch | threads | images/s |\n|---|---|---|---|");
        foreach (string model in models)
            foreach (int batch in (int[])[1, 32, 256])
                foreach (int count in threads)
                {
                    string output = ChildProcess.Self($"predict --model {model} --batch {batch} --threads {count}");
                    (double median, double best) = (EpochLine.Number(output, "median"), EpochLine.Number(output, "best"));
                    results[$"predict/{model}/{batch}/{count}"] = best;
                    Console.WriteLine($"| {model} | {batch} | {count} | {median:F0} ({best:F0}) |");
                }

        Console.WriteLine("\nProcess start to the end of the first training step, milliseconds (best of 5)\n");
        Console.WriteLine("| model | library | ms |\n|---|---|---|");
        foreach (string model in models)
        {
            double best = StartBenchmark.Best(model, 5, out bool readyToRun);
            results[$"start/{model}"] = best;
            Console.WriteLine($"| {model} | {(readyToRun ? "with machine code" : "portable")} | {best:F0} |");
        }

        string file = a.Text("out", "benchmark-results.json");
        File.WriteAllText(file, Json(results));
        Console.WriteLine($"\nWritten to {file}.");
    }

    private static string Json(Dictionary<string, double> results)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true }))
        {
            writer.WriteStartObject();
            writer.WriteString("date", DateTime.UtcNow.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture));
            writer.WriteString("runtime", System.Runtime.InteropServices.RuntimeInformation.FrameworkDescription);
            writer.WriteNumber("processors", Environment.ProcessorCount);
            foreach ((string key, double value) in results) writer.WriteNumber(key, value);
            writer.WriteEndObject();
        }
        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }
}
