namespace Fashion.Keras.Tables;

/// <summary>Knows which fields stand for a missing value.</summary>
internal sealed class MissingValues
{
    private readonly HashSet<string> _markers;
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    // Most fields are told by their first character.
    private readonly bool[] _first = new bool[128];

    public MissingValues(IReadOnlyList<string> markers)
    {
        _markers = [.. markers];
        _lookup = _markers.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (string marker in _markers)
            if (marker.Length > 0 && marker[0] < _first.Length) _first[marker[0]] = true;
    }

    public bool Contains(ReadOnlySpan<char> field) =>
        field.IsEmpty || ((field[0] >= _first.Length || _first[field[0]]) && _lookup.Contains(field));
}
