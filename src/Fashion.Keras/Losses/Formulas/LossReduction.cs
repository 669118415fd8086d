using Fashion.Keras.Data;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Losses;

/// <summary>From one value per sample to the loss: masks, weights and the four reductions, in one place.</summary>
internal static class LossReduction
{
    /// <summary>Writes the reduction of <paramref name="values"/>.</summary>
    /// <param name="values">One value per sample (and step).</param>
    /// <param name="weight">Weights, broadcast to the values; null for none.</param>
    /// <param name="mask">1 for values that count, 0 for others; null when all count.</param>
    /// <param name="reduction">What to write.</param>
    public static SymbolicTensor Reduce(SymbolicTensor values, SymbolicTensor? weight, SymbolicTensor? mask, Reduction reduction)
    {
        if (mask is not null) weight = WithMask(weight, mask, reduction);
        if (weight is not null)
        {
            (values, weight) = RankMatching.Align(values, weight);
            RequireBroadcast(values.Shape, weight.Shape);
            values *= weight;
        }
        if (reduction == Reduction.None || values.Shape.Rank == 0) return values;
        if (reduction == Reduction.Sum || values.Shape.ElementCount == 0) return Ops.Sum(values);
        // The mean counts every value, those of weight 0 too; only MeanWithSampleWeight divides by the weights.
        return reduction == Reduction.MeanWithSampleWeight && weight is not null
            ? DivideOrZero(Ops.Sum(values), Ops.Sum(weight))
            : Ops.Mean(values);
    }

    /// <summary>x / y, and 0 where y is 0.</summary>
    public static SymbolicTensor DivideOrZero(SymbolicTensor x, SymbolicTensor y)
    {
        SymbolicTensor zero = Ops.Equal(y, 0);
        return Ops.Where(zero, 0, x / Ops.Where(zero, 1, y));
    }

    /// <summary>Keras's word for a reduction.</summary>
    public static string NameOf(Reduction reduction) => ChoiceTexts<Reduction>.Of(reduction);

    /// <summary>The reduction that a file names; Keras 2's "auto" is the default one.</summary>
    public static Reduction From(ConfigReader config) =>
        !config.Contains("reduction") || config.GetString("reduction") == "auto" ? Reduction.SumOverBatchSize
        : config.Choice("reduction", Reduction.None);

    // Values that count are weighed up by total / valid, so that the mean over all is the mean over the valid ones.
    private static SymbolicTensor WithMask(SymbolicTensor? weight, SymbolicTensor mask, Reduction reduction)
    {
        if (reduction == Reduction.SumOverBatchSize) mask *= DivideOrZero(mask.Shape.ElementCount, Ops.Sum(mask));
        if (weight is null) return mask;
        (mask, weight) = RankMatching.Align(mask, weight);
        RequireBroadcast(mask.Shape, weight.Shape);
        return mask * weight;
    }

    // Right-aligned broadcasting would let (N,) weigh the wrong axis of (N, N) values.
    private static void RequireBroadcast(Shape values, Shape weight)
    {
        bool fits = weight.Rank == 0 || values.Rank == 0 || weight.Rank == values.Rank;
        for (int i = 0; fits && i < weight.Rank && values.Rank > 0; i++) fits = weight[i] == values[i] || weight[i] == 1;
        if (fits) return;
        string right = values.Rank == 1
            ? $"{values}"
            : $"{values} or {(Shape)(int[])[values[0], .. Enumerable.Repeat(1, values.Rank - 1)]}";
        throw new ShapeMismatchException(
            $"Sample weights of shape {weight} do not fit loss values of shape {values}: give weights of shape {right}.")
        { Received = weight };
    }
}
