namespace Fashion.Keras;

/// <summary>A file cannot be read as a table.</summary>
public sealed class TableFileException : IOException
{
    /// <summary>About a place in a file.</summary>
    /// <param name="path">Full path of the file.</param>
    /// <param name="line">Number of the line, from 1; 0 for the file as a whole.</param>
    /// <param name="column">Name of the column; null for the line as a whole.</param>
    /// <param name="reason">What is wrong, as a clause: "'x' is no number".</param>
    /// <param name="innerException">What it is caused by; null for nothing.</param>
    public TableFileException(string path, long line, string? column, string reason, Exception? innerException = null)
        : base(
            $"{path}{(line > 0 ? FormattableString.Invariant($", line {line}") : "")}{(column is null ? "" : $", column '{Internal.ShortText.Of(column)}'")}: {reason}.", innerException) =>
        (Path, Line, Column, Reason) = (path, line, column, reason);

    /// <summary>Full path of the file.</summary>
    public string Path { get; }

    /// <summary>Number of the line on which the row begins, from 1; 0 where the whole file is meant.</summary>
    public long Line { get; }

    /// <summary>Name of the column; null where the whole line is meant.</summary>
    public string? Column { get; }

    /// <summary>What is wrong, as a clause.</summary>
    public string Reason { get; }
}
