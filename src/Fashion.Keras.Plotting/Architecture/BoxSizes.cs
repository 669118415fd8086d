using Fashion.Keras.Plotting.Drawing;

namespace Fashion.Keras.Plotting.Architecture;

/// <summary>How large boxes are.</summary>
internal static class BoxSizes
{
    public const float TitleSize = 13, LineSize = 12, TitleHeight = 26, LineHeight = 22, Padding = 12, Widest = 460;

    /// <summary>Sets the sizes of all boxes, also of those inside of frames. Frames get theirs from what is in them.</summary>
    public static void Measure(Diagram diagram)
    {
        foreach (DiagramNode node in diagram.Nodes)
        {
            if (node.Inner is { } inner) Measure(inner);
            else if (!node.IsPort)
            {
                float text = Math.Max(Lettering.Width(node.Title, TitleSize),
                    node.Lines.Select(line => Lettering.Width(line.Text, LineSize)).DefaultIfEmpty().Max());
                node.Width = Math.Min(MathF.Ceiling(text), Widest) + 2 * Padding;
                node.Height = TitleHeight + node.Lines.Count * LineHeight;
            }
        }
    }
}
