using Fashion.Keras.Pipelines;

namespace Fashion.Keras.Tables;

/// <summary>Joins rows into batches.</summary>
/// <param name="inputs">Makes the samples of rows.</param>
internal sealed class RowCollator(Func<TableLayout, IReadOnlyList<TableRow>, ModelData> inputs) : ICollator<TableRow>
{
    private readonly List<TableRow> _rows = [];

    public void Add(TableRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        if (_rows.Count > 0 && row.Layout != _rows[0].Layout && !row.Columns.SequenceEqual(_rows[0].Columns))
            throw new ArgumentException(
                $"The rows of a batch must have the same columns; the first one has {Names(_rows[0])}, another one {Names(row)}.");
        _rows.Add(row);
    }

    public DataBatch Flush()
    {
        TableLayout layout = _rows[0].Layout;
        var batch = new DataBatch(inputs(layout, _rows), RowBatch.Labels(layout, _rows));
        _rows.Clear();
        return batch;
    }

    private static string Names(TableRow row) =>
        Internal.ShortText.Of(string.Join(", ", row.Columns.Select(c => $"{c.Name} ({c.Type})")), 100);
}
