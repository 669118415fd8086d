using Fashion.Keras.Graph;
using Fashion.Keras.Kernels;

namespace Fashion.Keras.Engine;

/// <summary>The order in which <see cref="Dense"/> wants a weight of shape (inputs, units): panels of columns, the last one filled up with zeros.</summary>
internal sealed record PanelLayout(int Inputs, int Units) : VariableLayout
{
    public override int PackedCount => Dense.Panels(Units) * Inputs * Dense.PanelWidth;

    public override void Pack(ReadOnlySpan<float> source, Span<float> packed)
    {
        packed.Clear();
        for (int column = 0; column < Units; column += Dense.PanelWidth)
        {
            int width = Math.Min(Dense.PanelWidth, Units - column);
            for (int i = 0; i < Inputs; i++) source.Slice(i * Units + column, width).CopyTo(packed.Slice((column * Inputs) + i * Dense.PanelWidth, width));
        }
    }

    public override void Unpack(ReadOnlySpan<float> packed, Span<float> destination)
    {
        for (int column = 0; column < Units; column += Dense.PanelWidth)
        {
            int width = Math.Min(Dense.PanelWidth, Units - column);
            for (int i = 0; i < Inputs; i++) packed.Slice((column * Inputs) + i * Dense.PanelWidth, width).CopyTo(destination.Slice(i * Units + column, width));
        }
    }
}
