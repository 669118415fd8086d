namespace Fashion.Keras.Internal;

/// <summary>Gives each thing a name that no other has: the wish, or the wish with _1, _2 ... appended.</summary>
internal sealed class UniqueNames
{
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);

    /// <summary>A free name, taken from now on.</summary>
    /// <param name="wish">What it should be.</param>
    /// <param name="ending">Text after the number, such as <c>:0</c>.</param>
    public string Next(string wish, string ending = "")
    {
        string name = wish + ending;
        // The count goes on where it stopped, so that equal wishes do not try the same numbers again.
        for (int i = _counts.GetValueOrDefault(wish) + 1; !_taken.Add(name); i++)
        {
            name = FormattableString.Invariant($"{wish}_{i}{ending}");
            _counts[wish] = i;
        }
        return name;
    }
}
