namespace Fashion.Keras.Experiments.Tests;

public sealed class HyperParametersTests
{
    private static IEnumerable<HyperParameters> Draws(int count) =>
        Enumerable.Range(0, count).Select(i => new HyperParameters(new RandomValues(3, i)));

    [Fact]
    public void Int_TakesTheStepsOfItsRange()
    {
        int[] values = [.. Draws(400).Select(hp => hp.Int("units", 32, 512, step: 32))];
        Assert.Equal(Enumerable.Range(1, 16).Select(i => i * 32), values.Distinct().Order());
        Assert.Equal([1, 4, 7], Draws(100).Select(hp => hp.Int("n", 1, 9, step: 3)).Distinct().Order());
        Assert.Equal([2, 8, 32], Draws(100).Select(hp => hp.Int("n", 2, 100, step: 4, log: true)).Distinct().Order());
        Assert.Equal(Enumerable.Range(-2, 5), Draws(200).Select(hp => hp.Int("n", -2, 2)).Distinct().Order());
        Assert.Equal([int.MinValue, int.MaxValue],
            [Draws(1).First().Int("low", int.MinValue, int.MinValue), Draws(1).First().Int("high", int.MaxValue, int.MaxValue)]);
    }

    [Fact]
    public void Float_WithLogarithm_IsEvenOverDecades()
    {
        double[] values = [.. Draws(3000).Select(hp => hp.Float("rate", 1e-5, 1e-2, log: true))];
        Assert.All(values, v => Assert.InRange(v, 1e-5, 1e-2));
        Assert.All(new[] { 1e-5, 1e-4, 1e-3 }, low => Assert.InRange(values.Count(v => v >= low && v < low * 10), 900, 1100));
        Assert.Equal([0, 0.1, 0.2, 0.3], Draws(100).Select(hp => hp.Float("rate", 0, 0.3, step: 0.1)).Distinct().Order());
        Assert.Equal([1e-4, 1e-3, 1e-2], Draws(100).Select(hp => hp.Float("rate", 1e-4, 1e-2, step: 10, log: true)).Distinct().Order());
    }

    [Fact]
    public void Values_DoNotDependOnTheOrder()
    {
        HyperParameters first = new(new RandomValues(1, 2)), second = new(new RandomValues(1, 2));
        (double a, string b) = (first.Float("a", 0, 1), first.Choice("b", "x", "y", "z"));
        (string b2, double a2) = (second.Choice("b", "x", "y", "z"), second.Float("a", 0, 1));
        Assert.Equal((a, b, a), (a2, b2, first.Float("a", 0, 1)));
        var again = HyperParameters.Of(first.Values);
        Assert.Equal((a, b), (again.Float("a", 0, 1), again.Choice("b", "x", "y", "z")));
    }

    [Fact]
    public void Mistakes_AreRefused()
    {
        HyperParameters hp = Draws(1).First();
        Assert.Throws<ArgumentException>(() => hp.Int("a", 5, 4));
        Assert.Throws<ArgumentException>(() => hp.Int("b", 1, 4, step: 0));
        Assert.Throws<ArgumentException>(() => hp.Int("c", 1, 4, step: 1, log: true));
        Assert.Throws<ArgumentException>(() => hp.Float("d", 0, 1, log: true));
        Assert.Throws<ArgumentException>(() => hp.Float("e", 0, double.NaN));
        Assert.Throws<ArgumentException>(() => hp.Choice<int>("f"));
        Assert.Throws<ArgumentException>(() => hp.Choice("g", 1, 1));
        hp.Boolean("h");
        Assert.Throws<ArgumentException>(() => hp.Int("h", 0, 1));
        Assert.Throws<KeyNotFoundException>(() => HyperParameters.Of(hp.Values).Boolean("other"));
        Assert.Throws<InvalidOperationException>(() => new HyperParameters(new GridValues([])).Float("rate", 0, 1));
    }
}
