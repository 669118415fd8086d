using Fashion.Keras.Internal;

namespace Fashion.Keras.Tables;

/// <summary>The columns of rows and where each row keeps their values: in an array per type.</summary>
internal sealed class TableLayout
{
    private readonly Dictionary<string, int> _byName = new(StringComparer.Ordinal);
    private readonly int[] _slots;
    private readonly int[] _counts = new int[3];

    /// <exception cref="ArgumentException">A name that is null, empty or given twice.</exception>
    public TableLayout(IReadOnlyList<TableColumn> columns)
    {
        Columns = columns;
        _slots = new int[columns.Count];
        for (int i = 0; i < columns.Count; i++)
        {
            if (string.IsNullOrEmpty(columns[i].Name)) throw new ArgumentException($"Column {i} has no name.");
            if (!_byName.TryAdd(columns[i].Name, i))
                throw new ArgumentException($"The column '{ShortText.Of(columns[i].Name)}' is given twice.");
            _slots[i] = _counts[(int)columns[i].Type]++;
        }
    }

    public IReadOnlyList<TableColumn> Columns { get; }

    /// <summary>Columns that a model predicts from.</summary>
    public IEnumerable<int> Features => Enumerable.Range(0, Columns.Count).Where(i => !Columns[i].IsLabel);

    /// <summary>Columns that a model shall predict.</summary>
    public IEnumerable<int> Labels => Enumerable.Range(0, Columns.Count).Where(i => Columns[i].IsLabel);

    /// <summary>Number of a column.</summary>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    public int IndexOf(string column)
    {
        ArgumentNullException.ThrowIfNull(column);
        return _byName.TryGetValue(column, out int at) ? at : throw Guard.Unknown("column", column, Columns.Select(c => c.Name));
    }

    /// <summary>Where a row keeps the value of a column, among those of its type.</summary>
    public int Slot(int column) => _slots[column];

    /// <summary>Room for a row's values of a type.</summary>
    public T[] Slots<T>(ColumnType type) => _counts[(int)type] is > 0 and int count ? new T[count] : [];

    /// <summary>The error about a column that has something else.</summary>
    public ArgumentException WrongType(int column, string asked) =>
        new($"The column '{ShortText.Of(Columns[column].Name)}' has values of type {Columns[column].Type}, not {asked}.");
}
