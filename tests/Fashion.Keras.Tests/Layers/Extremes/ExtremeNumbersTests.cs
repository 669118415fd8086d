using System.Diagnostics;
using System.Globalization;
using System.Text;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Layers.Extremes;

/// <summary>
/// Layers of every class with extreme numbers are built, predict and train, in a process of their own with little memory:
/// nothing but documented exceptions comes out, and the process lives. <c>FASHION_KERAS_EXTREMES</c> sets the number of layers.
/// </summary>
public sealed class ExtremeNumbersTests
{
    private const string FirstVariable = "FASHION_KERAS_EXTREME_FIRST", EndVariable = "FASHION_KERAS_EXTREME_END", LogVariable = "FASHION_KERAS_EXTREME_LOG";
    private const string HeapLimit = "0x28000000";

    private static int Layers => int.TryParse(Environment.GetEnvironmentVariable("FASHION_KERAS_EXTREMES"), CultureInfo.InvariantCulture, out int wanted) ? wanted : 3000;

    [Fact]
    public void AnyLayer_ExtremeNumbers_GivesResultsOrADocumentedException()
    {
        using var folder = new TemporaryFolder();
        string log = folder.File("log.txt");
        int first = Environment.TickCount & 0xFFFFFF, next = first, end = first + Layers, slow = 0;
        var failures = new List<string>();
        var trained = new HashSet<string>();
        while (next < end)
        {
            File.WriteAllText(log, "");
            bool ended = RunChild(next, end, log, out string output);
            string[] lines = File.ReadAllLines(log);
            failures.AddRange(lines.Where(l => l.StartsWith("FAILED", StringComparison.Ordinal)));
            trained.UnionWith(lines.Where(l => l.StartsWith("trained", StringComparison.Ordinal)).Select(l => l.Split(' ')[2]));
            string last = lines.LastOrDefault(l => l.StartsWith("case", StringComparison.Ordinal)) ?? "";
            if (lines.LastOrDefault() == "done") break;
            Assert.False(last.Length == 0, $"the child process did nothing: {output}");
            if (ended) failures.Add($"CRASHED at {last}: {output}");
            else slow++;
            next = int.Parse(last.Split(' ')[1], CultureInfo.InvariantCulture) + 1;
            if (failures.Count > 20) break;
        }
        Assert.True(failures.Count == 0, $"seeds from {first}:\n{string.Join('\n', failures)}");
        // Otherwise nothing but constructors would be tried.
        Assert.True(Layers < 3000 || trained.Count >= ExtremeLayer.Classes.Length * 3 / 4, $"only {trained.Count} of {ExtremeLayer.Classes.Length} classes were trained: {string.Join(", ", trained.Order())}");
        Assert.True(slow <= Layers / 200, $"seeds from {first}: {slow} of {Layers} layers took longer than their time");
    }

    [Fact]
    public void Run_AsChild()
    {
        string? path = Environment.GetEnvironmentVariable(LogVariable);
        if (path is null) Assert.Skip("only run by the test that starts it");
        int first = int.Parse(Environment.GetEnvironmentVariable(FirstVariable)!, CultureInfo.InvariantCulture), end = int.Parse(Environment.GetEnvironmentVariable(EndVariable)!, CultureInfo.InvariantCulture);
        using var log = new StreamWriter(path, append: true) { AutoFlush = true };
        using var watchdog = new CaseWatchdog(TimeSpan.FromSeconds(10));
        for (int seed = first; seed < end; seed++)
        {
            var layer = new ExtremeLayer(seed);
            log.WriteLine($"case {seed} {layer.Class.Name}");
            watchdog.Restart();
            try
            {
                if (layer.Run()) log.WriteLine($"trained {seed} {layer.Class.Name}");
            }
            catch (Exception e) when (IsDocumented(e)) { }
            catch (Exception e)
            {
                log.WriteLine($"FAILED {seed} {layer}: {e.GetType().Name}: {e.Message.ReplaceLineEndings(" ")} {e.StackTrace?.ReplaceLineEndings(" ")[..Math.Min(600, e.StackTrace.Length)]}");
            }
        }
        log.WriteLine("done");
    }

    // Shapes and arguments; use that does not fit; layers and batches that are larger than the memory.
    private static bool IsDocumented(Exception e) => e switch
    {
        ArgumentException => e.Message.Length is > 10 and < 1000,
        InvalidOperationException => e.GetType() == typeof(InvalidOperationException) && e.Message.Length > 10,
        OutOfMemoryException => true,
        _ => false,
    };

    private static bool RunChild(int first, int end, string log, out string output)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                [FirstVariable] = first.ToString(CultureInfo.InvariantCulture), [EndVariable] = end.ToString(CultureInfo.InvariantCulture), [LogVariable] = log,
                ["DOTNET_GCHeapHardLimit"] = HeapLimit, ["DOTNET_DbgEnableMiniDump"] = "0",
            },
        };
        foreach (string argument in (string[])[typeof(ExtremeNumbersTests).Assembly.Location, "-method", $"{typeof(ExtremeNumbersTests).FullName}.{nameof(Run_AsChild)}"]) start.ArgumentList.Add(argument);
        using Process child = Process.Start(start)!;
        var text = new StringBuilder();
        child.OutputDataReceived += (_, e) => { lock (text) text.AppendLine(e.Data); };
        child.ErrorDataReceived += (_, e) => { lock (text) text.AppendLine(e.Data); };
        child.BeginOutputReadLine();
        child.BeginErrorReadLine();
        child.WaitForExit();
        lock (text) output = text.Length > 3000 ? text.ToString(0, 3000) : text.ToString();
        return child.ExitCode != CaseWatchdog.ExitCode;
    }

    /// <summary>Ends the process when one case takes too long.</summary>
    private sealed class CaseWatchdog : IDisposable
    {
        public const int ExitCode = 77;
        private readonly Timer _timer;
        private readonly TimeSpan _time;

        public CaseWatchdog(TimeSpan time)
        {
            _time = time;
            _timer = new Timer(_ => Environment.Exit(ExitCode));
        }

        public void Restart() => _timer.Change(_time, Timeout.InfiniteTimeSpan);

        public void Dispose() => _timer.Dispose();
    }
}
