using System.Text.Json.Nodes;

namespace Fashion.Keras;

// Numbers at a rank.
public static partial class Ops
{
    /// <summary>The number in the middle of the sorted ones, or the mean of the two there; NaN if one is.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axes">The axes, which vanish unless kept; null for all.</param>
    /// <param name="keepDimensions">Whether they stay with size 1.</param>
    public static SymbolicTensor Median(SymbolicTensor x, int[]? axes = null, bool keepDimensions = false) =>
        Reduction(nameof(Median), x, axes, keepDimensions, (x, axes, keep) => Rank(x, [0.5], false, axes, "linear", keep));

    /// <summary>The number in the middle of the sorted ones, or the mean of the two there; NaN if one is.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axis">One axis or several, which vanish unless kept; null for all.</param>
    /// <param name="keepDimensions">Whether they stay with size 1.</param>
    public static SymbolicTensor Median(SymbolicTensor x, Axes axis, bool keepDimensions = false) =>
        Median(x, axis.Numbers, keepDimensions);

    /// <summary>The number below which a fraction of the numbers lies; NaN if one is.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="q">The fraction, 0 .. 1.</param>
    /// <param name="axes">The axes, which vanish unless kept; null for all.</param>
    /// <param name="method">What is between two numbers: "linear", "lower", "higher", "midpoint" or "nearest".</param>
    /// <param name="keepDimensions">Whether they stay with size 1.</param>
    public static SymbolicTensor Quantile(SymbolicTensor x, double q, int[]? axes = null, string method = "linear",
        bool keepDimensions = false) =>
        Ranked(nameof(Quantile), x, q, axes, method, keepDimensions, (x, axes) => Rank(x, [q], false, axes, method, keepDimensions));

    /// <summary>The number below which a fraction of the numbers lies; NaN if one is.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="q">The fraction, 0 .. 1.</param>
    /// <param name="axis">One axis or several, which vanish unless kept; null for all.</param>
    /// <param name="method">What is between two numbers: "linear", "lower", "higher", "midpoint" or "nearest".</param>
    /// <param name="keepDimensions">Whether they stay with size 1.</param>
    public static SymbolicTensor Quantile(SymbolicTensor x, double q, Axes axis, string method = "linear", bool keepDimensions = false) =>
        Quantile(x, q, axis.Numbers, method, keepDimensions);

    /// <summary>The number below which a fraction of the numbers lies; NaN if one is.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="q">Fractions, 0 .. 1; the result has a first axis for them.</param>
    /// <param name="axes">The axes, which vanish unless kept; null for all.</param>
    /// <param name="method">What is between two numbers: "linear", "lower", "higher", "midpoint" or "nearest".</param>
    /// <param name="keepDimensions">Whether they stay with size 1.</param>
    public static SymbolicTensor Quantile(SymbolicTensor x, double[] q, int[]? axes = null, string method = "linear",
        bool keepDimensions = false) =>
        Ranked(nameof(Quantile), x, Numbers(q), axes, method, keepDimensions, (x, axes) => Rank(x, q, true, axes, method, keepDimensions));

    /// <summary>The number below which a fraction of the numbers lies; NaN if one is.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="q">Fractions, 0 .. 1; the result has a first axis for them.</param>
    /// <param name="axis">One axis or several, which vanish unless kept; null for all.</param>
    /// <param name="method">What is between two numbers: "linear", "lower", "higher", "midpoint" or "nearest".</param>
    /// <param name="keepDimensions">Whether they stay with size 1.</param>
    public static SymbolicTensor Quantile(SymbolicTensor x, double[] q, Axes axis, string method = "linear", bool keepDimensions = false) =>
        Quantile(x, q, axis.Numbers, method, keepDimensions);

    /// <summary>The number below which so many percent of the numbers lie; NaN if one is.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="q">The fraction, 0 .. 100.</param>
    /// <param name="axes">The axes, which vanish unless kept; null for all.</param>
    /// <param name="method">What is between two numbers: "linear", "lower", "higher", "midpoint" or "nearest".</param>
    /// <param name="keepDimensions">Whether they stay with size 1.</param>
    public static SymbolicTensor Percentile(SymbolicTensor x, double q, int[]? axes = null, string method = "linear",
        bool keepDimensions = false) =>
        Ranked(nameof(Percentile), x, q, axes, method, keepDimensions,
            (x, axes) => Rank(x, [q / 100], false, axes, method, keepDimensions));

    /// <summary>The number below which so many percent of the numbers lie; NaN if one is.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="q">The fraction, 0 .. 100.</param>
    /// <param name="axis">One axis or several, which vanish unless kept; null for all.</param>
    /// <param name="method">What is between two numbers: "linear", "lower", "higher", "midpoint" or "nearest".</param>
    /// <param name="keepDimensions">Whether they stay with size 1.</param>
    public static SymbolicTensor Percentile(SymbolicTensor x, double q, Axes axis, string method = "linear", bool keepDimensions = false) =>
        Percentile(x, q, axis.Numbers, method, keepDimensions);

    /// <summary>The number below which so many percent of the numbers lie; NaN if one is.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="q">Fractions, 0 .. 100; the result has a first axis for them.</param>
    /// <param name="axes">The axes, which vanish unless kept; null for all.</param>
    /// <param name="method">What is between two numbers: "linear", "lower", "higher", "midpoint" or "nearest".</param>
    /// <param name="keepDimensions">Whether they stay with size 1.</param>
    public static SymbolicTensor Percentile(SymbolicTensor x, double[] q, int[]? axes = null, string method = "linear",
        bool keepDimensions = false) =>
        Ranked(nameof(Percentile), x, Numbers(q), axes, method, keepDimensions,
            (x, axes) => Rank(x, [.. q.Select(p => p / 100)], true, axes, method, keepDimensions));

    /// <summary>The number below which so many percent of the numbers lie; NaN if one is.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="q">Fractions, 0 .. 100; the result has a first axis for them.</param>
    /// <param name="axis">One axis or several, which vanish unless kept; null for all.</param>
    /// <param name="method">What is between two numbers: "linear", "lower", "higher", "midpoint" or "nearest".</param>
    /// <param name="keepDimensions">Whether they stay with size 1.</param>
    public static SymbolicTensor Percentile(SymbolicTensor x, double[] q, Axes axis, string method = "linear",
        bool keepDimensions = false) => Percentile(x, q, axis.Numbers, method, keepDimensions);

    /// <summary>The number below which a fraction of those lies that are not NaN.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="q">The fraction, 0 .. 1.</param>
    /// <param name="axes">The axes, which vanish unless kept; null for all.</param>
    /// <param name="method">What is between two numbers: "linear", "lower", "higher", "midpoint" or "nearest".</param>
    /// <param name="keepDimensions">Whether they stay with size 1.</param>
    public static SymbolicTensor NanQuantile(SymbolicTensor x, double q, int[]? axes = null, string method = "linear",
        bool keepDimensions = false) =>
        Ranked(nameof(NanQuantile), x, q, axes, method, keepDimensions, (x, axes) => NanRank(x, [q], false, axes, method, keepDimensions));

    /// <summary>The number below which a fraction of those lies that are not NaN.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="q">The fraction, 0 .. 1.</param>
    /// <param name="axis">One axis or several, which vanish unless kept; null for all.</param>
    /// <param name="method">What is between two numbers: "linear", "lower", "higher", "midpoint" or "nearest".</param>
    /// <param name="keepDimensions">Whether they stay with size 1.</param>
    public static SymbolicTensor NanQuantile(SymbolicTensor x, double q, Axes axis, string method = "linear",
        bool keepDimensions = false) => NanQuantile(x, q, axis.Numbers, method, keepDimensions);

    /// <summary>The number below which a fraction of those lies that are not NaN.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="q">Fractions, 0 .. 1; the result has a first axis for them.</param>
    /// <param name="axes">The axes, which vanish unless kept; null for all.</param>
    /// <param name="method">What is between two numbers: "linear", "lower", "higher", "midpoint" or "nearest".</param>
    /// <param name="keepDimensions">Whether they stay with size 1.</param>
    public static SymbolicTensor NanQuantile(SymbolicTensor x, double[] q, int[]? axes = null, string method = "linear",
        bool keepDimensions = false) =>
        Ranked(nameof(NanQuantile), x, Numbers(q), axes, method, keepDimensions,
            (x, axes) => NanRank(x, q, true, axes, method, keepDimensions));

    /// <summary>The number below which a fraction of those lies that are not NaN.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="q">Fractions, 0 .. 1; the result has a first axis for them.</param>
    /// <param name="axis">One axis or several, which vanish unless kept; null for all.</param>
    /// <param name="method">What is between two numbers: "linear", "lower", "higher", "midpoint" or "nearest".</param>
    /// <param name="keepDimensions">Whether they stay with size 1.</param>
    public static SymbolicTensor NanQuantile(SymbolicTensor x, double[] q, Axes axis, string method = "linear",
        bool keepDimensions = false) => NanQuantile(x, q, axis.Numbers, method, keepDimensions);

    /// <summary>The number below which so many percent of those lie that are not NaN.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="q">The fraction, 0 .. 100.</param>
    /// <param name="axes">The axes, which vanish unless kept; null for all.</param>
    /// <param name="method">What is between two numbers: "linear", "lower", "higher", "midpoint" or "nearest".</param>
    /// <param name="keepDimensions">Whether they stay with size 1.</param>
    public static SymbolicTensor NanPercentile(SymbolicTensor x, double q, int[]? axes = null, string method = "linear",
        bool keepDimensions = false) =>
        Ranked(nameof(NanPercentile), x, q, axes, method, keepDimensions,
            (x, axes) => NanRank(x, [q / 100], false, axes, method, keepDimensions));

    /// <summary>The number below which so many percent of those lie that are not NaN.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="q">The fraction, 0 .. 100.</param>
    /// <param name="axis">One axis or several, which vanish unless kept; null for all.</param>
    /// <param name="method">What is between two numbers: "linear", "lower", "higher", "midpoint" or "nearest".</param>
    /// <param name="keepDimensions">Whether they stay with size 1.</param>
    public static SymbolicTensor NanPercentile(SymbolicTensor x, double q, Axes axis, string method = "linear",
        bool keepDimensions = false) => NanPercentile(x, q, axis.Numbers, method, keepDimensions);

    /// <summary>The number below which so many percent of those lie that are not NaN.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="q">Fractions, 0 .. 100; the result has a first axis for them.</param>
    /// <param name="axes">The axes, which vanish unless kept; null for all.</param>
    /// <param name="method">What is between two numbers: "linear", "lower", "higher", "midpoint" or "nearest".</param>
    /// <param name="keepDimensions">Whether they stay with size 1.</param>
    public static SymbolicTensor NanPercentile(SymbolicTensor x, double[] q, int[]? axes = null, string method = "linear",
        bool keepDimensions = false) =>
        Ranked(nameof(NanPercentile), x, Numbers(q), axes, method, keepDimensions,
            (x, axes) => NanRank(x, [.. q.Select(p => p / 100)], true, axes, method, keepDimensions));

    /// <summary>The number below which so many percent of those lie that are not NaN.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="q">Fractions, 0 .. 100; the result has a first axis for them.</param>
    /// <param name="axis">One axis or several, which vanish unless kept; null for all.</param>
    /// <param name="method">What is between two numbers: "linear", "lower", "higher", "midpoint" or "nearest".</param>
    /// <param name="keepDimensions">Whether they stay with size 1.</param>
    public static SymbolicTensor NanPercentile(SymbolicTensor x, double[] q, Axes axis, string method = "linear",
        bool keepDimensions = false) => NanPercentile(x, q, axis.Numbers, method, keepDimensions);

    private static SymbolicTensor Ranked(string name, SymbolicTensor x, JsonNode q, int[]? axes, string method, bool keepDimensions,
        Func<SymbolicTensor, int[], SymbolicTensor> rank) =>
        Formula(name, x, x => rank(x, Axes(x.Shape, axes)), ("q", q), ("axis", AxisSetting(axes)), ("method", method),
            ("keepdims", keepDimensions));

    private static JsonArray Numbers(double[] numbers) => [.. numbers.Select(n => (JsonNode)JsonValue.Create(n))];

    // The axes joined as a last one, sorted; NaN stands last.
    private static SymbolicTensor SortedRows(SymbolicTensor x, int[] axes, out Shape kept)
    {
        SymbolicTensor moved = Transpose(x, [.. x.Shape.AllAxes.Except(axes), .. axes]);
        kept = x.Shape.Select((size, i) => axes.Contains(i) ? 1 : size).ToArray();
        Shape outer = moved.Shape[..^axes.Length];
        return Sort(Reshape(moved, (int[])[.. outer, moved.Shape[^axes.Length..].ElementCount]));
    }

    private static SymbolicTensor Rank(SymbolicTensor x, double[] q, bool listed, int[] axes, string method, bool keep)
    {
        SymbolicTensor rows = SortedRows(x, axes, out Shape kept);
        int count = rows.Shape[^1];
        if (count == 0) throw new ShapeMismatchException($"A tensor of shape {x.Shape} has no numbers along the axes " +
            $"{string.Join(", ", axes)}, so none is at a rank.")
        { Received = x.Shape };
        SymbolicTensor At(int place) =>
            Slice(rows, new int[rows.Shape.Rank].Select((_, i) => i == rows.Shape.Rank - 1 ? place : 0).ToArray(),
                rows.Shape.With(rows.Shape.Rank - 1, 1));
        SymbolicTensor last = At(count - 1);
        SymbolicTensor[] found = [.. q.Select(fraction =>
        {
            (double low, double share) = Between(Checked(fraction) * (count - 1), method);
            SymbolicTensor lower = At((int)low), value = share == 0 ? lower : lower + (At((int)low + 1) - lower) * share;
            return Where(IsNan(last), last, value);
        })];
        return Results(found, kept, axes, listed, keep);
    }

    private static SymbolicTensor NanRank(SymbolicTensor x, double[] q, bool listed, int[] axes, string method, bool keep)
    {
        SymbolicTensor rows = SortedRows(x, axes, out Shape kept);
        if (rows.Shape[^1] == 0) throw new ShapeMismatchException($"A tensor of shape {x.Shape} has no numbers along the axes " +
            $"{string.Join(", ", axes)}, so none is at a rank.")
        { Received = x.Shape };
        SymbolicTensor count = Sum(Not(IsNan(rows)), -1, keepDimensions: true);
        SymbolicTensor[] found = [.. q.Select(fraction =>
        {
            SymbolicTensor place = Maximum((count - 1) * Checked(fraction), 0), low = Floor(place);
            SymbolicTensor share = method switch
            {
                "linear" => place - low,
                "lower" => 0,
                "higher" => Greater(place, low),
                "midpoint" => Greater(place, low) * 0.5,
                "nearest" => Round(place) - low,
                _ => throw UnknownMethod(method),
            };
            SymbolicTensor lower = TakeAlongAxis(rows, low, -1), upper = TakeAlongAxis(rows, Minimum(low + 1, Maximum(count - 1, 0)), -1);
            return lower + (upper - lower) * share;
        })];
        return Results(found, kept, axes, listed, keep);
    }

    private static SymbolicTensor Results(SymbolicTensor[] found, Shape kept, int[] axes, bool listed, bool keep)
    {
        Shape shape = keep ? kept : kept.Where((_, i) => !axes.Contains(i)).ToArray();
        SymbolicTensor[] shaped = [.. found.Select(value => Reshape(value, shape))];
        return listed ? Stack(shaped) : shaped[0];
    }

    // The place below a rank, and the share of the next one.
    private static (double Low, double Share) Between(double rank, string method)
    {
        double low = Math.Floor(rank), share = rank - low;
        return (low, method switch
        {
            "linear" => share,
            "lower" => 0,
            "higher" => Math.Ceiling(share),
            "midpoint" => share > 0 ? 0.5 : 0,
            "nearest" => Math.Round(rank, MidpointRounding.ToEven) - low,
            _ => throw UnknownMethod(method),
        });
    }

    private static double Checked(double fraction) =>
        fraction is >= 0 and <= 1 ? fraction
            : throw new ArgumentOutOfRangeException(nameof(fraction), fraction,
                "A quantile is asked for by a fraction from 0 to 1, a percentile by a number from 0 to 100.");

    private static ArgumentException UnknownMethod(string method) =>
        new($"'{method}' is no method between two numbers; linear, lower, higher, midpoint and nearest are.", nameof(method));
}
