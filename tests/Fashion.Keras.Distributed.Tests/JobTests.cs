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
        Output killed = Launcher.Ranks(2, arguments + " kill=17");
        Assert.NotEqual(0, killed.Code);
        Output restarted = Launcher.Ranks(2, arguments);
        Assert.Equal(whole["weights"], restarted["weights"]);
        Assert.Equal(whole["val_loss"].Split(' ')[^1], restarted["val_loss"].Split(' ')[^1]);
        Assert.Single(restarted.Hashes());

        // With another number of ranks the sums are rounded otherwise.
        Assert.NotEqual(0, Launcher.Ranks(2, other + " kill=13").Code);
        Output one = Launcher.Alone(other);
        Assert.Equal(whole.Numbers("val_loss", 1)[^1], one.Numbers("val_loss")[^1], 1e-4);
        Assert.Equal(whole["accuracy", 1].Split(' ')[^1], one["accuracy"].Split(' ')[^1]);
    }

    [Theory]
    [InlineData("throw", "Rank 1 of 2", "Before the training.")]
    [InlineData("callback", "Rank 1 of 2", "This rank has had enough.")]
    [InlineData("data", "of 2", "samples (rank 0: 240, rank 1: 96)")]
    [InlineData("sleep", "Rank 0 of 2", "The time-out of 3 s is over.")]
    public void RankThatFails_EndsTheJob_WithItsName(string how, string who, string why)
    {
        Output output = Launcher.Ranks(2, $"fail how={how} timeout={(how == "sleep" ? 3 : 60)}");
        Assert.NotEqual(0, output.Code);
        Assert.Contains(who, output.Text);
        Assert.Contains(why, output.Text);
        Assert.True(output.Time < TimeSpan.FromSeconds(60), $"It took {output.Time}.");
    }

    [Fact]
    public void LibraryThatIsNotThere_IsNamed()
    {
        Output output =
            Launcher.Run("env", ["PMI_SIZE=2", "FASHION_KERAS_MPI=/nowhere/libmpi.so", "dotnet",
                Path.Combine(AppContext.BaseDirectory, "Fashion.Keras.Distributed.Ranks.dll"), "hello"]);
        Assert.Contains("tried /nowhere/libmpi.so", output.Text);
        Assert.Contains("openmpi-bin", output.Text);
    }
}
