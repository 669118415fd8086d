using System.Diagnostics;

namespace Fashion.Keras.Experiments.Tests;

/// <summary>
/// A process that is killed (SIGKILL) in the middle of a study leaves a file from which the next one goes on: in the end all runs have the
/// same values as
/// in an undisturbed study. The process is this test program, asked for <see cref="Run_AsChild"/> alone.
/// </summary>
public sealed class KilledStudyTests : IDisposable
{
    private const string FolderVariable = "FASHION_KERAS_KILL_STUDY", File = "killed.runs.jsonl";
    private const int Seeds = 4, Epochs = 40;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static Study Make(string? folder, Action<RunContext>? before = null) =>
        new Study("killed") { Seeds = Seeds, Out = folder, Output = TextWriter.Null }.Add("low", 0.1, Epochs, before)
            .Add("high", 0.5, Epochs, before);

    private string[] Lines => System.IO.File.Exists(_folder.File(File)) ? System.IO.File.ReadAllLines(_folder.File(File)) : [];

    [Fact]
    public async Task Study_KilledInTheMiddle_EndsAsIfUndisturbed()
    {
        int before = 0;
        for (int wanted = 2; wanted <= 5; wanted += 3)
        {
            using Process child = Start();
            Task<string> output = child.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            // Killed while a run is under way: the file of the one that began says so.
            bool IsBegun() => Lines.Length >= wanted && System.IO.File.Exists(_folder.File($"begun-{wanted}"));
            for (int i = 0; i < 12_000 && !child.HasExited && !IsBegun(); i++) await Task.Delay(5, TestContext.Current.CancellationToken);
            bool ended = child.HasExited;
            child.Kill(entireProcessTree: true);
            child.WaitForExit();
            Assert.False(ended, await output);
            Assert.InRange(Lines.Length, Math.Max(before + 1, wanted), 2 * Seeds - 1);
            before = Lines.Length;
        }
        // What a process leaves that was killed while it wrote a line.
        string[] kept = Lines;
        System.IO.File.AppendAllText(_folder.File(File), kept[0][..(kept[0].Length / 2)]);

        int runs = 0;
        StudyResult result = Make(_folder.Path, _ => runs++).Run();

        Assert.Equal(2 * Seeds - kept.Length, runs);
        Assert.Equal(kept, Lines[..kept.Length]);
        Assert.Equal(Make(null).Run().Essence(), result.Essence());
        Assert.Equal(result.Essence(), StudyResult.Load(_folder.File(File)).Essence());
    }

    [Fact]
    public void Run_AsChild()
    {
        string? folder = Environment.GetEnvironmentVariable(FolderVariable);
        if (folder is null) Assert.Skip("only run by the test that kills it");
        Make(folder, run =>
        {
            int finished = System.IO.File.ReadAllLines(Path.Combine(folder, File)).Length;
            System.IO.File.WriteAllText(Path.Combine(folder, $"begun-{finished}"), "");
            // Long enough to be killed within; what is drawn does not depend on it.
            Thread.Sleep(150);
        }).Run();
    }

    private Process Start()
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host
            : "dotnet")
        {
            RedirectStandardOutput = true,
            Environment = { [FolderVariable] = _folder.Path },
        };
        foreach (string argument in (string[])[typeof(KilledStudyTests).Assembly.Location, "-method",
            $"{typeof(KilledStudyTests).FullName}.{nameof(Run_AsChild)}"]) start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }
}
