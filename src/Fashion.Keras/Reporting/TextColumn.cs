using System.Text.RegularExpressions;

namespace Fashion.Keras.Reporting;

/// <summary>
/// One column of a table: its width, how texts wrap in it and where they stand. The rules are those of Python's rich, which Keras prints
/// with.
/// </summary>
/// <param name="Title">Its heading.</param>
/// <param name="Alignment">Where texts stand.</param>
/// <param name="CellWidth">Its width, with one space at each side of the text.</param>
internal sealed partial record TextColumn(string Title, TextAlignment Alignment, int CellWidth)
{
    private const int Padding = 2;

    private int TextWidth => CellWidth - Padding;

    /// <summary>Widths of the cells of a table.</summary>
    /// <param name="lineLength">Width of the table with all its borders.</param>
    /// <param name="ends">Where columns end, as shares of the width.</param>
    /// <exception cref="ArgumentException">A column would be narrower than four characters.</exception>
    public static int[] Widths(int lineLength, double[] ends)
    {
        var cells = new int[ends.Length];
        int used = 0;
        for (int i = 0; i < ends.Length; i++)
        {
            int width = (int)(ends[i] * lineLength) - used;
            if (width < 4) throw new ArgumentException($"Summary: {lineLength} characters are too few for {ends.Length} columns; give a " +
                "larger lineLength, or positions farther apart.", nameof(lineLength));
            cells[i] = width + Padding;
            used += width;
        }
        int spare = lineLength - (ends.Length + 1) - cells.Sum();
        if (spare < 0) Shrink(cells, -spare);
        else Grow(cells, spare);
        return cells;
    }

    /// <summary>Breaks a text at spaces; a word that is too long for a line is cut off there.</summary>
    public List<string> Wrap(string text)
    {
        List<string> lines = [];
        int lineStart = 0, used = 0;
        foreach (Match word in Word().Matches(text))
        {
            if (used > 0 && word.Value.TrimEnd().Length > TextWidth - used)
            {
                lines.Add(text[lineStart..word.Index]);
                lineStart = word.Index;
                used = 0;
            }
            used += word.Length;
        }
        lines.Add(text[lineStart..]);
        return lines.ConvertAll(Fit);
    }

    /// <summary>Fills a line up to the width of the column.</summary>
    public string Align(string line) => Alignment switch
    {
        TextAlignment.Right => line.PadLeft(TextWidth),
        TextAlignment.Center => line.PadLeft((TextWidth - line.Length) / 2 + line.Length).PadRight(TextWidth),
        _ => line.PadRight(TextWidth),
    };

    private string Fit(string line)
    {
        string text = line.TrimEnd();
        return text.Length > TextWidth ? text[..(TextWidth - 1)] + '…' : text;
    }

    // What is too much is taken evenly, what is left over is given in proportion, column by column from the left.
    private static void Shrink(int[] cells, int excess)
    {
        for (int i = 0; i < cells.Length; i++)
        {
            int part = Math.Min(cells[i], (int)Math.Round((double)excess / (cells.Length - i), MidpointRounding.ToEven));
            cells[i] -= part;
            excess -= part;
        }
    }

    private static void Grow(int[] cells, int spare)
    {
        int total = cells.Sum();
        for (int i = 0; i < cells.Length; i++)
        {
            int cell = cells[i];
            int part = (int)Math.Ceiling((double)cell * spare / total);
            cells[i] += part;
            spare -= part;
            total -= cell;
        }
    }

    [GeneratedRegex(@"\s*\S+\s*")]
    private static partial Regex Word();
}
