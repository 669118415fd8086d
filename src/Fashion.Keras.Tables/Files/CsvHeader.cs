using Fashion.Keras.Internal;

namespace Fashion.Keras.Tables;

/// <summary>Names of a file's columns.</summary>
internal static class CsvHeader
{
    /// <summary>
    /// The names that the first row has or that the options give; the rows stand at the first one of data afterwards, or at the header.
    /// </summary>
    /// <param name="rows">A pass that stands at its first row.</param>
    /// <param name="options">How the file is read.</param>
    /// <exception cref="TableFileException">Too many columns, or a name twice.</exception>
    /// <exception cref="ArgumentException">The names given do not fit.</exception>
    public static string[] Names(CsvRows rows, CsvOptions options)
    {
        int count = rows.FieldCount;
        if (count > options.MaxColumns)
            throw rows.Error(null,
                FormattableString.Invariant($"there are {count} columns, more than {options.MaxColumns} (CsvOptions.MaxColumns)"));
        if (options.ColumnNames is { } given)
        {
            if (given.Count != count)
                throw new ArgumentException(FormattableString.Invariant(
                    $"CsvOptions: {given.Count} column names were given, but the first row has {count} fields."));
            if (given.Any(string.IsNullOrEmpty)) throw new ArgumentException("CsvOptions: a column name is empty.");
            if (Twice(given) is { } again)
                throw new ArgumentException($"CsvOptions: the column name '{ShortText.Of(again)}' is given twice.");
            return [.. given];
        }
        string[] names = new string[count];
        for (int i = 0; i < count; i++)
        {
            string name = options.HasHeader ? rows.Field(i).ToString() : FormattableString.Invariant($"column_{i}");
            // As pandas calls the column of row numbers, which often has no name.
            names[i] = name.Length > 0 ? name : FormattableString.Invariant($"Unnamed: {i}");
        }
        return Twice(names) is { } twice
            ? throw rows.Error(twice, "two columns have this name; give other names (CsvOptions.ColumnNames)")
            : names;
    }

    private static string? Twice(IReadOnlyList<string> names)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return names.FirstOrDefault(name => !seen.Add(name));
    }
}
