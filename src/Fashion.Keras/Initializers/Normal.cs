namespace Fashion.Keras.Initializers;

/// <summary>Draws of the normal distribution, by the Box-Muller transform.</summary>
internal static class Normal
{
    public static double Next(Random random)
    {
        // 1 - u lies in (0, 1]: its logarithm is finite.
        double radius = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble()));
        return radius * Math.Cos(2 * Math.PI * random.NextDouble());
    }

    /// <summary>A draw that lies within two standard deviations.</summary>
    public static double NextTruncated(Random random)
    {
        while (true)
            if (Next(random) is var value && Math.Abs(value) <= 2) return value;
    }
}
