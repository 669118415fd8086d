using System.Diagnostics;
using System.Text;

namespace Fashion.Keras.Distributed.Tests;

/// <summary>Starts the program of the ranks, through mpirun or alone, and reads what it prints.</summary>
internal static class Launcher
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(180);

    private static readonly Lazy<string> s_openMpiProblem = new(() => OpenMpi is null
        ? "Open MPI's mpirun is not installed (Debian: apt install openmpi-bin)."
        : Problem("Open MPI", OpenMpi, ["--oversubscribe", "-np", "2", "true"]));

    private static readonly Lazy<string> s_mpichProblem = new(() => Mpich is null
        ? "MPICH's mpirun is not installed (Debian: apt install mpich)."
        : Problem("MPICH", Mpich, ["-np", "2", "true"]));

    /// <summary>The program that ranks run.</summary>
    public static string Program { get; } = Path.Combine(AppContext.BaseDirectory, "Fashion.Keras.Distributed.Ranks.dll");

    /// <summary>Open MPI's launcher; null where it is not installed.</summary>
    public static string? OpenMpi { get; } =
        Find("mpirun.openmpi") ?? (Find("mpirun") is { } any && Version(any).Contains("Open MPI", StringComparison.Ordinal) ? any : null);

    /// <summary>MPICH's launcher; null where it is not installed.</summary>
    public static string? Mpich { get; } = Find("mpirun.mpich") ?? Find("mpiexec.hydra");

    /// <summary>Runs the program on one rank, without a launcher.</summary>
    public static Output Alone(string scenarios) => Run("dotnet", [Program, .. Words(scenarios)]).Succeeded();

    /// <summary>Runs the program under Open MPI to a good end; skips the test where there is none.</summary>
    public static Output Ranks(int ranks, string scenarios) => Start(ranks, scenarios).Succeeded();

    /// <summary>Runs the program under Open MPI to a bad end.</summary>
    /// <param name="ranks">How many.</param>
    /// <param name="scenarios">What they do.</param>
    /// <param name="watch">Sees each line as it is printed; null for nothing.</param>
    public static Output FailingRanks(int ranks, string scenarios, Action<string>? watch = null) =>
        Start(ranks, scenarios, watch).Failed();

    /// <summary>Runs the program under MPICH to a good end; skips the test where there is none.</summary>
    public static Output MpichRanks(int ranks, string scenarios)
    {
        RequireMpich();
        RequireCores(ranks);
        return Run(Mpich!, ["-np", $"{ranks}", "dotnet", Program, .. Words(scenarios)]).Succeeded();
    }

    /// <summary>Skips the test where Open MPI is not installed, or cannot start two processes.</summary>
    public static void RequireOpenMpi() => Require(s_openMpiProblem.Value);

    /// <summary>Skips the test where MPICH is not installed, or cannot start two processes.</summary>
    public static void RequireMpich() => Require(s_mpichProblem.Value);

    /// <summary>Path of a program; null where it is not installed.</summary>
    public static string? Find(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Where(folder => folder.Length > 0).Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    /// <summary>Arguments for Open MPI that run the program.</summary>
    public static string[] OpenMpiArguments(int ranks, string scenarios) =>
        ["--oversubscribe", "--mca", "btl", "self,vader", "-np", $"{ranks}", "dotnet", Program, .. Words(scenarios)];

    /// <summary>Runs a program to its end in a folder of its own; its children end with it.</summary>
    /// <param name="program">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="watch">Sees each line as it is printed; null for nothing.</param>
    /// <param name="environment">Variables that it is given; null for no others.</param>
    public static Output Run(string program, IEnumerable<string> arguments, Action<string>? watch = null,
        (string Name, string Value)? environment = null)
    {
        using var folder = new TemporaryFolder();
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = folder.Path,
        };
        start.Environment["OMPI_ALLOW_RUN_AS_ROOT"] = start.Environment["OMPI_ALLOW_RUN_AS_ROOT_CONFIRM"] = "1";
        start.Environment["TERM"] = "dumb";
        start.Environment["PWD"] = folder.Path;
        if (environment is { } variable) start.Environment[variable.Name] = variable.Value;
        var text = new StringBuilder();
        using var process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, e) => Append(e.Data);
        process.ErrorDataReceived += (_, e) => Append(e.Data);
        var clock = Stopwatch.StartNew();
        process.Start();
        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        if (!process.WaitForExit(s_limit))
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
            Assert.Fail($"{program} {string.Join(" ", arguments)} did not end within {s_limit.TotalSeconds} s:\n{text}");
        }
        process.WaitForExit();
        return new Output(process.ExitCode, text.ToString(), clock.Elapsed);

        void Append(string? line)
        {
            lock (text) text.Append(line).Append('\n');
            if (line is not null) watch?.Invoke(line);
        }
    }

    private static Output Start(int ranks, string scenarios, Action<string>? watch = null)
    {
        RequireOpenMpi();
        return Run(OpenMpi!, OpenMpiArguments(ranks, scenarios), watch);
    }

    // MPICH waits by spinning.
    private static void RequireCores(int ranks) => Require(Environment.ProcessorCount >= ranks ? ""
        : $"MPICH needs a core for each of {ranks} ranks, and there are {Environment.ProcessorCount}.");

    private static void Require(string problem)
    {
        if (problem.Length > 0)
            TestContext.Current.SendDiagnosticMessage($"{TestContext.Current.Test?.TestDisplayName} is skipped: {problem}");
        Assert.SkipUnless(problem.Length == 0, problem);
    }

    // Tried twice: a busy machine may be slow to start the first one.
    private static string Problem(string name, string program, string[] arguments)
    {
        Output first = Run(program, arguments), last = first.Code == 0 ? first : Run(program, arguments);
        return last.Code == 0 ? "" : $"{name}'s mpirun is installed but does not work here: {last.Text.Trim()}";
    }

    private static string[] Words(string scenarios) => scenarios.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static string Version(string program) => Run(program, ["--version"]).Text;
}
