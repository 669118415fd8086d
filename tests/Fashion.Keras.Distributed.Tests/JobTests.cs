using System.Diagnostics;
using System.Globalization;

namespace Fashion.Keras.Distributed.Tests;

/// <summary>Jobs as a whole: shards, files, stops, faults.</summary>
public sealed class JobTests
{
    [Fact]
    public void Shards_OfDifferentLengths_TakeEqualSteps()
    {
        // 235 samples: one shard has 118, the other 117; the last batches have 10 and 9.
        Output output = Launcher.Ranks(2, "fit data=shard samples=235 norm=1 -- fit data=shard samples=217");
        Assert.Equal(2, output.Hashes().Length);
        Assert.Equal("3", output["epochs"]);
        Assert.True(output.Numbers("val_accuracy")[^1] > 0.8, output.Text);
    }

    [Fact]
    public void Callbacks_DecideAlike_AndRankZeroWrites()
    {
        using var folder = new TemporaryFolder();
        string csv = Path.Combine(folder.Path, "log.csv"), best = Path.Combine(folder.Path, "best.keras");
        Output output =
            Launcher.Ranks(2, $"fit print=1 stop=1 optimizer=sgd epochs=30 csv={csv} checkpoint={best} -- fit askrank=1 epochs=4");
        int epochs = (int)output.Numbers("epochs")[0];
        Assert.InRange(epochs, 2, 30);
        Assert.Equal(epochs + 1, File.ReadAllLines(csv).Length);
        Assert.NotNull(Model.Load(best));
        Assert.Single(output.Text.Split('\n'), line => line.Contains("Epoch 1/30", StringComparison.Ordinal));
        Assert.Equal("1", output["epochs", 1]);
        Assert.Equal(2, output.Hashes().Length);
    }

    [Fact]
    public void KilledJob_Restarted_GivesTheResultOfAnUndisturbedOne()
    {
        using var folder = new TemporaryFolder();
        string arguments = $"fit dropout=1 norm=1 epochs=3 every=3 backup={Path.Combine(folder.Path, "backup")}",
            other = $"fit epochs=3 every=4 backup={Path.Combine(folder.Path, "other")}";
        Output whole = Launcher.Ranks(2, arguments + " -- " + other);
        Launcher.FailingRanks(2, arguments + " kill=17");
        Output restarted = Launcher.Ranks(2, arguments);
        Assert.Equal(whole["weights"], restarted["weights"]);
        Assert.Equal(whole["val_loss"].Split(' ')[^1], restarted["val_loss"].Split(' ')[^1]);
        Assert.Single(restarted.Hashes());

        // With another number of ranks the sums are rounded otherwise.
        Launcher.FailingRanks(2, other + " kill=13");
        Output one = Launcher.Alone(other);
        Assert.Equal(whole.Numbers("val_loss", 1)[^1], one.Numbers("val_loss")[^1], 1e-4);
        Assert.Equal(whole["accuracy", 1].Split(' ')[^1], one["accuracy"].Split(' ')[^1]);
    }

    // Any rank at any moment: after 0.02 to 1.5 s of a training that takes about 2.
    [Fact]
    public void JobKilledAtRandom_AndRestarted_GivesTheResultOfAnUndisturbedOne()
    {
        using var folder = new TemporaryFolder();
        string arguments = "fit slow=1 dropout=1 norm=1 epochs=8 every=3 backup=";
        Output whole = Launcher.Ranks(2, arguments + Path.Combine(folder.Path, "whole"));
        int seed = Environment.TickCount;
        string where = $"Seed {seed}. ";
        TestContext.Current.SendDiagnosticMessage(where);
        var random = new Random(seed);
        for (int round = 0; round < 3; round++)
        {
            int victim = random.Next(2), delay = random.Next(20, 1500), process = 0;
            Output killed = Launcher.FailingRanks(2, arguments + Path.Combine(folder.Path, "backup"), line =>
            {
                if (!line.StartsWith($"process {victim}: ", StringComparison.Ordinal)) return;
                process = int.Parse(line.AsSpan(line.IndexOf(':') + 2), CultureInfo.InvariantCulture);
                _ = Kill(process, delay);
            });
            where += $"Rank {victim} after {delay} ms. ";
            Assert.True(killed.Time < TimeSpan.FromSeconds(60), where + killed.Text);
        }
        Output restarted = Launcher.Ranks(2, arguments + Path.Combine(folder.Path, "backup"));
        Assert.True(whole["weights"] == restarted["weights"], where + restarted.Text);
        Assert.Equal(whole["val_loss"].Split(' ')[^1], restarted["val_loss"].Split(' ')[^1]);

        static async Task Kill(int process, int delay)
        {
            await Task.Delay(delay);
            using var rank = Process.GetProcessById(process);
            rank.Kill();
        }
    }

    [Theory]
    [InlineData("throw", "Rank 1 of 2", "Before the training.")]
    [InlineData("throw async=1", "Rank 1 of 2", "Before the training.")]
    [InlineData("callback", "Rank 1 of 2", "This rank has had enough.")]
    [InlineData("callback async=1", "Rank 1 of 2", "This rank has had enough.")]
    [InlineData("data", "of 2", "samples (rank 0: 240, rank 1: 96)")]
    [InlineData("sleep", "Rank 0 of 2", "The time-out of 3 s is over.")]
    [InlineData("leave", "Rank 0 of 2", "Rank 1 has left the job while others wait for it (rank 0: a sum of ")]
    [InlineData("leave async=1", "Rank 0 of 2", "Rank 1 has left the job while others wait for it (rank 0: a sum of ")]
    [InlineData("evaluate", "Rank 0 of 2", "Rank 1 has left the job while others wait for it (rank 0: a sum of ")]
    [InlineData("calls", "of 2", "The ranks make different calls (rank 0: a sum of 3 numbers, rank 1: a barrier)")]
    public void RankThatFails_EndsTheJob_WithItsName(string how, string who, string why)
    {
        Output output = Launcher.FailingRanks(2, $"fail timeout={(how == "sleep" ? 3 : 60)} how={how}");
        Assert.Contains(who, output.Text);
        Assert.Contains(why, output.Text);
        Assert.True(output.Time < TimeSpan.FromSeconds(60), $"It took {output.Time}.");
    }

    [Fact]
    public void AsynchronousMain_EndsWell() => Assert.Single(Launcher.Ranks(2, "fit async=1 epochs=1").Hashes());

    [Fact]
    public void LibraryOfAnotherMpi_IsNamed()
    {
        Launcher.RequireOpenMpi();
        Launcher.RequireMpich();
        Output mpich = Launcher.Run(Launcher.OpenMpi!, Launcher.OpenMpiArguments(2, "hello"),
            environment: ("FASHION_KERAS_MPI", "libmpich.so.12")).Failed();
        Assert.Contains("started 2 processes (OMPI_COMM_WORLD_SIZE=2), but the MPI library libmpich.so.12 knows 1", mpich.Text);
        Assert.Contains("FASHION_KERAS_MPI names libmpich.so.12", mpich.Text);
        Output open = Launcher.Run(Launcher.Mpich!, ["-np", "2", "dotnet", Launcher.Program, "hello"],
            environment: ("FASHION_KERAS_MPI", "libmpi.so.40")).Failed();
        Assert.Contains("started 2 processes (PMI_SIZE=2), but the MPI library libmpi.so.40 knows 1", open.Text);
    }

    [Fact]
    public void LibraryThatIsNotThere_IsNamed()
    {
        Output output =
            Launcher.Run("env", ["PMI_SIZE=2", "FASHION_KERAS_MPI=/nowhere/libmpi.so", "dotnet",
                Launcher.Program, "hello"]).Failed();
        Assert.Contains("tried /nowhere/libmpi.so", output.Text);
        Assert.Contains("openmpi-bin", output.Text);
    }
}
