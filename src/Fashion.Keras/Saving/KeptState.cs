namespace Fashion.Keras.Saving;

/// <summary>
/// What a callback must remember for an interrupted run to continue as if nothing had happened: named numbers and, rarely,
/// arrays. Plain data, so that it can be stored with the weights.
/// </summary>
/// <param name="place">Where it was read from, for messages.</param>
internal sealed class KeptState(string place = "")
{
    /// <summary>Single numbers by name; what is absent was not known.</summary>
    public Dictionary<string, double> Numbers { get; } = [];

    /// <summary>Lists of arrays by name, for copies of weights.</summary>
    public Dictionary<string, float[][]> Arrays { get; } = [];

    public void Write(string name, double? value)
    {
        if (value is { } number) Numbers[name] = number;
    }

    public void Write(string name, float[][]? arrays)
    {
        if (arrays is not null) Arrays[name] = arrays;
    }

    public double? ReadNumber(string name) => Numbers.TryGetValue(name, out double value) ? value : null;

    /// <summary>A count; 0 when it is absent.</summary>
    /// <exception cref="ModelFormatException">It is none.</exception>
    public int ReadCount(string name) => Numbers.GetValueOrDefault(name) is >= 0 and <= int.MaxValue and var number
        && number == Math.Floor(number) ? (int)number
        : throw Wrong(name, FormattableString.Invariant($"should be a count, but is {Numbers[name]}"));

    /// <summary>Copies of weights; null when they are absent.</summary>
    /// <exception cref="ModelFormatException">They are of other weights.</exception>
    public float[][]? ReadArrays(string name, IReadOnlyList<Variable> weights)
    {
        float[][]? arrays = Arrays.GetValueOrDefault(name);
        if (arrays is not null && !arrays.Select(a => a.Length).SequenceEqual(weights.Select(w => w.Shape.ElementCount)))
            throw Wrong(name, "does not fit the weights of the model");
        return arrays;
    }

    /// <summary>An error about one number or list.</summary>
    public ModelFormatException Wrong(string name, string what) =>
        new($"{place}: '{name}' {what}. Delete the backup to start from the beginning.") { Entry = $"{place}.{name}" };
}
