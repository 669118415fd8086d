using Fashion.Keras.Data;

namespace Fashion.Keras.Layers;

/// <summary>Numbers of categories as arrays with a place per category.</summary>
internal static class CategoryCodes
{
    /// <summary>What stands for an element that does not count.</summary>
    public const int Dropped = -1;

    /// <summary>Shape of the encoded output.</summary>
    /// <param name="input">Shape of the numbers; the batch axis may be unknown.</param>
    /// <param name="mode">The encoding.</param>
    /// <param name="depth">Number of categories.</param>
    /// <param name="layer">Whose output it is.</param>
    /// <exception cref="ShapeMismatchException">A shape that the encoding is not defined for.</exception>
    public static Shape OutputShape(Shape input, OutputMode mode, int depth, Layer layer)
    {
        if (mode == OutputMode.Int) return input;
        if (mode == OutputMode.OneHot) return Shape.Create([.. input.Rank > 1 && input[^1] == 1 ? input[..^1] : input, depth]);
        if (input is [Shape.Unknown])
            throw Misfit(layer, input, $"outputMode {mode} makes one array of the values of a sample, but samples of shape () have no " +
                "axis of values; use an input of shape [1].");
        if (input.Rank > 2)
            throw Misfit(layer, input, $"outputMode {mode} takes an input of shape (batch, values), but it has the shape {input}.");
        return Shape.Create([.. input.Rank > 1 ? input[..1] : Shape.Scalar, depth]);
    }

    /// <summary>Encodes numbers; those out of range have no place.</summary>
    /// <param name="codes">The numbers, row-major.</param>
    /// <param name="shape">Their shape.</param>
    /// <param name="mode">The encoding.</param>
    /// <param name="depth">Number of categories.</param>
    /// <param name="weights">Weights of the categories, for <see cref="OutputMode.TfIdf"/>.</param>
    /// <param name="layer">Whose output it is.</param>
    public static ArraySource Encode(int[] codes, Shape shape, OutputMode mode, int depth, float[]? weights, Layer layer)
    {
        if (mode == OutputMode.Int) return ArraySource.From(codes, shape);
        Shape output = OutputShape(shape, mode, depth, layer);
        float[] places = Places(output, layer);
        int perRow = mode == OutputMode.OneHot ? 1 : shape.Rank == 0 ? 1 : shape[^1];
        for (int i = 0; i < codes.Length; i++) Add(places.AsSpan(i / perRow * depth, depth), codes[i], mode);
        Weigh(places, weights);
        return ArraySource.From(places, output);
    }

    /// <summary>Room for encoded rows.</summary>
    public static float[] Places(Shape output, Layer layer) =>
        Internal.Allocation.Of<float>(Sizes.Count(output.AsSpan(), $"Layer '{layer.Name}' ({layer.ClassName}): its output"),
            $"Layer '{layer.Name}': its output {output}");

    /// <summary>Notes a number in the array of its sample.</summary>
    public static void Add(Span<float> row, int code, OutputMode mode)
    {
        if ((uint)code >= (uint)row.Length) return;
        row[code] = mode is OutputMode.Count or OutputMode.TfIdf ? row[code] + 1 : 1;
    }

    /// <summary>Multiplies the counts of all rows by the weights of their categories; by nothing where there are none.</summary>
    public static void Weigh(Span<float> rows, float[]? weights)
    {
        if (weights is null) return;
        for (int i = 0; i < rows.Length; i++) rows[i] *= weights[i % weights.Length];
    }

    private static ShapeMismatchException Misfit(Layer layer, Shape input, string message) =>
        new($"Layer '{layer.Name}' ({layer.ClassName}): {message}") { LayerName = layer.Name, Received = input };
}
