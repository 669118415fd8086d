using System.Numerics.Tensors;
using Fashion.Keras.Data;

namespace Fashion.Keras;

// Windows over a series, as timeseries_dataset_from_array in Keras.
public static partial class Dataset
{
    /// <summary>
    /// Windows over a series of time steps: rows <c>i, i + samplingRate, ...</c> of the data, and the target of row <c>i</c>.
    /// </summary>
    /// <remarks>
    /// To predict the step after a window, give the targets that much earlier: <c>targets = data[sequenceLength..]</c>. Samples are made
    /// when they are asked for; <c>Shuffle</c> and <c>Batch</c> them as those of any pipeline. Keras's function gives batches; this one
    /// gives samples.
    /// </remarks>
    /// <param name="data">The series: an array or tensor whose first axis is time.</param>
    /// <param name="targets">One target for each time step; there may be fewer than rows, which then end the windows.</param>
    /// <param name="sequenceLength">Steps of a window, at least 1.</param>
    /// <param name="sequenceStride">Steps between the beginnings of two windows, at least 1.</param>
    /// <param name="samplingRate">Steps between two rows of a window, at least 1.</param>
    /// <param name="startIndex">Rows before this one are not used.</param>
    /// <param name="endIndex">Rows from this one on are not used; null for all.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number out of its range.</exception>
    /// <example><code>
    /// var windows = Dataset.FromTimeSeries(temperatures, temperatures[24..], sequenceLength: 24);
    /// model.Fit(windows.Shuffle(1000).Batch(32), epochs: 10);
    /// </code></example>
    public static Dataset<(Tensor<float> X, Tensor<float> Y)> FromTimeSeries(ModelData data, ModelData targets, int sequenceLength,
        int sequenceStride = 1, int samplingRate = 1, int startIndex = 0, int? endIndex = null)
    {
        ArgumentNullException.ThrowIfNull(targets);
        ArraySource wanted = Only(targets, nameof(targets));
        (Func<int, Tensor<float>> window, int rows) = Windows(data, sequenceLength, sequenceStride, samplingRate, startIndex, endIndex);
        var rowsOfTargets = new RowReader(wanted);
        return FromIndex(Count(Math.Min(rows, wanted.Rows), sequenceStride),
            i => (window(i), rowsOfTargets.Rows(startIndex + i * sequenceStride, 1, 1, keepAxis: false)));
    }

    /// <summary>Windows over a series of time steps, without targets.</summary>
    /// <param name="data">The series: an array or tensor whose first axis is time.</param>
    /// <param name="sequenceLength">Steps of a window, at least 1.</param>
    /// <param name="sequenceStride">Steps between the beginnings of two windows, at least 1.</param>
    /// <param name="samplingRate">Steps between two rows of a window, at least 1.</param>
    /// <param name="startIndex">Rows before this one are not used.</param>
    /// <param name="endIndex">Rows from this one on are not used; null for all.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number out of its range.</exception>
    public static Dataset<Tensor<float>> FromTimeSeries(ModelData data, int sequenceLength, int sequenceStride = 1, int samplingRate = 1,
        int startIndex = 0, int? endIndex = null)
    {
        (Func<int, Tensor<float>> window, int rows) = Windows(data, sequenceLength, sequenceStride, samplingRate, startIndex, endIndex);
        return FromIndex(Count(rows, sequenceStride), window);
    }

    private static int Count(int beginnings, int stride) => beginnings <= 0 ? 0 : (beginnings - 1) / stride + 1;

    // What gives a window by its number, and at how many rows one could begin.
    private static (Func<int, Tensor<float>> Window, int Beginnings) Windows(ModelData data, int sequenceLength, int sequenceStride,
        int samplingRate, int startIndex, int? endIndex)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArraySource series = Only(data, nameof(data));
        int end = endIndex ?? series.Rows;
        ArgumentOutOfRangeException.ThrowIfLessThan(sequenceLength, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(sequenceStride, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(samplingRate, 1);
        if (startIndex < 0 || startIndex > series.Rows)
            throw new ArgumentOutOfRangeException(nameof(startIndex), startIndex,
                $"The series has {series.Rows} rows; the first one that is used must be one of them.");
        if (end < startIndex || end > series.Rows)
            throw new ArgumentOutOfRangeException(nameof(endIndex), endIndex,
                $"Rows end between startIndex ({startIndex}) and the length of the series ({series.Rows}).");
        long beginnings = end - startIndex - (sequenceLength - 1L) * samplingRate;
        var rows = new RowReader(series);
        return (i => rows.Rows(startIndex + i * sequenceStride, sequenceLength, samplingRate, keepAxis: true),
            (int)Math.Max(0, beginnings));
    }

    private static ArraySource Only(ModelData data, string what) => data.Arrays is [{ IsText: false, Shape.Rank: > 0 } only] ? only
        : throw new ArgumentException("A series is one array or tensor of numbers whose first axis is time.", what);

    private sealed class RowReader(ArraySource source)
    {
        private readonly float[] _values = source.ToFloats();

        public Tensor<float> Rows(int first, int count, int step, bool keepAxis)
        {
            int length = source.RowLength;
            var rows = new float[checked(count * length)];
            for (int i = 0; i < count; i++) _values.AsSpan((first + i * step) * length, length).CopyTo(rows.AsSpan(i * length));
            return TensorValues.Create(rows, keepAxis ? [count, .. source.Shape[1..]] : source.Shape[1..]);
        }
    }
}
