using System.Numerics.Tensors;

namespace Fashion.Keras.Distributed;

/// <summary>
/// Sums over ranks in their order, ((0 + v0) + v1) + v2 ..., so that the same numbers give the same bits whatever carries them.
/// </summary>
internal static class OrderedSum
{
    /// <summary>The mean of stretches of equal length that lie one after another.</summary>
    /// <param name="parts">The stretches, in the order of the ranks.</param>
    /// <param name="ranks">Their number.</param>
    /// <param name="mean">Room for the result.</param>
    public static void Mean(ReadOnlySpan<float> parts, int ranks, Span<float> mean)
    {
        int length = mean.Length;
        // 0 + v0: of -0 that is 0, as in sums that begin with an accumulator of zeros.
        TensorPrimitives.Add(parts[..length], 0, mean);
        for (int rank = 1; rank < ranks; rank++) TensorPrimitives.Add(mean, parts.Slice(rank * length, length), mean);
        TensorPrimitives.Divide(mean, ranks, mean);
    }

    /// <summary>The sum of stretches of equal length that lie one after another.</summary>
    /// <param name="parts">The stretches, in the order of the ranks.</param>
    /// <param name="ranks">Their number.</param>
    /// <param name="sum">Room for the result.</param>
    public static void Sum(ReadOnlySpan<double> parts, int ranks, Span<double> sum)
    {
        int length = sum.Length;
        sum.Clear();
        for (int rank = 0; rank < ranks; rank++) TensorPrimitives.Add(sum, parts.Slice(rank * length, length), sum);
    }
}
