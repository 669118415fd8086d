using System.Text;

namespace Fashion.Keras.Experiments;

/// <summary>Where the values of a trial come from.</summary>
internal interface IValueSource
{
    /// <summary>The value as text if it is known; null if it is to be taken from the range.</summary>
    string? Known(string name);

    /// <summary>A place in a list of values, from 0.</summary>
    int Index(string name, long count);

    /// <summary>A place in a continuous range, 0 to below 1.</summary>
    double Fraction(string name);
}

/// <summary>Values of a finished trial.</summary>
internal sealed class GivenValues(IReadOnlyDictionary<string, string> values) : IValueSource
{
    public string? Known(string name) =>
        values.TryGetValue(name, out string? value)
            ? value
            : throw new KeyNotFoundException($"There is no value for '{name}'. There are: {string.Join(", ", values.Keys)}. A value that " +
                "only Fit needs must be asked for in the build function too.");

    public int Index(string name, long count) => throw new InvalidOperationException("All values are known.");

    public double Fraction(string name) => throw new InvalidOperationException("All values are known.");
}

/// <summary>Values that follow from seed, number of the trial and name, in whatever order they are asked for.</summary>
internal sealed class RandomValues(int seed, int number) : IValueSource
{
    public string? Known(string name) => null;

    public int Index(string name, long count) => (int)Math.Min(count - 1, (long)(Fraction(name) * count));

    public double Fraction(string name)
    {
        ulong mixed = SeedSource.Mix((ulong)seed, (ulong)number);
        foreach (byte letter in Encoding.UTF8.GetBytes(name)) mixed = SeedSource.Mix(mixed, letter);
        return (mixed >> 11) * (1.0 / (1UL << 53));
    }
}

/// <summary>
/// One combination of a grid: places for the names in the order in which they are asked for; names after the last place get the first
/// value. What is asked for is written down, so that the next combination follows even where a value decides what is asked for afterwards.
/// </summary>
internal sealed class GridValues(IReadOnlyList<int> places) : IValueSource
{
    private readonly List<(string Name, int Place, long Count)> _asked = [];

    public string? Known(string name) => null;

    public int Index(string name, long count)
    {
        int place = _asked.Count < places.Count ? places[_asked.Count] : 0;
        _asked.Add((name, place, count));
        return place;
    }

    public double Fraction(string name) => throw new InvalidOperationException($"'{name}' can be any number; a grid needs a step for it.");

    /// <summary>The places of the next combination; null after the last one.</summary>
    public IReadOnlyList<int>? Next()
    {
        int last = _asked.FindLastIndex(a => a.Place + 1 < a.Count);
        return last < 0 ? null : [.. _asked.Take(last).Select(a => a.Place), _asked[last].Place + 1];
    }
}
