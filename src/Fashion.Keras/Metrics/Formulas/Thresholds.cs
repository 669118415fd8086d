using System.Globalization;
using System.Text.Json.Nodes;
using Fashion.Keras.Losses;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Metrics;

/// <summary>Bounds between yes and no, as a constant vector of the graph.</summary>
internal sealed class Thresholds
{
    // Bounds are told apart by their place, a float, which is exact up to here.
    private const int MostEven = 1 << 24;

    private readonly Variable _bounds;
    private readonly bool _even;

    /// <summary>Makes thresholds.</summary>
    /// <param name="values">The bounds; a score is a yes when it is above.</param>
    public Thresholds(IReadOnlyList<double> values)
    {
        Values = values;
        // Keras sorts scores against evenly spaced bounds by their place, score * (count - 1): the same rounding here.
        _even = values.Count >= 3 && values.Select((v, i) => Math.Abs(v - i / (values.Count - 1.0)) < 1e-6).All(near => near);
        float[] bounds = [.. values.Select((v, i) => _even ? Place(v, i) : (float)v)];
        _bounds = new Variable("thresholds", [values.Count, 1], trainable: false);
        _bounds.Set(bounds);
    }

    /// <summary>The bounds.</summary>
    public IReadOnlyList<double> Values { get; }

    public int Count => Values.Count;

    /// <summary>1 where a score (1, n) is above a bound: (count, n).</summary>
    public SymbolicTensor Above(SymbolicTensor scores) =>
        Ops.Greater(_even ? Ops.Clip(scores, 0, 1) * (Count - 1) : scores, _bounds);

    /// <summary>The bounds that were asked for, each in [0, 1]; one default bound when none were.</summary>
    public static Thresholds From(IReadOnlyList<double>? asked, double fallback, string className)
    {
        if (asked is null) return new Thresholds([fallback]);
        if (asked.Count == 0) throw new ArgumentException($"{className}: at least one threshold is needed.", nameof(asked));
        foreach (double threshold in asked)
            if (!(threshold is >= 0 and <= 1))
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                    $"{className}: thresholds must lie in [0, 1], not {threshold}."), nameof(asked));
        return new Thresholds([.. asked]);
    }

    /// <summary>Evenly spaced from 0 to 1; one alone is 0.5.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Too many to be told apart.</exception>
    public static double[] Even(int numThresholds) => numThresholds == 1 ? [0.5]
        : numThresholds > MostEven
            ? throw new ArgumentOutOfRangeException(nameof(numThresholds), numThresholds,
                $"numThresholds must be at most {MostEven}, not {numThresholds}: more thresholds cannot be told apart.")
        : [.. Enumerable.Range(0, numThresholds).Select(i => i / (numThresholds - 1.0))];

    /// <summary>The numbers of a key in a file: null, one number or a list.</summary>
    public static double[]? Read(ConfigReader config, string key = "thresholds") => config.GetNumbers(key)?.ToArray();

    // AUC's first bound lies a little below 0 and its last above 1: all scores are above the one, none above the other.
    private float Place(double value, int index) => value < 0 ? -1 : value > 1 ? Values.Count : index;
}
