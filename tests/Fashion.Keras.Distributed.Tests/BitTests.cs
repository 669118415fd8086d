namespace Fashion.Keras.Distributed.Tests;

/// <summary>N ranks give the bits of one with gradient accumulation over N, and up to rounding those of one with the same batch.</summary>
public sealed class BitTests
{
    [Fact]
    public void Sums_OfAnyLength_AreInTheOrderOfTheRanks()
    {
        Output output = Launcher.Ranks(3, "hello -- sums length=40000");
        Assert.Equal("right", output["sums"]);
        Assert.All(Enumerable.Range(0, 3), rank => Assert.Contains($"rank {rank} of 3, {rank} of 3 on ", output.Text));
    }

    [Fact]
    public void TwoRanks_GiveTheBitsOfGradientAccumulation()
    {
        Output two = Launcher.Ranks(2, "fit dropout=1 -- fit optimizer=sgd -- fit optimizer=scaled -- fit data=stream"),
            one = Launcher.Alone("fit dropout=1 batch=12 accumulate=2 -- fit optimizer=sgd batch=12 accumulate=2 -- fit optimizer=scaled " +
                "batch=12 accumulate=2 -- fit data=stream batch=12 accumulate=2");
        for (int i = 0; i < 4; i++)
        {
            Assert.Equal(one["weights", i], two["weights", i]);
            Assert.Equal(one["accuracy", i], two["accuracy", i]);
        }
        Assert.Equal(4, two.Hashes().Length);
    }

    [Fact]
    public void FourRanks_GiveTheBitsOfGradientAccumulation_WithAnyNumberOfThreads()
    {
        Output four = Launcher.Ranks(4, "fit dropout=1 threads=2 -- fit optimizer=clip -- fit norm=1"),
            one = Launcher.Alone("fit dropout=1 batch=6 accumulate=4 -- fit optimizer=clip batch=6 accumulate=4 -- fit norm=1 batch=6 " +
                "accumulate=4");
        Assert.Equal(one["weights"], four["weights"]);
        Assert.Equal(one["weights", 1], four["weights", 1]);
        // Batch normalization has the same statistics in training; its moving averages are means over the ranks.
        Assert.Equal(one["learned", 2], four["learned", 2]);
        Assert.NotEqual(one["weights", 2], four["weights", 2]);
    }

    [Fact]
    public void Mpich_GivesTheSameBits()
    {
        Output two = Launcher.MpichRanks(2, "sums -- fit dropout=1"), one = Launcher.Alone("fit dropout=1 batch=12 accumulate=2");
        Assert.Equal(one["weights"], two["weights"]);
        Assert.Equal("right", two["sums"]);
    }

    // 230 samples: the last batch has 14, which three ranks share as 5, 5 and 4; of 241 it has one, so two ranks have none.
    [Fact]
    public void AnyDivision_GivesWhatOneRankGives()
    {
        const string Scenarios = "fit samples=230 checks=17 epochs=2 -- fit samples=241 checks=2 epochs=2 -- fit samples=230 " +
            "optimizer=clipped epochs=2 -- fit samples=100 norm=1 synchronized=1 epochs=2 optimizer=sgd";
        Output three = Launcher.Ranks(3, Scenarios), one = Launcher.Alone(Scenarios);
        for (int i = 0; i < 4; i++)
        {
            AssertNear(one.Numbers("values", i), three.Numbers("values", i), 1e-5);
            AssertNear(one.Numbers("loss", i), three.Numbers("loss", i), 1e-5);
            AssertNear(one.Numbers("val_loss", i), three.Numbers("val_loss", i), 1e-5);
            Assert.Equal(one["accuracy", i], three["accuracy", i]);
            Assert.Equal(one["val_accuracy", i], three["val_accuracy", i]);
        }
        Assert.Equal(4, three.Hashes().Length);
    }

    private static void AssertNear(double[] expected, double[] actual, double relative)
    {
        Assert.Equal(expected.Length, actual.Length);
        double largest = expected.Max(Math.Abs), worst = expected.Zip(actual, (e, a) => Math.Abs(e - a)).Max();
        Assert.True(worst <= relative * largest, $"They differ by {worst}, of {largest}.");
    }
}
