using Fashion.Keras.Kernels;

namespace Fashion.Keras.Reference;

/// <summary>Random numbers of distributions that take any number of draws, element by element from <see cref="RandomVariate"/>.</summary>
internal static class RandomVariates
{
    public static double[] TruncatedNormal(int count, ulong key) => Each(count, key, (draws, _) => draws.TruncatedNormal());

    public static double[] Gamma(double[] alpha, ulong key) => Each(alpha.Length, key, (draws, i) => draws.Gamma(alpha[i]));

    public static double[] Beta(double[] alpha, double[] beta, ulong key) =>
        Each(alpha.Length, key, (draws, i) => draws.Beta(alpha[i], beta[i]));

    public static double[] Binomial(double[] counts, double[] probabilities, ulong key) =>
        Each(counts.Length, key, (draws, i) => draws.Binomial(counts[i], probabilities[i]));

    public static double[] Permutation(int count, ulong key)
    {
        var draws = new RandomVariate(key, 0);
        List<double> order = [];
        for (int i = 0; i < count; i++)
        {
            int place = draws.Below(i + 1);
            order.Add(i);
            (order[place], order[i]) = (order[i], order[place]);
        }
        return [.. order];
    }

    private static double[] Each(int count, ulong key, Func<RandomVariate, int, double> draw) =>
        [.. Enumerable.Range(0, count).Select(i => draw(new RandomVariate(key, (uint)i), i))];
}
