using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Fashion.Keras.Reporting;

/// <summary>Writes the contents of sections as HTML. Everything that comes from outside is encoded here.</summary>
internal sealed partial class HtmlWriter
{
    // From here on a cell has several lines.
    private const int LongCell = 60;

    // From here on a heading has room for more than a word in a line.
    private const int LongHeading = 16;

    private readonly StringBuilder _text = new();
    private int _tables, _figures, _headings;

    public override string ToString() => _text.ToString();

    /// <summary>Text between tags or in an attribute.</summary>
    public static string Encode(string text) => PlainText.Encode(text, c =>
        c switch { '&' => "&amp;", '<' => "&lt;", '>' => "&gt;", '"' => "&quot;", '\'' => "&#39;", _ => null });

    /// <summary>Tags as they are, text encoded.</summary>
    public void Line(FormattableString html) =>
        _text.Append(string.Format(CultureInfo.InvariantCulture, html.Format,
            [.. html.GetArguments().Select(a => a is string text ? Encode(text) : a)])).Append('\n');

    public void Raw(string html) => _text.Append(html).Append('\n');

    public void Paragraphs(string text)
    {
        foreach (string paragraph in PlainText.Paragraphs(text)) Line($"<p>{paragraph}</p>");
    }

    public void Code(string text, string label) =>
        Line($"<pre class=\"scroll\" role=\"region\" aria-label=\"{label}\" tabindex=\"0\">{text.ReplaceLineEndings("\n")}</pre>");

    public void Facts(IEnumerable<KeyValuePair<string, string>> facts)
    {
        Raw("<dl class=\"facts\">");
        foreach ((string name, string value) in facts) Line($"<div><dt>{name}</dt><dd>{value}</dd></div>");
        Raw("</dl>");
    }

    public void Table(ReportTable table)
    {
        int id = ++_tables;
        Line($"<div class=\"scroll\" role=\"region\" aria-labelledby=\"t{id}\" tabindex=\"0\">");
        Line($"<table>\n<caption id=\"t{id}\">{table.Caption}</caption>");
        bool[] numbers = [.. Enumerable.Range(0, table.Columns.Count).Select(c => c > 0 && IsNumeric(table.Rows.Select(r => r[c])))];
        IEnumerable<string> headings = table.Columns.Select((c, i) => $"<th scope=\"col\"{HeadingClass(c, numbers[i])}>{Encode(c)}</th>");
        Raw($"<thead><tr>{string.Concat(headings)}</tr></thead>\n<tbody>");
        foreach (IReadOnlyList<string> row in table.Rows)
        {
            IEnumerable<string> cells = row.Skip(1).Select((cell, i) => $"<td{CellClass(cell, numbers[i + 1])}>{Encode(cell)}</td>");
            Raw($"<tr><th scope=\"row\">{Encode(row[0])}</th>{string.Concat(cells)}</tr>");
        }
        Raw("</tbody>\n</table>\n</div>");
        if (table.Note is { } note)
            foreach (string paragraph in PlainText.Paragraphs(note)) Line($"<p class=\"note\">{paragraph}</p>");
    }

    public void Figure(ReportFigure figure)
    {
        bool small = figure.Figure.Width <= ReportFigure.NarrowWidth;
        Raw($"<figure{(small ? "" : " class=\"large\"")}>");
        if (figure.Narrow is null) Raw(Svg(figure.Figure, figure.Description));
        else Raw($"<div class=\"wide\">{Svg(figure.Figure, figure.Description)}</div>\n<div " +
            $"class=\"narrow\">{Svg(figure.Narrow, figure.Description)}</div>");
        if (figure.HasCaption) Line($"<figcaption>{figure.Description}</figcaption>");
        Raw("</figure>");
    }

    public void Group(ReportGroup group)
    {
        if (group.IsCollapsed)
        {
            Line($"<details>\n<summary>{group.Heading}</summary>");
            Blocks(group.Blocks);
            Raw("</details>");
            return;
        }
        int id = ++_headings;
        Line($"<section class=\"group\" aria-labelledby=\"g{id}\">\n<h3 id=\"g{id}\">{group.Heading}</h3>");
        Blocks(group.Blocks);
        Raw("</section>");
    }

    /// <summary>Contents one after another; small figures, and groups of them, in rows.</summary>
    public void Blocks(IEnumerable<ReportBlock> blocks)
    {
        string row = "";
        foreach (ReportBlock block in blocks)
        {
            string wanted = block switch
            {
                ReportFigure { Figure.Width: <= ReportFigure.NarrowWidth } => "figures",
                ReportGroup { IsCollapsed: false } group when group.Blocks.All(b =>
                    b is ReportFigure { Figure.Width: <= ReportFigure.NarrowWidth }) => "groups",
                _ => "",
            };
            if (row != wanted && row.Length > 0) Raw("</div>");
            if (row != wanted && wanted.Length > 0) Raw($"<div class=\"{wanted}\">");
            row = wanted;
            block.Write(this);
        }
        if (row.Length > 0) Raw("</div>");
    }

    private string Svg(Plotting.Figure figure, string description) => figure.ToInlineSvg(description,
        string.Create(CultureInfo.InvariantCulture, $"f{++_figures}-"));

    private static string CellClass(string cell, bool isNumber) => isNumber ? " class=\"n\"" : cell.Length > LongCell ? " class=\"t\"" : "";

    private static string HeadingClass(string heading, bool isNumber) => (isNumber, heading.Length > LongHeading) switch
    {
        (true, true) => " class=\"n h\"",
        (true, false) => " class=\"n\"",
        (false, true) => " class=\"h\"",
        _ => "",
    };

    // Cells without a value say nothing about their column.
    private static bool IsNumeric(IEnumerable<string> cells)
    {
        string[] said = [.. cells.Where(c => c.Length > 0 && c != Numbers.None && c != Numbers.NotANumber)];
        return said.Length > 0 && said.All(c => Number().IsMatch(c));
    }

    [GeneratedRegex(@"^[-+]?(\d|∞)")]
    private static partial Regex Number();
}
