namespace Fashion.Keras.Callbacks;

/// <summary>
/// What a callback must remember for an interrupted run to continue as if nothing had happened: named numbers and, rarely,
/// arrays. Plain data, so that it can be stored with the weights.
/// </summary>
internal sealed class CallbackState
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

    public int ReadInt(string name) => Numbers.GetValueOrDefault(name) is >= 0 and <= int.MaxValue and var number && number == Math.Floor(number) ? (int)number
        : throw new ModelFormatException(FormattableString.Invariant($"The backup says {name} = {Numbers[name]}, which is no count. Delete it to start again."));

    public float[][]? ReadArrays(string name) => Arrays.GetValueOrDefault(name);
}
