namespace Fashion.Keras.Tests.Architectures;

/// <summary>Weights and images that follow from their place, as Golden/applications.py computes them.</summary>
internal static class FormulaWeights
{
    private const int Period = 127;
    private static readonly double[] Table = Shuffled();

    private static readonly Dictionary<string, (double Low, double High)> Ranges = new()
    {
        ["bias"] = (-0.125, 0.125),
        ["gamma"] = (0.75, 1.25),
        ["beta"] = (-0.25, 0.25),
        ["moving_mean"] = (-0.125, 0.125),
        ["moving_variance"] = (0.5, 1.5),
        ["mean"] = (0.375, 0.5),
        ["variance"] = (0.0625, 0.125),
    };

    /// <summary>The weight at place <paramref name="k"/> of its model.</summary>
    public static float[] Of(Variable weight, int k, double gain)
    {
        (double low, double high) = Ranges.TryGetValue(weight.Name, out var range) ? range : Kernel(weight.Shape, gain);
        float[] values = new float[weight.Shape.ElementCount];
        for (int i = 0; i < values.Length; i++) values[i] = (float)(low + (high - low) * Table[(i + 37 * k) % Period]);
        return values;
    }

    /// <summary>Sets all weights.</summary>
    public static void Fill(Layer model, double gain)
    {
        foreach ((int k, Variable weight) in model.Weights.Index())
            if (weight.Name != "count") weight.Set(Of(weight, k, gain));
    }

    /// <summary>Images of pixels 0 to 255, or of -1 to 1.</summary>
    public static Tensor<float> Images(int count, int size, bool scaled)
    {
        float[] pixels =
            [.. Enumerable.Range(0, count * size * size * 3).Select(i => (float)(256 * Table[(int)((i * 7L + i / 61) % Period)]))];
        return Tensor.Create(scaled ? [.. pixels.Select(p => p / 127.5f - 1)] : pixels, [count, size, size, 3]);
    }

    private static (double Low, double High) Kernel(Shape shape, double gain)
    {
        int fan = shape is [var height, var width, _, 1] ? height * width : shape[..^1].ElementCount;
        double limit = Math.Pow(2, Math.Round(Math.Log2(3 * gain / fan) / 2));
        return (-limit, limit);
    }

    private static double[] Shuffled()
    {
        double[] numbers = [.. Enumerable.Range(1, Period).Select(i => i / 128.0)];
        long value = 20241;
        for (int i = Period - 1; i > 0; i--)
        {
            value = value * 48271 % 2147483647;
            int j = (int)(value % (i + 1));
            (numbers[i], numbers[j]) = (numbers[j], numbers[i]);
        }
        return numbers;
    }
}
