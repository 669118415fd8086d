using System.Numerics.Tensors;
using Fashion.Keras.Data;
using Fashion.Keras.Pipelines;

namespace Fashion.Keras;

// Samples along the first axis of arrays and tensors, as tf.data.Dataset.from_tensor_slices.
public static partial class Dataset
{
    /// <summary>The samples of a tensor: its parts along the first axis. Nothing is copied.</summary>
    /// <remarks>
    /// Without the words "along the first axis" a tensor would be a sequence of its single numbers: <c>Dataset.From(x.AsEnumerable())</c>
    /// gives those.
    /// </remarks>
    /// <typeparam name="T">Type of the numbers.</typeparam>
    /// <param name="x">The samples, along the first axis.</param>
    /// <exception cref="ArgumentException">The tensor has no numbers that a model can read.</exception>
    /// <example><code>Dataset&lt;DataBatch&gt; batches = Dataset.From(images).Shuffle(1000).Batch(32);</code></example>
    public static Dataset<ModelData> From<T>(Tensor<T> x) where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(x);
        return Slices([ModelData.Of(ArraySource.From(x))], i => i[0]);
    }

    /// <summary>The samples of arrays or tensors, and what belongs to each: their parts along the first axis. Nothing is copied.</summary>
    /// <param name="x">The inputs: an array or tensor, a list of them for several inputs, or a dictionary by name.</param>
    /// <param name="y">The targets, likewise.</param>
    /// <exception cref="ArgumentException">They have different numbers of samples.</exception>
    /// <example><code>
    /// Dataset&lt;DataBatch&gt; train = Dataset.From(x, y).Shuffle(1000)
    ///     .Map((image, label) => (augment.Call(image, training: true), label)).Batch(32);
    /// </code></example>
    public static Dataset<(ModelData X, ModelData Y)> From(ModelData x, ModelData y)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        return Slices([x, y], parts => (parts[0], parts[1]));
    }

    /// <summary>The samples of arrays or tensors as a pair, see <see cref="From(ModelData, ModelData)"/>.</summary>
    /// <param name="data">Inputs and targets.</param>
    /// <exception cref="ArgumentException">They have different numbers of samples.</exception>
    public static Dataset<(ModelData X, ModelData Y)> From((ModelData X, ModelData Y) data) => From(data.X, data.Y);

    /// <summary>The samples of arrays or tensors with targets and weights, see <see cref="From(ModelData, ModelData)"/>.</summary>
    /// <param name="x">The inputs.</param>
    /// <param name="y">The targets.</param>
    /// <param name="sampleWeight">The weights.</param>
    /// <exception cref="ArgumentException">They have different numbers of samples.</exception>
    public static Dataset<(ModelData X, ModelData Y, ModelData SampleWeight)> From(ModelData x, ModelData y, ModelData sampleWeight)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        ArgumentNullException.ThrowIfNull(sampleWeight);
        return Slices([x, y, sampleWeight], parts => (parts[0], parts[1], parts[2]));
    }

    private static IndexedDataset<T> Slices<T>(ModelData[] data, Func<ModelData[], T> sample)
    {
        ArraySource[] all = [.. data.SelectMany(part => part.Arrays)];
        if (all.Length == 0 || Array.Exists(all, array => array.Shape.Rank == 0))
            throw new ArgumentException("Dataset.From needs arrays whose first axis counts the samples, not single numbers.");
        int rows = all[0].Rows;
        if (Array.Find(all, array => array.Rows != rows) is { } other)
            throw new ArgumentException($"Dataset.From: the arrays must have equally many samples, but have {rows} and {other.Rows} " +
                $"(shapes {all[0].Shape} and {other.Shape}).");
        return new IndexedDataset<T>(() => rows, i => sample(Array.ConvertAll(data, part => Row(part, i))), isHeld: true);
    }

    private static ModelData Row(ModelData data, int i)
    {
        ModelData[] parts = [.. data.Arrays.Select(array => ModelData.Of(array.Slice(i, 1).Reshape(array.Shape[1..])))];
        return data.Names is { } names
            ? new Dictionary<string, ModelData>(names.Zip(parts, KeyValuePair.Create))
            : parts.Length == 1 ? parts[0] : ModelData.Create(parts);
    }
}
