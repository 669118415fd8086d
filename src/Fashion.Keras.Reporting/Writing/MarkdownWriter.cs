using System.Text;
using System.Text.RegularExpressions;

namespace Fashion.Keras.Reporting;

/// <summary>Writes the contents of sections as Markdown. Everything that comes from outside is escaped here.</summary>
internal sealed partial class MarkdownWriter
{
    private readonly StringBuilder _text = new();

    public override string ToString() => _text.ToString().TrimEnd('\n') + "\n";

    /// <summary>Text within a line.</summary>
    public static string Encode(string text)
    {
        string encoded = PlainText.Encode(text, c => c switch
        {
            '&' => "&amp;",
            '<' => "&lt;",
            '>' => "&gt;",
            '\\' or '`' or '*' or '|' or '[' or ']' or '~' or '$' => $"\\{c}",
            _ => null,
        });
        return Underline().Replace(encoded, "\\_");
    }

    public void Heading(int level, string text) => Raw($"{new string('#', level)} {Inline(text)}\n");

    public void Paragraphs(string text)
    {
        foreach (string paragraph in PlainText.Paragraphs(text))
            Raw($"{string.Join('\n', paragraph.Split('\n').Select(line => Marker().Replace(Encode(line.TrimStart()), "$1\\$2")))}\n");
    }

    public void Code(string text)
    {
        string plain = PlainText.Encode(text.ReplaceLineEndings("\n"), _ => null),
            fence = new('`', Math.Max(3, Ticks().Matches(plain).Select(m => m.Length + 1).DefaultIfEmpty().Max()));
        Raw($"{fence}\n{plain.TrimEnd('\n')}\n{fence}\n");
    }

    public void Facts(IEnumerable<KeyValuePair<string, string>> facts)
    {
        foreach ((string name, string value) in facts) Raw($"- {Inline(name)}: {Inline(value)}");
        Raw("");
    }

    public void Table(ReportTable table)
    {
        Raw($"**{Inline(table.Caption)}**\n\n{Rows(table.Columns, table.Rows)}");
        if (table.Note is { } note) Paragraphs(note);
    }

    public void Group(ReportGroup group)
    {
        if (MarkdownPage.IsFigure(group)) return;
        Heading(3, group.Heading);
        foreach (ReportBlock block in group.Blocks) block.Write(this);
    }

    /// <summary>A table alone.</summary>
    public static string Rows(IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows)
    {
        var table = new StringBuilder();
        table.Append("| ").AppendJoin(" | ", columns.Select(Inline)).Append(" |\n|").Insert(table.Length, "---|", columns.Count)
            .Append('\n');
        foreach (IReadOnlyList<string> row in rows) table.Append("| ").AppendJoin(" | ", row.Select(Inline)).Append(" |\n");
        return table.ToString();
    }

    private static string Inline(string text) => Blanks().Replace(Encode(text), " ").Trim();

    private void Raw(string line) => _text.Append(line).Append('\n');

    // Within a word it is a letter like others.
    [GeneratedRegex(@"(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])")]
    private static partial Regex Underline();

    [GeneratedRegex(@"[\s\u2028\u2029]+")]
    private static partial Regex Blanks();

    // What begins a heading, a list or a rule at the start of a line.
    [GeneratedRegex(@"^(\d*)([#+=.)-])")]
    private static partial Regex Marker();

    [GeneratedRegex("`+")]
    private static partial Regex Ticks();
}
