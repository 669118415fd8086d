using System.Globalization;
using System.Text;

namespace Fashion.Keras.Plotting.Architecture;

/// <summary>A diagram as a flowchart of Mermaid.</summary>
internal sealed class MermaidText
{
    private const string Special = "\"#<>&`\\";
    private readonly StringBuilder _text = new();
    private readonly Dictionary<DiagramNode, string> _names = [];
    private readonly HashSet<(string From, string To)> _edges = [];

    public static string Of(Diagram diagram, ModelPlotOptions options)
    {
        var writer = new MermaidText();
        if (!string.IsNullOrEmpty(options.Title))
            writer._text.Append("---\ntitle: ").Append(System.Text.Json.JsonSerializer.Serialize(options.Title)).Append("\n---\n");
        writer._text.Append("flowchart ").Append(options.RankDirection == RankDirection.LeftToRight ? "LR" : "TB").Append('\n');
        writer.WriteNodes(diagram, "  ");
        writer.WriteEdges(diagram);
        return writer._text.ToString();
    }

    private void WriteNodes(Diagram diagram, string indent)
    {
        foreach (DiagramNode node in diagram.Nodes.Where(n => !n.IsPort))
        {
            string name = _names[node] = string.Create(CultureInfo.InvariantCulture, $"{(node.Inner is null ? 'n' : 'm')}{_names.Count}");
            if (node.Inner is null)
            {
                string label = string.Join("<br/>", node.Lines.Select(line => line.Text).Prepend(node.Title).Select(Escaped));
                _text.Append(indent).Append(name).Append(node.IsInput ? "([\"" : "[\"").Append(label)
                    .Append(node.IsInput ? "\"])\n" : "\"]\n");
                continue;
            }
            _text.Append(indent).Append("subgraph ").Append(name).Append("[\"").Append(Escaped(node.Title)).Append("\"]\n");
            WriteNodes(node.Inner, indent + "  ");
            _text.Append(indent).Append("end\n");
        }
    }

    // Arrows that cross frames go to the boxes inside, as in Keras's pictures.
    private void WriteEdges(Diagram diagram)
    {
        foreach (DiagramEdge edge in diagram.Edges.Where(e => !e.From.IsPort && !e.To.IsPort))
            foreach (string from in Sources(edge.From, edge.FromPort))
                foreach (string to in Targets(edge.To, edge.ToPort))
                    if (_edges.Add((from, to))) _text.Append("  ").Append(from).Append(" --> ").Append(to).Append('\n');
        foreach (DiagramNode node in diagram.Nodes)
            if (node.Inner is { } inner) WriteEdges(inner);
    }

    private IEnumerable<string> Sources(DiagramNode node, DiagramNode? port) =>
        port is null ? [_names[node]]
            : node.Inner!.Edges.Where(e => e.To == port && !e.From.IsPort).SelectMany(e => Sources(e.From, e.FromPort));

    private IEnumerable<string> Targets(DiagramNode node, DiagramNode? port) =>
        port is null ? [_names[node]]
            : node.Inner!.Edges.Where(e => e.From == port && !e.To.IsPort).SelectMany(e => Targets(e.To, e.ToPort));

    // Entities of Mermaid, whose texts are Markdown and HTML; a control character has no picture.
    private static string Escaped(string text)
    {
        var result = new StringBuilder();
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (Rune.IsControl(rune)) result.Append(' ');
            else if (rune.IsAscii && Special.Contains((char)rune.Value, StringComparison.Ordinal))
                result.Append(CultureInfo.InvariantCulture, $"#{rune.Value};");
            else result.Append(rune);
        }
        return result.ToString();
    }
}
