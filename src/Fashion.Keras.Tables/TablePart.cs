using System.Collections;

namespace Fashion.Keras.Tables;

/// <summary>Some rows of a table.</summary>
/// <param name="table">The table.</param>
/// <param name="chosen">Says it of each row.</param>
/// <param name="wanted">Which of the two kinds of rows are the part.</param>
/// <param name="count">How many they are.</param>
internal sealed class TablePart(Table table, BitArray chosen, bool wanted, long count) : Dataset<TableRow>
{
    public override long? Count => count;

    internal override IEnumerator<TableRow> Open(long pass)
    {
        using IEnumerator<TableRow> rows = table.Open(pass);
        for (int i = 0; rows.MoveNext(); i++)
        {
            if (i == chosen.Count)
                throw new InvalidOperationException(FormattableString.Invariant($"The file has more rows than the {i} that were split."));
            if (chosen[i] == wanted) yield return rows.Current;
        }
    }
}
