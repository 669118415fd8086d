using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Fashion.Keras.Tests.Extremes;

/// <summary>
/// Runs numbered cases in child processes with little memory. A case that ends its process, takes too long or throws something that is
/// not documented is told by its number; the others go on in the next process.
/// </summary>
internal static class ExtremeRuns
{
    private const string FirstVariable = "FASHION_KERAS_EXTREME_FIRST", EndVariable = "FASHION_KERAS_EXTREME_END",
        LogVariable = "FASHION_KERAS_EXTREME_LOG";
    private const string HeapLimit = "0x28000000";
    private const int MostFailures = 20;

    /// <summary>Bytes that the child's arrays may take.</summary>
    public static long HeapBytes => Convert.ToInt64(HeapLimit, 16);

    /// <summary>Skips a test in one of the two programs that have it.</summary>
    /// <param name="wanted">Whether it runs in the program of the checked tests, else in that of the others.</param>
    public static void RequireChecked(bool wanted)
    {
        bool isChecked = typeof(ExtremeRuns).Assembly.GetName().Name == "Fashion.Keras.Checked.Tests";
        Assert.SkipUnless(isChecked == wanted, $"runs in Fashion.Keras.{(wanted ? "Checked." : "")}Tests");
    }

    /// <summary>Runs the cases from <paramref name="first"/> on; fails the test if one of them fails.</summary>
    /// <typeparam name="T">The class of the child's test.</typeparam>
    /// <param name="child">Its test that calls <see cref="RunAsChild"/>.</param>
    /// <param name="first">Number of the first case.</param>
    /// <param name="count">How many cases.</param>
    /// <returns>What was used, not only refused.</returns>
    public static HashSet<string> RunAll<T>(string child, int first, int count)
    {
        using var folder = new TemporaryFolder();
        string log = folder.File("log.txt");
        int next = first, end = first + count, slow = 0;
        var failures = new List<string>();
        var used = new HashSet<string>();
        while (next < end && failures.Count <= MostFailures)
        {
            File.WriteAllText(log, "");
            bool ended = RunChild($"{typeof(T).FullName}.{child}", next, end, log, out string output);
            string[] lines = File.ReadAllLines(log);
            failures.AddRange(lines.Where(l => l.StartsWith("FAILED", StringComparison.Ordinal)));
            used.UnionWith(lines.Where(l => l.StartsWith("used", StringComparison.Ordinal)).Select(l => l.Split(' ')[2]));
            if (lines.LastOrDefault() == "done") break;
            string last = lines.LastOrDefault(l => l.StartsWith("case", StringComparison.Ordinal)) ?? "";
            Assert.False(last.Length == 0, $"the child process did nothing: {output}");
            if (ended) failures.Add($"CRASHED at {last}: {output}");
            else if (++slow > 1 + count / 500) failures.Add($"TOO SLOW, and not the first: {last}");
            next = int.Parse(last.Split(' ')[1], CultureInfo.InvariantCulture) + 1;
        }
        Assert.True(failures.Count == 0, $"{child} from {first}:\n{string.Join('\n', failures)}");
        return used;
    }

    /// <summary>Runs the cases that the parent asks for.</summary>
    /// <param name="prepare">Makes a case from its number: its class, what describes it, and the run, which says whether something was
    /// used.</param>
    /// <param name="isDocumented">Whether a case may end in an exception.</param>
    public static void RunAsChild(Func<int, (Type Class, object Case, Func<bool> Run)> prepare, Func<Exception, bool> isDocumented)
    {
        string? path = Environment.GetEnvironmentVariable(LogVariable);
        if (path is null) Assert.Skip("only run by the test that starts it");
        int first = int.Parse(Environment.GetEnvironmentVariable(FirstVariable)!, CultureInfo.InvariantCulture),
            end = int.Parse(Environment.GetEnvironmentVariable(EndVariable)!, CultureInfo.InvariantCulture);
        using var log = new StreamWriter(path, append: true) { AutoFlush = true };
        using var watchdog = new CaseWatchdog(TimeSpan.FromSeconds(30));
        for (int number = first; number < end; number++)
        {
            watchdog.Restart();
            (Type type, object tried, Func<bool> run) = prepare(number);
            log.WriteLine($"case {number} {type.Name}");
            try
            {
                if (run()) log.WriteLine($"used {number} {type.Name}");
            }
            catch (Exception e) when (isDocumented(e)) { }
            catch (Exception e)
            {
                log.WriteLine($"FAILED {number} {tried}: {e.GetType().Name}: {e.Message.ReplaceLineEndings(" ")} " +
                    $"{e.StackTrace?.ReplaceLineEndings(" ")[..Math.Min(600, e.StackTrace.Length)]}");
            }
        }
        log.WriteLine("done");
    }

    /// <summary>Shapes and arguments; use that does not fit; what is larger than the memory.</summary>
    public static bool IsDocumented(Exception e) => e switch
    {
        ArgumentException => e.Message.Length is > 10 and < 1000,
        InvalidOperationException => e.GetType() == typeof(InvalidOperationException) && e.Message.Length > 10,
        InsufficientMemoryException => e.Message.Contains("MiB", StringComparison.Ordinal),
        _ => false,
    };

    private static bool RunChild(string method, int first, int end, string log, out string output)
    {
        var start = new ProcessStartInfo(
            Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                [FirstVariable] = first.ToString(CultureInfo.InvariantCulture), [EndVariable] = end.ToString(CultureInfo.InvariantCulture),
                [LogVariable] = log,
                ["DOTNET_GCHeapHardLimit"] = HeapLimit, ["DOTNET_DbgEnableMiniDump"] = "0",
            },
        };
        foreach (string argument in (string[])[typeof(ExtremeRuns).Assembly.Location, "-method", method]) start.ArgumentList.Add(argument);
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
