using System.Diagnostics;
using System.Globalization;

namespace Fashion.Keras.Benchmarks;

/// <summary>
/// From the start of a process to the end of its first training step, on made-up images: as programs start by default, with tiered
/// compilation. Measured from outside, before the process is made. Where the build put a copy of the library with machine code
/// beside this program (<c>-p:ReadyToRun=true</c>), as the package has it, that one is measured in turn with the portable one.
/// </summary>
internal static class StartBenchmark
{
    public const string Child = "first-step";
    private const string FirstStep = "first step";

    public static void Run(Arguments a)
    {
        int turns = a.Number("turns", 5);
        string[] programs = [.. new[] { Environment.ProcessPath!, ReadyToRunProgram }.Where(File.Exists)];
        var times = programs.ToDictionary(p => p, _ => new List<double>());
        var lines = new Dictionary<string, string>();
        for (int turn = 0; turn < turns; turn++)
            foreach (string program in programs)
            {
                string line = Measure(program, a.Text("model", "final"), a.Number("batch", 32), a.Number("threads", 0));
                double time = EpochLine.Number(line, FirstStep);
                if (times[program].All(t => time < t)) lines[program] = line;
                times[program].Add(time);
            }
        foreach (string program in programs)
            Console.WriteLine($"{(program == ReadyToRunProgram ? "with machine code" : "portable")}: first step after {EpochLine.Median(times[program]):F0} ms (median of {turns}); best: {lines[program]}");
    }

    /// <summary>Milliseconds to the first step, the best of several starts, and whether the library had machine code.</summary>
    public static double Best(string model, int turns, out bool readyToRun)
    {
        readyToRun = File.Exists(ReadyToRunProgram);
        string program = readyToRun ? ReadyToRunProgram : Environment.ProcessPath!;
        return Enumerable.Range(0, turns).Min(_ => EpochLine.Number(Measure(program, model, 32, 0), FirstStep));
    }

    /// <summary>What the child does: the clock it compares with was read before it was started.</summary>
    public static void RunChild(Arguments a)
    {
        long start = long.Parse(a.Text("since", "0"), CultureInfo.InvariantCulture);
        double main = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        int batch = a.Number("batch", 32);
        var images = new float[batch, 28, 28];
        for (int n = 0; n < batch; n++) images[n, 14, 14] = 1;
        var labels = new int[batch];
        double data = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        Sequential model = BenchmarkModels.Make(a.Text("model", "final"), a.Number("threads", 0));
        double built = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        model.TrainOnBatch(images, labels);
        double first = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        model.TrainOnBatch(images, labels);
        double second = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        Console.WriteLine($"main {main:F0} ms, data {data:F0} ms, model {built:F0} ms, first step {first:F0} ms, second {second:F0} ms");
    }

    private static string ReadyToRunProgram => Path.Combine(AppContext.BaseDirectory, "ready-to-run", Path.GetFileName(Environment.ProcessPath!));

    // Programs start with tiered compilation unless they say otherwise; this one says otherwise.
    private static string Measure(string program, string model, int batch, int threads) =>
        ChildProcess.Run(program, $"{Child} --since {Stopwatch.GetTimestamp()} --model {model} --batch {batch} --threads {threads}", ("DOTNET_TieredCompilation", "1")).Trim();
}
