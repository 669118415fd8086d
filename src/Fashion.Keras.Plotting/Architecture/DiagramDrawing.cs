using Fashion.Keras.Plotting.Drawing;
using SkiaSharp;

namespace Fashion.Keras.Plotting.Architecture;

/// <summary>Draws a diagram whose places are known.</summary>
internal sealed class DiagramDrawing(Sketch sketch, bool leftToRight)
{
    private const float Margin = 16, ArrowLength = 8, ArrowWidth = 4;

    /// <summary>The picture.</summary>
    public static Figure Figure(Diagram diagram, ModelPlotOptions options)
    {
        int width = (int)MathF.Ceiling(diagram.Width + 2 * Margin + LoopWidth(diagram)),
            height = (int)MathF.Ceiling(diagram.Height + 2 * Margin);
        return new Figure(new PlotOptions { Title = options.Title, Theme = options.Theme, Scale = options.Scale }, width, height,
            (sketch, area) => new DiagramDrawing(sketch, options.RankDirection == RankDirection.LeftToRight)
                .Draw(diagram, area.Left + Margin, area.Top + Margin));
    }

    // A layer that takes its own output has an arrow at its right side.
    private static float LoopWidth(Diagram diagram) => diagram.Edges.Any(e => e.From == e.To) ? 24 : 0;

    private void Draw(Diagram diagram, float x, float y)
    {
        foreach (DiagramNode frame in diagram.Nodes.Where(n => n.Inner is not null))
        {
            SKRect area = Area(frame, x, y);
            sketch.Rectangle(area, sketch.Colors.Background);
            sketch.Outline(area, sketch.Colors.Muted);
            (float innerX, float innerY) = LayeredLayout.InnerOrigin(frame);
            Draw(frame.Inner!, area.Left + innerX, area.Top + innerY);
        }
        foreach (DiagramEdge edge in diagram.Edges) Arrow(edge, x, y);
        foreach (DiagramNode box in diagram.Nodes.Where(n => n.Inner is null && !n.IsPort)) Box(box, Area(box, x, y));
        foreach (DiagramNode frame in diagram.Nodes.Where(n => n.Inner is not null)) Title(frame, Area(frame, x, y));
    }

    // Last, so that no arrow goes through it.
    private void Title(DiagramNode frame, SKRect area)
    {
        string text = Lettering.Fit(frame.Title, BoxSizes.TitleSize, frame.Width - 2 * LayeredLayout.FramePadding + 1);
        float x = area.Left + LayeredLayout.FramePadding, y = area.Top + LayeredLayout.FrameTitle / 2 + 2;
        sketch.Rectangle(SKRect.Create(x - 3, y - 9, Lettering.Width(text, BoxSizes.TitleSize) + 6, 18), sketch.Colors.Background);
        sketch.Text(text, x, y, BoxSizes.TitleSize, sketch.Colors.Muted);
    }

    private static SKRect Area(DiagramNode node, float x, float y) =>
        SKRect.Create(x + node.X - node.Width / 2, y + node.Y - node.Height / 2, node.Width, node.Height);

    private void Box(DiagramNode box, SKRect area)
    {
        ThemeColors colors = sketch.Colors;
        float width = box.Width - 2 * BoxSizes.Padding + 1, y = area.Top + BoxSizes.TitleHeight / 2;
        sketch.Rectangle(area, colors.Background);
        if (!box.IsInput) sketch.Rectangle(SKRect.Create(area.Left, area.Top, area.Width, BoxSizes.TitleHeight), colors.Area);
        sketch.Text(Lettering.Fit(box.Title, BoxSizes.TitleSize, width), area.MidX, y, BoxSizes.TitleSize, colors.Foreground,
            SKTextAlign.Center);
        y += (BoxSizes.TitleHeight + BoxSizes.LineHeight) / 2;
        foreach (DiagramLine line in box.Lines)
        {
            string color = line.Trained switch { true => colors.Good, false => colors.Bad, null => colors.Foreground };
            sketch.Text(Lettering.Fit(line.Text, BoxSizes.LineSize, width), area.MidX, y, BoxSizes.LineSize, color, SKTextAlign.Center);
            y += BoxSizes.LineHeight;
        }
        sketch.Outline(area, colors.Muted);
    }

    private void Arrow(DiagramEdge edge, float x, float y)
    {
        using var path = new SKPathBuilder();
        SKPoint end, before;
        if (edge.From == edge.To)
        {
            SKRect area = Area(edge.From, x, y);
            (before, end) = (new SKPoint(area.Right + 16, area.MidY + 7), new SKPoint(area.Right, area.MidY + 7));
            path.MoveTo(area.Right, area.MidY - 7);
            path.LineTo(area.Right + 16, area.MidY - 7);
            path.LineTo(before);
            path.LineTo(end);
        }
        else
        {
            SKPoint[] way = [.. edge.Way.Select(p => new SKPoint(x + p.X, y + p.Y))];
            path.MoveTo(way[0]);
            for (int i = 1; i < way.Length; i++)
                if (i % 2 == 1) path.LineTo(way[i]);
                else Curve(path, way[i - 1], way[i]);
            end = way[^1];
            before = Array.FindLast(way, p => p != end);
        }
        using SKPath line = path.Detach();
        using SKPaint paint = Paint(SKPaintStyle.Stroke);
        sketch.Canvas.DrawPath(line, paint);
        if (!edge.To.IsPort && edge.ToPort is null) Head(end, before);
    }

    private SKPaint Paint(SKPaintStyle style) =>
        new() { Color = ThemeColors.Parse(sketch.Colors.Muted), Style = style, StrokeWidth = 1.4f, IsAntialias = true };

    // Leaves and arrives in the direction of the ranks.
    private void Curve(SKPathBuilder path, SKPoint from, SKPoint to)
    {
        SKPoint middle = new((from.X + to.X) / 2, (from.Y + to.Y) / 2);
        if (leftToRight) path.CubicTo(new SKPoint(middle.X, from.Y), new SKPoint(middle.X, to.Y), to);
        else path.CubicTo(new SKPoint(from.X, middle.Y), new SKPoint(to.X, middle.Y), to);
    }

    private void Head(SKPoint end, SKPoint before)
    {
        bool across = leftToRight || end.Y == before.Y;
        float back = -ArrowLength * Math.Sign(across ? end.X - before.X : end.Y - before.Y);
        SKPoint tail = across ? new(end.X + back, end.Y) : new(end.X, end.Y + back);
        SKPoint side = across ? new(0, ArrowWidth) : new(ArrowWidth, 0);
        using var path = new SKPathBuilder();
        path.MoveTo(end);
        path.LineTo(tail + side);
        path.LineTo(tail - side);
        path.Close();
        using SKPath head = path.Detach();
        using SKPaint paint = Paint(SKPaintStyle.Fill);
        sketch.Canvas.DrawPath(head, paint);
    }
}
