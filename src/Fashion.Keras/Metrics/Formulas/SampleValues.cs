using Fashion.Keras.Losses;

namespace Fashion.Keras.Metrics;

/// <summary>Brings values and sample weights of any rank down to one weighted value, and one weight, per sample.</summary>
internal static class SampleValues
{
    /// <summary>Values (times weights) and weights, both of rank 1 or 0.</summary>
    /// <param name="values">One value per sample and further axes.</param>
    /// <param name="weight">Weights of any rank up to the values'; null for none.</param>
    /// <param name="reduce">How further axes become one: a mean or a sum.</param>
    public static (SymbolicTensor Values, SymbolicTensor? Weight) Of(SymbolicTensor values, SymbolicTensor? weight,
        Func<SymbolicTensor, int[], bool, SymbolicTensor> reduce)
    {
        if (weight is not null)
        {
            (values, weight) = RankMatching.Align(values, weight);
            values = ReduceFrom(values, weight.Shape.Rank, reduce);
            weight = weight.Shape == values.Shape ? weight : Ops.BroadcastTo(weight, values.Shape);
            values *= weight;
            weight = ReduceFrom(weight, 1, reduce);
        }
        return (ReduceFrom(values, 1, reduce), weight);
    }

    /// <summary>Weights that are 0 where a step is masked; one weight per sample holds for all of its steps.</summary>
    public static SymbolicTensor Masked(SymbolicTensor weight, SymbolicTensor mask)
    {
        while (weight.Shape.Rank > 0 && weight.Shape.Rank < mask.Shape.Rank) weight = Ops.ExpandDims(weight, -1);
        return weight * mask;
    }

    private static SymbolicTensor ReduceFrom(SymbolicTensor x, int axis, Func<SymbolicTensor, int[], bool, SymbolicTensor> reduce) =>
        x.Shape.Rank <= axis ? x : reduce(x, [.. Enumerable.Range(axis, x.Shape.Rank - axis)], false);
}
