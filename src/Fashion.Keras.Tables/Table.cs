using System.Collections;
using System.Globalization;
using Fashion.Keras.Internal;
using Fashion.Keras.Pipelines;
using Fashion.Keras.Tables;

namespace Fashion.Keras;

/// <summary>
/// A table as a pipeline of its rows: <c>Dataset.FromCsv</c>. Each pass reads the file; a table that was loaded keeps its rows in memory.
/// </summary>
/// <example><code>
/// Table table = Dataset.FromCsv("passengers.csv", label: "survived");
/// model.Fit(table.Shuffle(1000).Batch(32), epochs: 10);
/// </code></example>
public sealed partial class Table : Dataset<TableRow>
{
    private readonly CsvFile _file;
    private readonly IReadOnlyList<TableRow>? _rows;

    internal Table(CsvFile file, IReadOnlyList<TableRow>? rows = null) => (_file, _rows) = (file, rows);

    /// <summary>Columns: those that a model predicts from in the order in which they were chosen, then the labels.</summary>
    public IReadOnlyList<TableColumn> Columns => _file.Layout.Columns;

    /// <summary>Whether the rows are in memory.</summary>
    public bool IsInMemory => _rows is not null;

    /// <summary>Number of rows; null where the file was not read to its end (<see cref="CsvOptions.InferenceRows"/>).</summary>
    public override long? Count => _rows?.Count ?? _file.Count;

    /// <summary>Rows that the last whole pass left out since they had more or fewer fields (<see cref="RaggedRows.Skip"/>).</summary>
    public long SkippedRows => _file.Skipped;

    /// <summary>The table with all rows in memory: later passes do not read the file.</summary>
    /// <exception cref="TableFileException">A row cannot be read.</exception>
    public Table Load() => IsInMemory ? this : new Table(_file, [.. this]);

    /// <summary>All values of a column: float[], long[] or string[]. Of a table that is not in memory the file is read.</summary>
    /// <param name="name">Name of the column.</param>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    public Array Column(string name)
    {
        int at = _file.Layout.IndexOf(name);
        return RowBatch.Column(_file.Layout, at, this);
    }

    /// <summary>All values of a column of numbers or whole numbers.</summary>
    /// <param name="name">Name of the column.</param>
    /// <exception cref="ArgumentException">There is no such column, or it has texts.</exception>
    public float[] Numbers(string name) => Column(Typed(name, "numbers", ColumnType.Number, ColumnType.Integer)) switch
    {
        float[] numbers => numbers,
        Array integers => Array.ConvertAll((long[])integers, value => (float)value),
    };

    /// <summary>All values of a column of whole numbers; of a label with class names, the numbers of the classes.</summary>
    /// <param name="name">Name of the column.</param>
    /// <exception cref="ArgumentException">There is no such column, or it is of another type.</exception>
    public long[] Integers(string name) => (long[])Column(Typed(name, "whole numbers", ColumnType.Integer));

    /// <summary>All values of a column of texts.</summary>
    /// <param name="name">Name of the column.</param>
    /// <exception cref="ArgumentException">There is no such column, or it is of another type.</exception>
    public string[] Texts(string name) => (string[])Column(Typed(name, "texts", ColumnType.Text));

    /// <summary>A row to predict from. Columns without a value are missing: they get what the table puts for missing values.</summary>
    /// <param name="values">Names of columns and their values: numbers or texts. A label may be left out.</param>
    /// <exception cref="ArgumentException">A name of no column, one given twice, a value of another type, or a missing whole number that
    /// nothing stands for.</exception>
    /// <example><code>
    /// float p = model.Predict(table.Row(("sex", "female"), ("age", 29f)))[0, 0];
    /// </code></example>
    public TableRow Row(params (string Column, object Value)[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var row = new TableRow(_file.Layout, 0);
        var given = new HashSet<int>();
        foreach ((string column, object value) in values)
        {
            int at = _file.Layout.IndexOf(column);
            if (!given.Add(at)) throw new ArgumentException($"The column '{ShortText.Of(column)}' is given twice.", nameof(values));
            row.Set(at, value);
        }
        foreach (int column in _file.Layout.Features.Where(column => !given.Contains(column))) _file.Fill(row, column);
        return row;
    }

    /// <summary>Parts for training and for validation: rows drawn at random, which keep their order.</summary>
    /// <param name="validationSplit">Share of the validation part, between 0 and 1; its number of rows is rounded down.</param>
    /// <param name="seed">The same one gives the same parts; null for one from <see cref="Utils.SetRandomSeed"/> or a random one.</param>
    /// <remarks>A table whose number of rows is not known is counted first.</remarks>
    /// <exception cref="ArgumentException">A part would have no rows.</exception>
    public (Dataset<TableRow> Training, Dataset<TableRow> Validation) Split(double validationSplit, int? seed = null)
    {
        if (!(validationSplit is > 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(validationSplit), validationSplit,
                "Split: the validation split must lie between 0 and 1.");
        int count = checked((int)(Count ?? this.LongCount()));
        int validation = (int)(validationSplit * count);
        if (validation == 0 || validation == count)
            throw new ArgumentException(string.Create(
                CultureInfo.InvariantCulture, $"Split: {validationSplit} of {count} rows would leave none for " +
                $"{(validation == 0 ? "validation" : "training")}."), nameof(validationSplit));
        int[] order = [.. Enumerable.Range(0, count)];
        new Random(seed ?? SeedSource.Next()).Shuffle(order);
        var chosen = new BitArray(count);
        foreach (int row in order.AsSpan(0, validation)) chosen[row] = true;
        return (new TablePart(this, chosen, false, count - validation), new TablePart(this, chosen, true, validation));
    }

    internal override IEnumerator<TableRow> Open(long pass) => _rows?.GetEnumerator() ?? new NamedErrors<TableRow>(_file.Rows());

    private string Typed(string name, string asked, params ReadOnlySpan<ColumnType> types)
    {
        int at = _file.Layout.IndexOf(name);
        return types.Contains(Columns[at].Type) ? name : throw _file.Layout.WrongType(at, asked);
    }
}
