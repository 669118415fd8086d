using Fashion.Keras.Kernels;

namespace Fashion.Keras.Engine;

/// <summary>
/// The order in which <see cref="Dense"/> wants a weight of shape (inputs, units): panels of columns, the last one filled up with zeros.
/// </summary>
internal sealed record PanelLayout(int Inputs, int Units) : WeightLayout
{
    // What an update takes together.
    private const int RowsTogether = 16;

    public override Shape Shape => [Inputs, Units];

    public override int PackedCount => Dense.Panels(Units) * Inputs * Dense.PanelWidth;

    public override Partition Rows => new(Inputs, RowsTogether);

    public override void Pack(ReadOnlySpan<float> source, Span<float> packed, int first, int end)
    {
        for (int column = 0; column < Units; column += Dense.PanelWidth)
        {
            int width = Width(column);
            for (int i = first; i < end; i++)
            {
                Span<float> row = packed.Slice(column * Inputs + i * Dense.PanelWidth, Dense.PanelWidth);
                source.Slice(i * Units + column, width).CopyTo(row);
                if (width < Dense.PanelWidth) row[width..].Clear();
            }
        }
    }

    public override void Unpack(ReadOnlySpan<float> packed, Span<float> destination, int first, int end)
    {
        for (int column = 0; column < Units; column += Dense.PanelWidth)
        {
            int width = Width(column);
            for (int i = first; i < end; i++)
                packed.Slice(column * Inputs + i * Dense.PanelWidth, width).CopyTo(destination.Slice(i * Units + column, width));
        }
    }

    public override void Copy(ReadOnlySpan<float> packed, Span<float> destination, int first, int end)
    {
        for (int column = 0; column < Units; column += Dense.PanelWidth)
        {
            int width = Width(column), at = column * Inputs + first * Dense.PanelWidth, length = (end - first) * Dense.PanelWidth;
            if (width == Dense.PanelWidth) packed.Slice(at, length).CopyTo(destination[at..]);
            else
                for (int i = 0; i < length; i += Dense.PanelWidth) packed.Slice(at + i, width).CopyTo(destination.Slice(at + i, width));
        }
    }

    public override void ClearPadding(Span<float> packed, int first, int end)
    {
        int last = (Dense.Panels(Units) - 1) * Dense.PanelWidth, width = Width(last);
        for (int i = first; i < end && width < Dense.PanelWidth; i++)
            packed.Slice(last * Inputs + i * Dense.PanelWidth + width, Dense.PanelWidth - width).Clear();
    }

    private int Width(int column) => Math.Min(Dense.PanelWidth, Units - column);
}
