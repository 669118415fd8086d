using System.Diagnostics;
using Fashion.Keras.Callbacks;
using Fashion.Keras.Training;

namespace Fashion.Keras.Tests.Saving;

/// <summary>
/// A training process that is killed (SIGKILL) at random moments leaves only whole files, and the next one continues: in the
/// end the weights have the same bits as after one undisturbed run. The process is this test program, asked for
/// <see cref="Train_AsChild"/> alone.
/// </summary>
public sealed class KilledProcessTests : IDisposable
{
    private const string FolderVariable = "FASHION_KERAS_KILL_FOLDER";
    private const int Kills = 10, Epochs = 300;

    private readonly string _folder = Directory.CreateTempSubdirectory("fashion-keras-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Fit_KilledManyTimes_FilesAreWholeAndTheRunEndsAsIfUndisturbed()
    {
        ContinuationTests.Build("adam").Save(Path.Combine(_folder, "start.keras"));
        var random = new Random(11);
        int killed = 0;
        for (int run = 0; run < Kills; run++)
        {
            using Process child = Start();
            for (int i = 0; i < 6000 && !child.HasExited && !File.Exists(Path.Combine(_folder, "running")); i++) await Task.Delay(10);
            child.WaitForExit(random.Next(5, 250));
            if (!child.HasExited) killed++;
            child.Kill(entireProcessTree: true);
            child.WaitForExit();
            File.Delete(Path.Combine(_folder, "running"));
            CheckFiles();
        }
        Assert.True(killed >= Kills / 2, $"only {killed} of {Kills} children were still training when they were to be killed");
        using (Process last = Start())
        {
            Task<string> output = last.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            if (!last.WaitForExit(TimeSpan.FromMinutes(2))) last.Kill();
            Assert.True(File.Exists(Path.Combine(_folder, "end.keras")), await output);
        }

        Model whole = Model.Load(Path.Combine(_folder, "start.keras")), continued = Model.Load(Path.Combine(_folder, "end.keras"));
        whole.Options = new ModelOptions { Seed = 3 };
        whole.Trainer.Restore(StartState(whole));
        whole.Fit(ContinuationTests.Samples(), Labels, batchSize: 8, epochs: Epochs, verbose: Verbosity.Silent);

        foreach ((Variable want, Variable got) in whole.Weights.Zip(continued.Weights)) Assert.Equal(want.ToArray(), got.ToArray());
        Assert.Equal(["checkpoint.h5", "checkpoint.keras", "end.keras", "running", "start.keras"],
            Directory.GetFileSystemEntries(_folder).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Train_AsChild()
    {
        string? folder = Environment.GetEnvironmentVariable(FolderVariable);
        if (folder is null) Assert.Skip("only run by the test that kills it");
        Model model = Model.Load(Path.Combine(folder, "start.keras"));
        model.Options = new ModelOptions { Seed = 3 };
        model.Trainer.Restore(StartState(model));

        model.Fit(ContinuationTests.Samples(), Labels, batchSize: 8, epochs: Epochs, verbose: Verbosity.Silent, callbacks: [
            new LambdaCallback(onEpochBegin: _ => File.WriteAllText(Path.Combine(folder, "running"), "")),
            new ModelCheckpoint(Path.Combine(folder, "checkpoint.keras"), monitor: "loss"),
            new ModelCheckpoint(Path.Combine(folder, "checkpoint.h5"), monitor: "loss"),
            new BackupAndRestore(Path.Combine(folder, "backup"), saveFreq: 5)]);

        model.Save(Path.Combine(folder, "end.keras"));
        Assert.Equal(Epochs * 7, model.Optimizer!.Iterations);
    }

    private static int[] Labels => [.. Enumerable.Range(0, 50).Select(i => i % 3)];

    // Fixed seeds in place of fresh ones, so that two processes start alike.
    private static RandomState StartState(Model model) =>
        model.Trainer.Random.State with { LayerSeeds = [.. model.Trainer.Random.State.LayerSeeds.Select((_, i) => i + 1)] };

    private void CheckFiles()
    {
        foreach (string name in (string[])["checkpoint.keras", "checkpoint.h5"])
            if (File.Exists(Path.Combine(_folder, name))) Model.Load(Path.Combine(_folder, name));
        string backup = Path.Combine(_folder, "backup", "latest.weights.h5");
        if (File.Exists(backup)) Model.Load(Path.Combine(_folder, "start.keras")).LoadWeights(backup);
    }

    private Process Start()
    {
        string program = typeof(KilledProcessTests).Assembly.Location;
        var start = new ProcessStartInfo(
            Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet")
        {
            RedirectStandardOutput = true,
            Environment = { [FolderVariable] = _folder },
        };
        foreach (string argument in (string[])[program, "-method", $"{typeof(KilledProcessTests).FullName}.{nameof(Train_AsChild)}"])
            start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }
}
