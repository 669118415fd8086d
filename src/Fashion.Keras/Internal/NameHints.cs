namespace Fashion.Keras.Internal;

/// <summary>What to suggest in place of a name that is not known: the nearest known ones.</summary>
internal static class NameHints
{
    private const int MostNames = 3, Longest = 60;

    /// <summary>A sentence with the names that could be meant, or else with the nearest ones; empty when none are known.</summary>
    /// <param name="given">The name.</param>
    /// <param name="known">The names that are known.</param>
    public static string Near(string given, IEnumerable<string> known)
    {
        // The beginning decides; the time of a comparison grows with both lengths.
        string start = (given.Length > Longest ? given[..Longest] : given).ToLowerInvariant();
        (string Name, int Distance)[] nearest =
            [.. known.Distinct().Select(name => (name, Distance(start, name.ToLowerInvariant()))).OrderBy(n => n.Item2)
                .ThenBy(n => n.name, StringComparer.Ordinal).Take(MostNames)];
        if (nearest.Length == 0) return "";
        int similar = Math.Max(2, start.Length / 3);
        return nearest[0].Distance <= similar && given.Length <= Longest
            ? $"Did you mean {List(nearest.Where(n => n.Distance <= Math.Min(similar, nearest[0].Distance + 1)), " or ")}?"
            : $"The nearest known names are {List(nearest, " and ")}.";
    }

    private static string List(IEnumerable<(string Name, int Distance)> names, string last)
    {
        string[] quoted = [.. names.Select(n => $"'{n.Name}'")];
        return quoted.Length == 1 ? quoted[0] : string.Join(", ", quoted[..^1]) + last + quoted[^1];
    }

    // Levenshtein distance: how many letters apart two names are.
    private static int Distance(string a, string b)
    {
        var row = new int[b.Length + 1];
        for (int j = 0; j < row.Length; j++) row[j] = j;
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int substitute = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substitute, Math.Min(row[j], row[j - 1]) + 1);
            }
        }
        return row[^1];
    }
}
