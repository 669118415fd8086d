using System.Diagnostics;
using System.Text;

namespace Fashion.Keras.Distributed.Tests;

/// <summary>Starts the program of the ranks, through mpirun or alone, and reads what it prints.</summary>
internal static class Launcher
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(180);
    private static readonly string s_program = Path.Combine(AppContext.BaseDirectory, "Fashion.Keras.Distributed.Ranks.dll");

    private static readonly Lazy<string> s_openMpiProblem = new(() => Problem(OpenMpi!, ["--oversubscribe", "-np", "2", "true"]));
    private static readonly Lazy<string> s_mpichProblem = new(() => Problem(Mpich!, ["-np", "2", "true"]));

    /// <summary>Open MPI's launcher; null where it is not installed.</summary>
    public static string? OpenMpi { get; } =
        Find("mpirun.openmpi") ?? (Find("mpirun") is { } any && Version(any).Contains("Open MPI", StringComparison.Ordinal) ? any : null);

    /// <summary>MPICH's launcher; null where it is not installed.</summary>
    public static string? Mpich { get; } = Find("mpirun.mpich") ?? Find("mpiexec.hydra");

    /// <summary>Runs the program on one rank, without a launcher.</summary>
    public static Output Alone(string scenarios) => Run("dotnet", [s_program, .. Words(scenarios)]);

    /// <summary>Runs the program under Open MPI; skips the test where there is none.</summary>
    public static Output Ranks(int ranks, string scenarios)
    {
        RequireOpenMpi();
        return Run(OpenMpi!,
            ["--oversubscribe", "--mca", "btl", "self,vader", "-np", $"{ranks}", "dotnet", s_program, .. Words(scenarios)]);
    }

    /// <summary>Skips the test where Open MPI is not installed, or cannot start two processes.</summary>
    public static void RequireOpenMpi()
    {
        Assert.SkipUnless(OpenMpi is not null, "Open MPI's mpirun is not installed (Debian: apt install openmpi-bin).");
        Assert.SkipUnless(s_openMpiProblem.Value is "", $"Open MPI's mpirun is installed but does not work here: {s_openMpiProblem.Value}");
    }

    /// <summary>Runs the program under MPICH; skips the test where there is none.</summary>
    public static Output MpichRanks(int ranks, string scenarios)
    {
        Assert.SkipUnless(Mpich is not null, "MPICH's mpirun is not installed (Debian: apt install mpich).");
        Assert.SkipUnless(s_mpichProblem.Value is "", $"MPICH's mpirun is installed but does not work here: {s_mpichProblem.Value}");
        Assert.SkipUnless(Environment.ProcessorCount >= ranks, $"MPICH waits by spinning: {ranks} ranks need as many cores.");
        return Run(Mpich!, ["-np", $"{ranks}", "dotnet", s_program, .. Words(scenarios)]);
    }

    /// <summary>Path of a program; null where it is not installed.</summary>
    public static string? Find(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Where(folder => folder.Length > 0).Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    /// <summary>Runs a program to its end; its children end with it.</summary>
    public static Output Run(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        start.Environment["OMPI_ALLOW_RUN_AS_ROOT"] = start.Environment["OMPI_ALLOW_RUN_AS_ROOT_CONFIRM"] = "1";
        start.Environment["TERM"] = "dumb";
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
        }
    }

    private static string Problem(string program, string[] arguments) =>
        Run(program, arguments) is { Code: not 0 } failed ? failed.Text.Trim() : "";

    private static string[] Words(string scenarios) => scenarios.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static string Version(string program) => Run(program, ["--version"]).Text;
}
