namespace Fashion.Keras.Hosting.Serving;

/// <summary>The shapes that the numbers of a sample have as inputs of a model.</summary>
internal static class SampleShapes
{
    /// <exception cref="ArgumentException">They do not fit.</exception>
    public static Shape[] Of(string name, Model model, IReadOnlyList<ReadOnlyMemory<float>> inputs)
    {
        IReadOnlyList<Shape> expected = model.InputShapes;
        if (inputs.Count != expected.Count)
            throw new ArgumentException(
                $"Model '{name}' has {expected.Count} inputs ({string.Join(", ", model.InputNames)}), but {inputs.Count} were given.",
                nameof(inputs));
        var shapes = new Shape[inputs.Count];
        for (int i = 0; i < shapes.Length; i++)
            shapes[i] = Fit(expected[i], inputs[i].Length)
                ?? throw new ArgumentException(
                    $"Model '{name}': {inputs[i].Length} numbers were given for input '{model.InputNames[i]}', " +
                    $"whose samples have shape {expected[i][1..]}.", nameof(inputs));
        return shapes;
    }

    // Without the axis of samples; null where the count does not fit. A free axis takes what is left.
    private static Shape? Fit(Shape expected, int count)
    {
        int free = -1;
        long known = 1;
        for (int axis = 1; axis < expected.Rank; axis++)
        {
            if (expected[axis] >= 0) known *= expected[axis];
            else if (free >= 0) return null;
            else free = axis;
        }
        if (free < 0) return known == count ? expected[1..] : null;
        if (known == 0 || count == 0 || count % known != 0) return null;
        return new Shape([.. expected.Skip(1).Select((size, axis) => axis + 1 == free ? (int)(count / known) : size)]);
    }
}
