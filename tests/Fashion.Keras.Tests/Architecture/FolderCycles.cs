namespace Fashion.Keras.Tests.Architecture;

/// <summary>Circles in a graph of folders.</summary>
internal static class FolderCycles
{
    /// <summary>Groups of folders of which each one reaches every other; one by one they would be in no circle.</summary>
    public static IReadOnlyList<string[]> Find(IEnumerable<(string From, string To)> arrows)
    {
        ILookup<string, string> next = arrows.Distinct().ToLookup(a => a.From, a => a.To);
        string[] folders = [.. next.SelectMany(n => n.Append(n.Key)).Distinct().Order(StringComparer.Ordinal)];
        Dictionary<string, HashSet<string>> reached = folders.ToDictionary(f => f, f => Reached(f, next));
        return
        [
            .. folders
                .Select(f => folders.Where(other => other == f || (reached[f].Contains(other) && reached[other].Contains(f))).ToArray())
                .Where(group => group.Length > 1).DistinctBy(group => string.Join('|', group)),
        ];
    }

    private static HashSet<string> Reached(string from, ILookup<string, string> next)
    {
        var seen = new HashSet<string>();
        var open = new Stack<string>([from]);
        while (open.TryPop(out string? folder))
            foreach (string to in next[folder])
                if (seen.Add(to)) open.Push(to);
        return seen;
    }
}
