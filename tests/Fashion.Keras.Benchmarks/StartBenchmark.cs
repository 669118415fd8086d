using System.Diagnostics;

namespace Fashion.Keras.Benchmarks;

/// <summary>
/// From the start of a process to the end of its first training step, and what the first epoch takes beyond later ones, in the small
/// program of Fashion.Keras.FirstStep. Where the
/// build put a copy whose library has machine code (<c>-p:ReadyToRun=true</c>), as the package has it, that one is measured in
/// turn with the portable one.
/// </summary>
internal static class StartBenchmark
{
    private const string FirstStep = "first step", FirstEpoch = "first epoch", Later = "later";

    public static void Run(Arguments a)
    {
        int turns = a.Number("turns", 5);
        string[] programs = File.Exists(ReadyToRunProgram) ? [PortableProgram, ReadyToRunProgram] : [PortableProgram];
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
            Console.WriteLine($"{Form(program)}: first step after " +
                $"{EpochLine.Median(times[program]):F0} ms (median of {turns}); best: {lines[program]}");
        if (a.Number("images", 0) is > 0 and var images) RunEpochs(a, programs, images, turns);
    }

    private static void RunEpochs(Arguments a, string[] programs, int images, int turns)
    {
        var first = programs.ToDictionary(p => p, _ => new List<double>());
        var later = programs.ToDictionary(p => p, _ => new List<double>());
        for (int turn = 0; turn < turns; turn++)
            foreach (string program in programs)
            {
                string line = Measure(program, a.Text("model", "final"), a.Number("batch", 32), a.Number("threads", 0), $" {images}");
                first[program].Add(EpochLine.Number(line, FirstEpoch));
                later[program].Add(EpochLine.Number(line, Later));
            }
        foreach (string program in programs)
        {
            double one = EpochLine.Median(first[program]), other = EpochLine.Median(later[program]);
            Console.WriteLine($"{Form(program)}: first epoch of {images} images {one:F0} ms, later ones {other:F0} ms " +
                $"(medians of {turns}): {one - other:F0} ms or {one / other - 1:P1} longer");
        }
    }

    private static string Form(string program) => program == ReadyToRunProgram ? "with machine code" : "portable";

    /// <summary>Milliseconds to the first step, the best of several starts, and whether the library had machine code.</summary>
    public static double Best(string model, int turns, out bool readyToRun)
    {
        readyToRun = File.Exists(ReadyToRunProgram);
        string program = readyToRun ? ReadyToRunProgram : PortableProgram;
        return Enumerable.Range(0, turns).Min(_ => EpochLine.Number(Measure(program, model, 32, 0), FirstStep));
    }

    private static string PortableProgram => Program("");

    private static string ReadyToRunProgram => Program("ready-to-run");

    private static string Program(string folder) =>
        Path.Combine(AppContext.BaseDirectory, folder, "Fashion.Keras.FirstStep" + (OperatingSystem.IsWindows() ? ".exe" : ""));

    private static string Measure(string program, string model, int batch, int threads, string images = "") =>
        ChildProcess.Run(program, $"{Stopwatch.GetTimestamp()} {model} {batch} {threads}{images}").Trim();
}
