namespace Fashion.Keras.Events.Values;

/// <summary>A weight as grey or coloured images, laid out as Keras does; each weight's smallest number is black, its largest
/// white.</summary>
internal static class KernelImages
{
    /// <summary>The images; null for a weight that is none: more than three axes longer than 1 without channels, or no numbers.</summary>
    /// <param name="values">The numbers in row order.</param>
    /// <param name="shape">Their shape.</param>
    public static PixelImages? Of(float[] values, Shape shape)
    {
        if (values.Length == 0) return null;
        int[] sizes = [.. shape.Where(size => size != 1)];
        return sizes switch
        {
            [] => new(Grey(values), 1, 1, 1, 1),
            [int size] => new(Grey(values), 1, size, 1, 1),
            [int rows, int columns] when rows > columns => new(Grey(Transposed(values, rows, columns)), 1, columns, rows, 1),
            [int rows, int columns] => new(Grey(values), 1, rows, columns, 1),
            [int rows, int columns, int count] => new(Grey(Transposed(values, rows * columns, count)), count, rows, columns, 1),
            [int count, int rows, int columns, 3 or 4] => new(Grey(values), count, rows, columns, sizes[^1]),
            _ => null,
        };
    }

    private static float[] Transposed(float[] values, int rows, int columns)
    {
        var result = new float[values.Length];
        for (int row = 0; row < rows; row++)
            for (int column = 0; column < columns; column++) result[column * rows + row] = values[row * columns + column];
        return result;
    }

    private static byte[] Grey(float[] values)
    {
        float min = float.PositiveInfinity, max = float.NegativeInfinity;
        foreach (float value in values)
            if (float.IsFinite(value)) (min, max) = (Math.Min(min, value), Math.Max(max, value));
        double scale = max > min ? 255 / ((double)max - min) : 0;
        return [.. values.Select(v =>
            (byte)Math.Round(Math.Clamp(float.IsNaN(v) ? 0 : (Math.Clamp(v, min, max) - (double)min) * scale, 0, 255)))];
    }
}
