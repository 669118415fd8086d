using System.Globalization;
using Fashion.Keras.Internal;

namespace Fashion.Keras.Tables;

/// <summary>Finds out which columns a table has, their types and classes, and how many rows there are.</summary>
internal sealed class CsvSurvey
{
    // More classes than any model tells apart: then the label is a free text.
    private const int MostClasses = 100_000;

    private readonly CsvFormat _format;
    private readonly CsvOptions _options;
    private readonly string[] _chosen;
    private readonly HashSet<string> _labels;
    private long _skipped;

    /// <exception cref="ArgumentException">A name of no column.</exception>
    public CsvSurvey(CsvFormat format, IReadOnlyList<string> labels, IReadOnlyList<string>? columns)
    {
        (_format, _options, _labels) = (format, format.Options, new HashSet<string>(labels, StringComparer.Ordinal));
        _chosen = [.. (columns ?? format.Names).Where(name => !_labels.Contains(name)), .. labels];
        foreach (string name in _chosen.Concat(_options.Types.Keys).Concat(_options.Fills.Keys).Concat(_options.Classes.Keys))
            if (!format.Names.Contains(name)) throw Guard.Unknown("column", name ?? "", format.Names);
        if (_chosen.Length != _chosen.Distinct().Count())
            throw new ArgumentException($"A column is chosen twice: {ShortText.Of(string.Join(", ", _chosen), 100)}.", nameof(columns));
        foreach (string name in _options.Classes.Keys)
            if (!_labels.Contains(name))
                throw new ArgumentException($"CsvOptions: classes are given for '{ShortText.Of(name)}', which is no label.");
    }

    /// <summary>Number of rows; null where not all were read.</summary>
    public long? Count { get; private set; }

    /// <summary>Rows that were left out.</summary>
    public long Skipped => _skipped;

    /// <summary>Reads as much as it needs.</summary>
    public CsvColumn[] Columns()
    {
        Dictionary<string, ColumnType> types = Types();
        string found = _options.InferenceRows is { } rows
            ? string.Create(CultureInfo.InvariantCulture, $"; the type was found out from the first {rows} " +
            $"rows: give it (CsvOptions.Types), or let it be found out from all") : "";
        return [.. _chosen.Select(name =>
            new CsvColumn(Field(name), Describe(name, types[name]), Fill(name), _options.Types.ContainsKey(name) ? "" : found))];
    }

    private TableColumn Describe(string name, ColumnType type)
    {
        bool label = _labels.Contains(name);
        IReadOnlyList<string>? classes = label && (type == ColumnType.Text || _options.Classes.ContainsKey(name))
            ? _options.Classes.GetValueOrDefault(name) ?? Classes(name)
            : null;
        if (classes is { Count: 0 } || classes?.Distinct().Count() < classes?.Count)
            throw new ArgumentException($"CsvOptions: the classes of '{ShortText.Of(name)}' must be some names, each once.");
        return new TableColumn(name, classes is null ? type : ColumnType.Integer, label, classes);
    }

    private Dictionary<string, ColumnType> Types()
    {
        var types = _chosen.Where(_options.Types.ContainsKey).ToDictionary(name => name, name => _options.Types[name]);
        (string Name, int Field, TypeInference Type)[] open =
            [.. _chosen.Where(name => !types.ContainsKey(name)).Select(name => (name, Field(name), new TypeInference()))];
        if (open.Length == 0) return types;
        Read(_options.InferenceRows, rows =>
        {
            foreach (var column in open) column.Type.Add(rows, _format.Missing, column.Field);
        });
        foreach (var column in open) types[column.Name] = column.Type.Type(Fill(column.Name));
        return types;
    }

    private string[] Classes(string name)
    {
        var classes = new HashSet<string>(StringComparer.Ordinal);
        var lookup = classes.GetAlternateLookup<ReadOnlySpan<char>>();
        int field = Field(name);
        Read(null, rows =>
        {
            ReadOnlySpan<char> text = rows.Field(field);
            if (!_format.Missing.Contains(text) && lookup.Add(text) && classes.Count > MostClasses)
                throw rows.Error(name, string.Create(
                    CultureInfo.InvariantCulture, $"the label has more than {MostClasses} different texts; a model can " +
                    $"learn numbers or classes"));
        });
        return [.. classes.Order(StringComparer.Ordinal)];
    }

    private void Read(long? most, Action<CsvRows> look)
    {
        using CsvRows rows = _format.Begin();
        (long count, _skipped) = (0, 0);
        while (count != most && _format.MoveNext(rows, ref _skipped))
        {
            look(rows);
            count++;
        }
        if (count == 0) throw rows.Error(null, "there are no rows of data after the header");
        if (count != most) Count = count;
    }

    private int Field(string name) => Array.IndexOf(_format.Names, name);

    private object? Fill(string name) => _options.Fills.GetValueOrDefault(name);
}
