using System.Diagnostics;

namespace Fashion.Keras.Benchmarks;

/// <summary>
/// A server that predicts with every batch size in random order: the memory that its process needs, and its slowest call. In a
/// process of its own, so that nothing else counts.
/// </summary>
internal static class ServerBenchmark
{
    public static void Run(Arguments a)
    {
        if (a.Number("child", 0) == 1) Serve(a);
        else Console.Write(ChildProcess.Self($"serve --child 1 --model {a.Text("model", "final")} --batch {a.Number("batch", 1000)} " +
            $"--threads {a.Number("threads", 0)} --seed {a.Number("seed", 1)}"));
    }

    private static void Serve(Arguments a)
    {
        int most = a.Number("batch", 1000);
        var images = new float[most, 28, 28];
        for (int i = 0; i < images.Length; i++) images[i / 784, i / 28 % 28, i % 28] = i % 255 / 255f;
        Sequential model = BenchmarkModels.Make(a.Text("model", "final"), a.Number("threads", 0));
        _ = model.PredictOnBatch(First(images, 1));
        _ = model.PredictOnBatch(First(images, most));
        int[] sizes = [.. Enumerable.Range(1, most)];
        new Random(a.Number("seed", 1)).Shuffle(sizes);
        var times = new List<double>();
        long peak = 0;
        foreach (int size in sizes)
        {
            float[,,] batch = First(images, size);
            long start = Stopwatch.GetTimestamp();
            _ = model.PredictOnBatch(batch);
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            peak = Math.Max(peak, Environment.WorkingSet);
        }
        times.Sort();
        Console.WriteLine($"batch sizes 1 to {most} in random order: working set {peak / 1048576.0:F0} MiB at most; a call takes " +
            $"{times[times.Count / 2]:F2} ms (median), {times[^1]:F2} ms (slowest)");
    }

    private static float[,,] First(float[,,] images, int count)
    {
        var first = new float[count, 28, 28];
        Array.Copy(images, first, first.Length);
        return first;
    }
}
