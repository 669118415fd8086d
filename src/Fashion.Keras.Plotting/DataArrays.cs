using Fashion.Keras.Data;

namespace Fashion.Keras.Plotting;

/// <summary>Arrays that users bring.</summary>
internal static class DataArrays
{
    public static ArraySource Single(ModelData data, string what) => data.Arrays is [{ IsText: false } only] ? only
        : throw new ArgumentException($"Plots: the {what} must be one array of numbers.");

    /// <summary>Class numbers: (n,), (n, 1), or (n, classes) with 1 at the class.</summary>
    public static int[] Classes(ModelData labels)
    {
        ArraySource source = Single(labels, "labels");
        double[] values = source.ToDoubles();
        if (source.RowLength == 1)
            return Array.ConvertAll(values,
                v => v >= 0 && v == Math.Floor(v) && v < int.MaxValue
                    ? (int)v
                    : throw new ArgumentException($"Plots: the label {v} is no class number."));
        return [.. values.Chunk(source.RowLength).Select(row => Array.IndexOf(row, row.Max()))];
    }

    /// <summary>A row of probabilities per sample; a single one, that of class 1, becomes two.</summary>
    public static double[][] Rows(ModelData probabilities)
    {
        ArraySource source = Single(probabilities, "probabilities");
        if (source.Shape.Rank > 2)
            throw new ShapeMismatchException($"Plots: the probabilities must be (samples, classes), not {source.Shape}.")
            { Received = source.Shape };
        return [.. source.ToDoubles().Chunk(source.RowLength).Select(row => row is [var p] ? [1 - p, p] : row)];
    }

    public static string Name(IReadOnlyList<string>? names, int index) =>
        names is not null && index < names.Count ? names[index] : index.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
