using System.Text;
using Fashion.Keras.Internal;

namespace Fashion.Keras;

/// <summary>How a CSV file is read. What is not set is found out from the file.</summary>
public sealed record CsvOptions
{
    /// <summary>What separates fields; null for the one of comma, semicolon, tab and | that the first row has most of.</summary>
    /// <exception cref="ArgumentException">A quote, a line break, a space, or a letter or digit.</exception>
    public char? Separator
    {
        get;
        init => field = value is not { } c || (!char.IsLetterOrDigit(c) && c is not ('"' or '\r' or '\n' or ' ' or '.' or '-' or '+'))
            ? value
            : throw new ArgumentException($"CsvOptions: '{(char.IsControl(c) ? "a line break" : c.ToString())}' cannot separate fields.",
                nameof(Separator));
    }

    /// <summary>
    /// Whether the first row has the names of the columns; true by default. Without it they are called column_0, column_1 ... unless
    /// <see cref="ColumnNames"/> are given.
    /// </summary>
    public bool HasHeader { get; init; } = true;

    /// <summary>Names of all columns of the file, in order, instead of those in the header; null to take the header.</summary>
    public IReadOnlyList<string>? ColumnNames { get; init; }

    /// <summary>Types of columns by name; those of the others are found out.</summary>
    public Dictionary<string, ColumnType> Types { get; init; } = [];

    /// <summary>
    /// Rows at the beginning from which types are found out; null for all, which takes a pass over the file but knows every cell and the
    /// number of rows. If all types are given, there is no such pass.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public long? InferenceRows
    {
        get;
        init =>
            field = value is null or >= 1 ? value
                : throw new ArgumentOutOfRangeException(nameof(InferenceRows), value,
                    $"CsvOptions: InferenceRows must be 1 or more, not {value}.");
    }

    /// <summary>
    /// Texts that count as a missing value, as an empty cell does; by default those of pandas: NA, N/A, NaN, nan, null, NULL, None,
    /// n/a, #N/A, #NA, &lt;NA&gt;, -NaN, -nan, 1.#IND, -1.#IND, 1.#QNAN, -1.#QNAN, #N/A N/A. Upper and lower case differ.
    /// </summary>
    public IReadOnlyList<string> MissingValues { get; init; } =
        ["NA", "N/A", "NaN", "nan", "null", "NULL", "None", "n/a", "#N/A", "#NA", "<NA>", "-NaN", "-nan", "1.#IND", "-1.#IND", "1.#QNAN",
            "-1.#QNAN", "#N/A N/A"];

    /// <summary>
    /// What missing values become, by column: a number, or a text for a column of texts. Without an entry: NaN, or the empty text.
    /// </summary>
    public Dictionary<string, object> Fills { get; init; } = [];

    /// <summary>
    /// Classes of label columns of texts, by column, in the order of their numbers; those of others are the texts that occur, sorted.
    /// </summary>
    public Dictionary<string, IReadOnlyList<string>> Classes { get; init; } = [];

    /// <summary>What happens to rows with more or fewer fields than there are columns. Blank lines are always left out.</summary>
    public RaggedRows RaggedRows { get; init; }

    /// <summary>Whether white space around fields, outside of quotes, is left out; true by default.</summary>
    public bool Trim { get; init; } = true;

    /// <summary>Encoding of a file without a byte order mark; null for UTF-8, where other bytes are an error.</summary>
    public Encoding? Encoding { get; init; }

    /// <summary>Most characters of a row, line breaks in quotes included; 1,000,000 by default, 16,000,000 at most.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1 or more than 16,000,000.</exception>
    public int MaxRowLength
    {
        get;
        init =>
            field = value is >= 1 and <= 16_000_000
                ? value
                : throw new ArgumentOutOfRangeException(nameof(MaxRowLength), value,
                    $"CsvOptions: MaxRowLength must lie between 1 and 16000000, not {value}.");
    } = 1_000_000;

    /// <summary>Most columns of a file; 10,000 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int MaxColumns
    {
        get;
        init => field = Guard.Positive(value, nameof(CsvOptions), nameof(MaxColumns));
    } = 10_000;
}
