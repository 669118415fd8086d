using System.Diagnostics;

namespace Fashion.Keras.Benchmarks;

/// <summary>How long one image's prediction takes while other processes use the cores.</summary>
internal static class BusyBenchmark
{
    public static void Run(Arguments a)
    {
        if (a.Number("child", 0) == 1)
        {
            Spin(TimeSpan.FromSeconds(a.Number("seconds", 10)));
            return;
        }
        int others = a.Number("others", Environment.ProcessorCount), turns = a.Number("turns", 3);
        var images = new float[1, 28, 28];
        int[] choices = a.Numbers("threads", "1,2,0");
        Sequential[] models = [.. choices.Select(threads => BenchmarkModels.Make(a.Text("model", "final"), threads))];
        Task[] children =
            [.. Enumerable.Range(0, others)
                .Select(_ => Task.Run(() => ChildProcess.Self($"busy --child 1 --seconds {2 + 2 * turns * choices.Length}")))];
        Thread.Sleep(1000);
        for (int turn = 0; turn < turns; turn++)
            for (int i = 0; i < choices.Length; i++)
                Console.WriteLine(
                    $"{others} busy processes, threads {choices[i]}: {Mean(models[i], images, TimeSpan.FromSeconds(1.5)):F3} ms per image");
        Task.WaitAll(children);
    }

    private static double Mean(Sequential model, float[,,] image, TimeSpan time)
    {
        for (int i = 0; i < 20; i++) _ = model.PredictOnBatch(image);
        long start = Stopwatch.GetTimestamp();
        int count = 0;
        for (; Stopwatch.GetElapsedTime(start) < time; count++) _ = model.PredictOnBatch(image);
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds / count;
    }

    private static void Spin(TimeSpan time)
    {
        long start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < time) Thread.SpinWait(1000);
    }
}
