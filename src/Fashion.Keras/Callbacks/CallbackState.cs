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

    public int ReadInt(string name) => (int)Numbers.GetValueOrDefault(name);

    public float[][]? ReadArrays(string name) => Arrays.GetValueOrDefault(name);
}
