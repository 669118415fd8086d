using System.Text.Json.Nodes;

namespace Fashion.Keras;

// Numbers counted.
public static partial class Ops
{
    /// <summary>
    /// How often each whole number occurs, or the sum of the weights where it does. Its size depends on the numbers, so they must be known.
    /// </summary>
    /// <param name="x">Whole numbers of 0 or more, of any shape.</param>
    /// <param name="weights">A weight for each; null for 1.</param>
    /// <param name="minLength">The least number of counts.</param>
    /// <exception cref="ArgumentException">A number is negative, or larger than floats count exactly (16777215).</exception>
    /// <exception cref="InvalidOperationException">The numbers are not known: use <see cref="SegmentSum"/>, whose result has a size of its
    /// own.</exception>
    public static SymbolicTensor BinCount(SymbolicTensor x, SymbolicTensor? weights = null, int minLength = 0)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (!x.HasValue) throw new InvalidOperationException("The size of Ops.BinCount depends on the numbers, which are not known yet. " +
            "Use Ops.SegmentSum with numSegments.");
        SymbolicTensor flat = Ravel(x);
        float least = flat.Shape[0] == 0 ? 0 : Min(flat).ToScalar(), most = flat.Shape[0] == 0 ? -1 : Max(flat).ToScalar();
        if (!(least >= 0 && most < MostExact))
            throw new ArgumentException(FormattableString.Invariant(
                $"Ops.BinCount counts whole numbers from 0 to {MostExact - 1}, but there are numbers from {least} to {most}."), nameof(x));
        int count = Math.Max((int)most + 1, minLength);
        return SegmentSum(weights is null ? OnesLike(flat) : Ravel(weights), flat, count);
    }

    /// <summary>How many numbers lie in each of equal intervals; the last one has its upper limit, too. No gradient.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="bins">Number of intervals.</param>
    /// <param name="range">Lower and upper limit; null for the smallest and the largest number.</param>
    /// <returns>Counts (bins) and limits (bins + 1).</returns>
    public static (SymbolicTensor Counts, SymbolicTensor Limits) Histogram(SymbolicTensor x, int bins = 10,
        (double Low, double High)? range = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bins);
        IReadOnlyList<SymbolicTensor> both = ComposeAll(nameof(Histogram), [x], inputs =>
        {
            SymbolicTensor flat = Ravel(inputs[0]), low = range?.Low ?? 0, high = range?.High ?? 1;
            // Without numbers the limits are 0 and 1, as in NumPy.
            if (range is null && flat.Shape[0] > 0) (low, high) = (Min(flat), Max(flat));
            // Equal limits have an interval of size 1 around them.
            SymbolicTensor equal = Equal(low, high), from = low - equal * 0.5, to = high + equal * 0.5;
            SymbolicTensor limits = LinSpace(from, to, bins + 1);
            SymbolicTensor inside = LogicalAnd(GreaterOrEqual(flat, from), LessOrEqual(flat, to));
            SymbolicTensor bin = Clip(SearchSorted(limits, flat, "right") - 1, 0, bins - 1);
            return [SegmentSum(inside, bin, bins), limits];
        }, () => new JsonObject { ["bins"] = bins, ["range"] = range is { } given ? new JsonArray(given.Low, given.High) : null });
        return (both[0], both[1]);
    }

    /// <summary>The positions along each axis of a tensor that numbers of its elements, counted row by row, stand for.</summary>
    /// <param name="indices">Numbers of elements, of any shape; negative ones count from the end.</param>
    /// <param name="shape">Shape of the tensor.</param>
    /// <returns>A tensor of positions for each axis.</returns>
    public static IReadOnlyList<SymbolicTensor> UnravelIndex(SymbolicTensor indices, Shape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        return ComposeAll(nameof(UnravelIndex), [indices], inputs =>
        {
            SymbolicTensor rest = FromEnd(inputs[0], shape.ElementCount);
            var places = new SymbolicTensor[shape.Rank];
            for (int axis = shape.Rank - 1; axis >= 0; axis--)
            {
                places[axis] = Mod(rest, shape[axis]);
                rest = FloorDivide(rest, shape[axis]);
            }
            return places;
        }, () => new JsonObject { ["shape"] = Sizes(shape) });
    }

    /// <summary>Windows of equal length along the last axis.</summary>
    /// <param name="x">Any shape with an axis.</param>
    /// <param name="sequenceLength">Length of a window.</param>
    /// <param name="sequenceStride">Distance of their starts.</param>
    /// <returns>Windows, (..., windows, length).</returns>
    public static SymbolicTensor ExtractSequences(SymbolicTensor x, int sequenceLength,
        int sequenceStride) => Formula(nameof(ExtractSequences), x, x =>
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sequenceLength);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sequenceStride);
        int windows = x.Shape[^1] < sequenceLength ? 0 : 1 + (x.Shape[^1] - sequenceLength) / sequenceStride;
        SymbolicTensor flat =
            Pick(x, -1, _ => Enumerable.Range(0, windows).SelectMany(i => Enumerable.Range(i * sequenceStride, sequenceLength)));
        return Reshape(flat, (int[])[.. x.Shape[..^1], windows, sequenceLength]);
    }, ("sequence_length", sequenceLength), ("sequence_stride", sequenceStride));
}
