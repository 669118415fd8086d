namespace Fashion.Keras.Datasets;

/// <summary>Something on a pickle's stack: a whole number without an object of its own, or anything else.</summary>
/// <param name="Number">The number, where <paramref name="Object"/> is null.</param>
/// <param name="Object">Text, bytes, a truth value, or one of the types of this file.</param>
internal readonly record struct PickleValue(long Number, object? Object);

/// <summary>Python's None.</summary>
internal sealed class PickleNone
{
    public static PickleNone Value { get; } = new();
}

/// <summary>A name that a pickle may mention; it stands for itself, nothing is looked up.</summary>
internal sealed record PickleName(string Text);

internal sealed record PickleTuple(PickleValue[] Items);

internal sealed class PickleList
{
    public List<PickleValue> Items { get; } = [];
}

internal sealed class PickleMap
{
    public Dictionary<string, PickleValue> Items { get; } = new(StringComparer.Ordinal);
}

/// <summary>A NumPy element type, as in <c>dtype('u1')</c>.</summary>
internal sealed record PickleType(string Text);

/// <summary>A NumPy array; sizes, type and elements come after it was made.</summary>
internal sealed class PickleArray
{
    public long[] Shape { get; set; } = [];

    public string Type { get; set; } = "";

    /// <summary>Bytes of numbers, or a list of objects.</summary>
    public object? Data { get; set; }
}
