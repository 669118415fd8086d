using Fashion.Keras.Pipelines;
using Fashion.Keras.Tables;

namespace Fashion.Keras;

/// <summary>Tables from files, and batches of their rows.</summary>
public static class TableDatasetExtensions
{
    extension(Dataset)
    {
        /// <summary>A table in a CSV file. Each pass reads the file; <see cref="Table.Load"/> keeps the rows in memory.</summary>
        /// <remarks>
        /// Types of columns, classes of a label of texts and the number of rows are found out now, by a pass over the file
        /// (<see cref="CsvOptions.InferenceRows"/>). Numbers have a decimal point whatever the culture.
        /// </remarks>
        /// <param name="path">The file.</param>
        /// <param name="label">Name of the column that a model shall predict; null for none.</param>
        /// <param name="columns">Names of the columns that it predicts from, in order; null for all others of the file.</param>
        /// <param name="options">How the file is read; null for the usual way.</param>
        /// <exception cref="FileNotFoundException">There is no such file.</exception>
        /// <exception cref="TableFileException">The file is no such table; the message names line and column.</exception>
        /// <exception cref="ArgumentException">A name of no column, or options that do not fit the file.</exception>
        public static Table FromCsv(string path, string? label = null, IReadOnlyList<string>? columns = null, CsvOptions? options = null) =>
            Dataset.FromCsv(path, label is null ? [] : [label], columns, options);

        /// <summary>A table in a CSV file with several labels, for a model with an output per label, by name.</summary>
        /// <param name="path">The file.</param>
        /// <param name="labels">Names of the columns that a model shall predict.</param>
        /// <param name="columns">Names of the columns that it predicts from, in order; null for all others of the file.</param>
        /// <param name="options">How the file is read; null for the usual way.</param>
        /// <inheritdoc cref="FromCsv(string, string?, IReadOnlyList{string}?, CsvOptions?)" path="/exception"/>
        public static Table FromCsv(string path, IReadOnlyList<string> labels, IReadOnlyList<string>? columns = null,
            CsvOptions? options = null)
        {
            ArgumentException.ThrowIfNullOrEmpty(path);
            ArgumentNullException.ThrowIfNull(labels);
            return new Table(CsvFile.Open(Path.GetFullPath(path), labels, columns, options ?? new CsvOptions()));
        }
    }

    /// <summary>
    /// Joins rows into batches with an array of shape (rows, 1) per column, by name: for a model with an input per column.
    /// </summary>
    /// <remarks>A label is an array of shape (rows, 1); several are given by name.</remarks>
    /// <param name="rows">The rows; all have the same columns.</param>
    /// <param name="batchSize">Rows of a batch, at least 1.</param>
    /// <param name="dropRemainder">Whether a smaller last batch is left out.</param>
    public static Dataset<DataBatch> Batch(this IEnumerable<TableRow> rows, int batchSize, bool dropRemainder = false) =>
        Batches(rows, batchSize, dropRemainder, RowBatch.Inputs);

    /// <summary>Joins rows of numbers into batches with one array of shape (rows, columns): for a model with one input.</summary>
    /// <param name="rows">The rows; all have the same columns.</param>
    /// <param name="batchSize">Rows of a batch, at least 1.</param>
    /// <param name="dropRemainder">Whether a smaller last batch is left out.</param>
    public static Dataset<DataBatch> BatchMatrix(this IEnumerable<TableRow> rows, int batchSize, bool dropRemainder = false) =>
        Batches(rows, batchSize, dropRemainder, RowBatch.Matrix);

    private static BatchDataset<TableRow> Batches(IEnumerable<TableRow> rows, int batchSize, bool dropRemainder,
        Func<TableLayout, IReadOnlyList<TableRow>, ModelData> inputs)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        return new BatchDataset<TableRow>(Dataset.From(rows), batchSize, dropRemainder, _ => new RowCollator(inputs));
    }
}
