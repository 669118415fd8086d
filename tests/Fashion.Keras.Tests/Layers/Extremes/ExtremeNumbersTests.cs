using System.Diagnostics;
using System.Globalization;
using System.Text;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Layers.Extremes;

/// <summary>
/// Layers of every class with extreme numbers are built, predict and train, and are read from files, in processes of their own with
/// little memory: nothing but documented exceptions comes out, and the process lives. <c>FASHION_KERAS_EXTREMES</c> sets the number
/// of random layers and files.
/// </summary>
public sealed class ExtremeNumbersTests
{
    private const string FirstVariable = "FASHION_KERAS_EXTREME_FIRST", EndVariable = "FASHION_KERAS_EXTREME_END", LogVariable = "FASHION_KERAS_EXTREME_LOG";
    private const string HeapLimit = "0x28000000";

    private static int Wanted(int usual) => int.TryParse(Environment.GetEnvironmentVariable("FASHION_KERAS_EXTREMES"), CultureInfo.InvariantCulture, out int wanted) ? wanted : usual;

    // Numbers of random cases begin behind those of the others.
    private static int RandomStart => ExtremeLayer.StepCount + (Environment.TickCount & 0xFFFFFF);

    [Fact]
    public void EveryNumberOfEveryLayer_Extreme_GivesResultsOrADocumentedException()
    {
        HashSet<string> trained = RunAll(nameof(RunLayers_AsChild), 0, ExtremeLayer.StepCount);
        // Otherwise nothing but constructors would be tried.
        Assert.True(trained.Count >= ExtremeLayer.Classes.Length * 9 / 10, $"only {trained.Count} of {ExtremeLayer.Classes.Length} classes were trained: {string.Join(", ", trained.Order())}");
    }

    [Fact]
    public void AnyLayer_ExtremeNumbers_GivesResultsOrADocumentedException() => RunAll(nameof(RunLayers_AsChild), RandomStart, Wanted(1500));

    [Fact]
    public void AnyFile_ExtremeNumber_IsLoadedOrAModelFormatException()
    {
        HashSet<string> loaded = RunAll(nameof(RunFiles_AsChild), RandomStart, Wanted(1500));
        Assert.True(loaded.Count >= ExtremeLayer.Classes.Length * 3 / 4, $"only {loaded.Count} of {ExtremeLayer.Classes.Length} classes were in files: {string.Join(", ", loaded.Order())}");
    }

    [Fact]
    public void RunLayers_AsChild() => RunAsChild((number, log) =>
    {
        var layer = new ExtremeLayer(number);
        log.WriteLine($"case {number} {layer.Class.Name}");
        return (layer, () =>
        {
            if (layer.Run()) log.WriteLine($"used {number} {layer.Class.Name}");
        });
    }, IsDocumented);

    [Fact]
    public void RunFiles_AsChild()
    {
        using var folder = new TemporaryFolder();
        RunAsChild((number, log) =>
        {
            var file = new ExtremeFile(number);
            bool loaded = false;
            log.WriteLine($"case {number} {file.Class.Name}");
            return (file, () =>
            {
                try
                {
                    if (!file.Run(folder.Path, out loaded)) return;
                }
                catch (Exception e) when (loaded ? IsDocumented(e) : e is ModelFormatException && e.Message.Length is > 10 and < 1000) { }
                log.WriteLine($"used {number} {file.Class.Name}");
            });
        }, _ => false);
    }

    // Shapes and arguments; use that does not fit; layers and batches that are larger than the memory.
    private static bool IsDocumented(Exception e) => e switch
    {
        ArgumentException => e.Message.Length is > 10 and < 1000,
        InvalidOperationException => e.GetType() == typeof(InvalidOperationException) && e.Message.Length > 10,
        InsufficientMemoryException => e.Message.Contains("MiB", StringComparison.Ordinal),
        _ => false,
    };

    private static HashSet<string> RunAll(string child, int first, int count)
    {
        using var folder = new TemporaryFolder();
        string log = folder.File("log.txt");
        int next = first, end = first + count, slow = 0;
        var failures = new List<string>();
        var used = new HashSet<string>();
        while (next < end && failures.Count <= 20)
        {
            File.WriteAllText(log, "");
            bool ended = RunChild(child, next, end, log, out string output);
            string[] lines = File.ReadAllLines(log);
            failures.AddRange(lines.Where(l => l.StartsWith("FAILED", StringComparison.Ordinal)));
            used.UnionWith(lines.Where(l => l.StartsWith("used", StringComparison.Ordinal)).Select(l => l.Split(' ')[2]));
            if (lines.LastOrDefault() == "done") break;
            string last = lines.LastOrDefault(l => l.StartsWith("case", StringComparison.Ordinal)) ?? "";
            Assert.False(last.Length == 0, $"the child process did nothing: {output}");
            if (ended) failures.Add($"CRASHED at {last}: {output}");
            else failures.AddRange(++slow > 1 + count / 500 ? [$"TOO SLOW, and not the first: {last}"] : []);
            next = int.Parse(last.Split(' ')[1], CultureInfo.InvariantCulture) + 1;
        }
        Assert.True(failures.Count == 0, $"{child} from {first}:\n{string.Join('\n', failures)}");
        return used;
    }

    private static void RunAsChild(Func<int, StreamWriter, (object Case, Action Run)> prepare, Func<Exception, bool> isDocumented)
    {
        string? path = Environment.GetEnvironmentVariable(LogVariable);
        if (path is null) Assert.Skip("only run by the test that starts it");
        int first = int.Parse(Environment.GetEnvironmentVariable(FirstVariable)!, CultureInfo.InvariantCulture), end = int.Parse(Environment.GetEnvironmentVariable(EndVariable)!, CultureInfo.InvariantCulture);
        using var log = new StreamWriter(path, append: true) { AutoFlush = true };
        using var watchdog = new CaseWatchdog(TimeSpan.FromSeconds(30));
        for (int number = first; number < end; number++)
        {
            watchdog.Restart();
            (object tried, Action run) = prepare(number, log);
            try
            {
                run();
            }
            catch (Exception e) when (isDocumented(e)) { }
            catch (Exception e)
            {
                log.WriteLine($"FAILED {number} {tried}: {e.GetType().Name}: {e.Message.ReplaceLineEndings(" ")} {e.StackTrace?.ReplaceLineEndings(" ")[..Math.Min(600, e.StackTrace.Length)]}");
            }
        }
        log.WriteLine("done");
    }

    private static bool RunChild(string method, int first, int end, string log, out string output)
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
        foreach (string argument in (string[])[typeof(ExtremeNumbersTests).Assembly.Location, "-method", $"{typeof(ExtremeNumbersTests).FullName}.{method}"]) start.ArgumentList.Add(argument);
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
