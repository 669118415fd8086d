using System.Numerics.Tensors;

namespace Fashion.Keras.Datasets;

/// <summary>The arrays x and y of an NPZ file, shuffled and divided.</summary>
internal static class TableSamples
{
    /// <param name="content">The file.</param>
    /// <param name="name">Its name, for messages.</param>
    /// <param name="most">Rows to use, from the beginning.</param>
    /// <param name="testSplit">Share of the test set.</param>
    /// <param name="seed">Seed of NumPy's shuffle.</param>
    /// <exception cref="InvalidDataException">Other arrays.</exception>
    public static (TableDataset Train, TableDataset Test) Read(byte[] content, string name, int most, double testSplit, uint seed)
    {
        var file = NpzFile.Parse(content, name);
        NpyArray x = file.Array("x"), y = file.Array("y");
        if (x.Shape is not [var rows, var width] || y.Shape is not [var targets] || rows != targets)
            throw new InvalidDataException($"{name} has features of ({string.Join(", ", x.Shape)}) and targets of " +
                $"({string.Join(", ", y.Shape)}); (count, features) and (count) belong together.");
        float[] features = Floats(x), goals = Floats(y);
        int[] order = new NumpyRandom(seed).Permutation(Math.Min(rows, most));
        int train = DatasetSplit.Train(order.Length, testSplit);
        return (Take(order[..train]), Take(order[train..]));

        TableDataset Take(int[] chosen) => new(
            Tensor.Create(chosen.SelectMany(row => features.AsSpan(row * width, width).ToArray()).ToArray(), [chosen.Length, width]),
            Tensor.Create(chosen.Select(row => goals[row]).ToArray(), [chosen.Length]));
    }

    private static float[] Floats(NpyArray array) =>
        array.Holds<float>() ? array.Elements<float>() : Array.ConvertAll(array.Elements<double>(), v => (float)v);
}
