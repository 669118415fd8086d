namespace Fashion.Keras.Tests.Pipelines;

/// <summary>Data split in two; the sizes are those of Keras 3.16.</summary>
public sealed class SplitDatasetTests
{
    [Fact]
    public void Sizes_AreCountsOrFractions()
    {
        Assert.Equal(("0123", "456789"), Split(4, null));
        Assert.Equal(("0123456", "789"), Split(null, 3));
        Assert.Equal(("01", "789"), Split(2, 3));
        Assert.Equal(("01234567", "89"), Split(0.8, null));
        Assert.Equal(("01234567", "89"), Split(null, 0.2));
        Assert.Equal(("012", "56789"), Split(0.3, 0.5));
        Assert.Equal(("01", "89"), Split(2, 0.2));
        // Halves to even.
        Assert.Equal(("01", "23456789"), Split(0.25, null));
        Assert.Equal(("01234567", "89"), Split(null, 0.25));

        static (string, string) Split(SplitSize? leftSize, SplitSize? rightSize)
        {
            var (left, right) = Utils.SplitDataset(Dataset.Range(10), leftSize, rightSize);
            Assert.Equal(left.Count, left.LongCount());
            Assert.Equal(right.Count, right.LongCount());
            return (string.Concat(left), string.Concat(right));
        }
    }

    [Fact]
    public void Shuffled_PartsAreDisjoint_AndStayAsTheyAre()
    {
        var (left, right) = Utils.SplitDataset(Dataset.Range(50), leftSize: 0.6, shuffle: true, seed: 3);
        int[] first = [.. left], second = [.. right];
        Assert.Equal(Enumerable.Range(0, 50), first.Concat(second).Order());
        Assert.NotEqual(Enumerable.Range(0, 30), first);
        Assert.Equal(first, left);
        Assert.Equal(second, right);
        Assert.Equal(first, Utils.SplitDataset(Dataset.Range(50), leftSize: 0.6, shuffle: true, seed: 3).Left);
    }

    [Fact]
    public void ShuffledWithoutSeed_PartsAreDisjoint()
    {
        var (left, right) = Utils.SplitDataset(Dataset.Range(50), leftSize: 0.6, shuffle: true);
        Assert.Equal(Enumerable.Range(0, 50), right.Concat(left).Order());
    }

    [Fact]
    public void Pairs_StayTogether()
    {
        var (left, right) = Utils.SplitDataset(Dataset.From(new float[] { 1, 2, 3, 4, 5 }, new[] { 10, 20, 30, 40, 50 }), rightSize: 2);
        Assert.Equal([3, 2], new[] { left.Count, right.Count });
        DataBatch batch = Assert.Single(right.Batch(8));
        Assert.Equal([4f, 5], batch.X.Arrays[0].ToFloats());
        Assert.Equal([40f, 50], batch.Y!.Arrays[0].ToFloats());
    }

    public static TheoryData<Action, string> Mistakes => new()
    {
        { () => Utils.SplitDataset(Dataset.Range(10)), "leftSize, rightSize or both" },
        { () => Utils.SplitDataset(Dataset.Range(10), 0), "leftSize is 0, but must be a whole number from 1 to 9" },
        { () => Utils.SplitDataset(Dataset.Range(10), 10), "leftSize is 10" },
        { () => Utils.SplitDataset(Dataset.Range(10), -0.5), "leftSize is -0.5" },
        { () => Utils.SplitDataset(Dataset.Range(10), rightSize: 1.0), "rightSize is 1" },
        { () => Utils.SplitDataset(Dataset.Range(10), rightSize: double.NaN), "rightSize is NaN" },
        { () => Utils.SplitDataset(Dataset.Range(10), 0.01), "leftSize 0.01 of 10 samples is none" },
        { () => Utils.SplitDataset(Dataset.Range(10), 6, 5), "6 and 5 samples are more than the 10" },
        { () => Utils.SplitDataset(Dataset.Range(10).Repeat(), 6), "is not known; use Take and Skip" },
        { () => Utils.SplitDataset(Dataset.From(Enumerable.Range(0, 9).Where(i => i > 3)), 6), "is not known" },
    };

    [Theory, MemberData(nameof(Mistakes))]
    public void Sizes_ThatCannotBe_AreNamed(Action split, string part) =>
        Assert.Contains(part, Assert.ThrowsAny<ArgumentException>(split).Message, StringComparison.Ordinal);
}
