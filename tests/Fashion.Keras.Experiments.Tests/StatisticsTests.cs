namespace Fashion.Keras.Experiments.Tests;

public sealed class StatisticsTests
{
    // Published tables of Student's t (NIST/SEMATECH e-Handbook, 1.3.6.7.2; more digits from the closed forms of 1 and 2 degrees).
    [Theory]
    [InlineData(0.975, 1, 12.7062, 1e-4)]
    [InlineData(0.975, 2, 4.30265, 1e-5)]
    [InlineData(0.975, 3, 3.18245, 1e-5)]
    [InlineData(0.975, 4, 2.77645, 1e-5)]
    [InlineData(0.975, 9, 2.26216, 1e-5)]
    [InlineData(0.975, 30, 2.04227, 1e-5)]
    [InlineData(0.975, 100, 1.98397, 1e-5)]
    [InlineData(0.95, 4, 2.13185, 1e-5)]
    [InlineData(0.995, 4, 4.60409, 1e-5)]
    [InlineData(0.999, 10, 4.14370, 1e-5)]
    [InlineData(0.9, 1000, 1.28240, 1e-5)]
    public void Quantile_IsThePublishedOne(double probability, int degrees, double published, double within)
    {
        Assert.Equal(published, StudentT.Quantile(probability, degrees), within);
        Assert.Equal(-published, StudentT.Quantile(1 - probability, degrees), within);
    }

    [Theory]
    [InlineData(0.6)]
    [InlineData(0.9)]
    [InlineData(0.9995)]
    public void Quantile_OfOneAndTwoDegrees_IsTheClosedForm(double p)
    {
        Assert.Equal(1, StudentT.Quantile(p, 1) / Math.Tan(Math.PI * (p - 0.5)), 1e-10);
        Assert.Equal(1, StudentT.Quantile(p, 2) / ((2 * p - 1) / Math.Sqrt(2 * p * (1 - p))), 1e-10);
    }

    [Fact]
    public void Quantile_InvertsCumulative()
    {
        foreach (int degrees in new[] { 1, 2, 5, 17, 400 })
            foreach (double p in new[] { 1e-6, 0.01, 0.3, 0.5, 0.7, 0.9999 })
                Assert.Equal(1, StudentT.Cumulative(StudentT.Quantile(p, degrees), degrees) / p, 1e-8);
    }

    [Fact]
    public void Statistic_OfKnownValues()
    {
        Statistic known = Statistic.Of(2, 4, 4, 4, 5, 5, 7, 9);
        Assert.Equal((8, 5.0, 2.0, 9.0), (known.Count, known.Mean, known.Min, known.Max));
        Assert.Equal(2.13809, known.StandardDeviation, 1e-5);
        Assert.True(double.IsNaN(Statistic.Of(3).StandardDeviation) && double.IsNaN(Statistic.Of(3).Interval().Lower));
        Assert.Throws<ArgumentException>(() => Statistic.Of());
        Assert.Throws<ArgumentOutOfRangeException>(() => known.Interval(1));
    }

    // Student's own example (1908): additional hours of sleep of ten patients under two drugs. R: t.test(extra ~ group, paired = TRUE).
    [Fact]
    public void Difference_OfPairs_IsStudentsOwnExample()
    {
        double[] first = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0],
            second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];
        var result =
            new StudyResult("sleep", first.Select((v, i) => Run("first", i, v)).Concat(second.Select((v, i) => Run("second", i, v))));
        PairedDifference difference = result.Difference("first", "second", "hours");
        Assert.Equal(-1.58, difference.Mean, 1e-10);
        Assert.Equal(-2.4598858, difference.Lower, 1e-7);
        Assert.Equal(-0.7001142, difference.Upper, 1e-7);
        Assert.True(difference.ExcludesZero);
        Assert.Contains("9 degrees of freedom", difference.Method, StringComparison.Ordinal);
    }

    [Fact]
    public void Difference_TakesTheSeedsThatBothHave()
    {
        var result = new StudyResult("some", [Run("a", 1, 5), Run("a", 2, 6), Run("b", 2, 4), Run("b", 3, 9)]);
        PairedDifference only = result.Difference("a", "b", "hours");
        Assert.Equal((2, 2.0, false), (Assert.Single(only.Seeds), Assert.Single(only.Values), only.ExcludesZero));
        Assert.Throws<ArgumentException>(() => new StudyResult("none", [Run("a", 1, 5), Run("b", 2, 6)]).Difference("a", "b", "hours"));
        Assert.Throws<KeyNotFoundException>(() => result.Difference("a", "c"));
        Assert.Throws<KeyNotFoundException>(() => result.Difference("a", "b", "accuracy"));
        Assert.Throws<ArgumentException>(() => new StudyResult("twice", [Run("a", 1, 5), Run("a", 1, 5)]));
    }

    private static StudyRun Run(string variant, int seed, double hours) =>
        new()
        {
            Study = "some",
            Variant = variant,
            Seed = seed,
            SettingsHash = "",
            Metrics = new Dictionary<string, double> { ["hours"] = hours }
        };
}
