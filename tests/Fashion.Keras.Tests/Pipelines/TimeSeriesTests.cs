using System.Numerics.Tensors;

namespace Fashion.Keras.Tests.Pipelines;

/// <summary>Windows over a series, by the rules of Keras's timeseries_dataset_from_array.</summary>
public sealed class TimeSeriesTests
{
    private static readonly int[] Hundred = [.. Enumerable.Range(0, 100)];

    // The example of Keras's documentation.
    [Fact]
    public void FromTimeSeries_StrideAndRate_GiveTheWindowsOfTheDocumentation()
    {
        float[][] windows =
            [.. Dataset.FromTimeSeries(Hundred, sequenceLength: 10, sequenceStride: 3, samplingRate: 2).Select(w => w.ToArray())];
        Assert.Equal([0, 2, 4, 6, 8, 10, 12, 14, 16, 18], windows[0]);
        Assert.Equal([3, 5, 7, 9, 11, 13, 15, 17, 19, 21], windows[1]);
        Assert.Equal(28, windows.Length);
        Assert.Equal([81, 83, 85, 87, 89, 91, 93, 95, 97, 99], windows[^1]);
    }

    [Fact]
    public void FromTimeSeries_Targets_AreThoseOfTheFirstRow()
    {
        (Tensor<float> X, Tensor<float> Y)[] windows = [.. Dataset.FromTimeSeries(Hundred[..^10], Hundred[10..], sequenceLength: 10)];
        Assert.Equal(81, windows.Length);
        Assert.Equal([5, 6, 7, 8, 9, 10, 11, 12, 13, 14], windows[5].X.ToArray());
        Assert.Equal([15], windows[5].Y.ToArray());
    }

    [Fact]
    public void FromTimeSeries_FewerTargets_EndTheWindows() =>
        Assert.Equal(7, Dataset.FromTimeSeries(Hundred, new float[7], sequenceLength: 3).Count);

    [Fact]
    public void FromTimeSeries_StartAndEnd_LimitTheRows()
    {
        (Tensor<float> X, Tensor<float> Y)[] windows =
            [.. Dataset.FromTimeSeries(Hundred, Hundred, sequenceLength: 3, startIndex: 10, endIndex: 20)];
        Assert.Equal(8, windows.Length);
        Assert.Equal([10, 11, 12], windows[0].X.ToArray());
        Assert.Equal([10], windows[0].Y.ToArray());
        Assert.Equal([17, 18, 19], windows[^1].X.ToArray());
    }

    [Fact]
    public void FromTimeSeries_Features_StayTogether()
    {
        float[,] series = { { 1, 2 }, { 3, 4 }, { 5, 6 } };
        DataBatch batch = Dataset.FromTimeSeries(series, series, sequenceLength: 2).Batch(8).Single();
        Assert.Equal([2, 2, 2], batch.X.Arrays[0].Shape);
        Assert.Equal([2, 2], batch.Y!.Arrays[0].Shape);
        Assert.Equal([1, 2, 3, 4, 3, 4, 5, 6], batch.X.Arrays[0].ToFloats());
    }

    [Fact]
    public void FromTimeSeries_TooShort_HasNoWindows() => Assert.Empty(Dataset.FromTimeSeries(Hundred, sequenceLength: 101));

    [Fact]
    public void FromTimeSeries_NumbersOutOfRange_AreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Dataset.FromTimeSeries(Hundred, sequenceLength: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Dataset.FromTimeSeries(Hundred, sequenceLength: 1, sequenceStride: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Dataset.FromTimeSeries(Hundred, sequenceLength: 1, samplingRate: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Dataset.FromTimeSeries(Hundred, sequenceLength: 1, startIndex: -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Dataset.FromTimeSeries(Hundred, sequenceLength: 1, endIndex: 101));
    }
}
