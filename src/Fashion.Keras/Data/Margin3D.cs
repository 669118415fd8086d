namespace Fashion.Keras;

/// <summary>
/// Cells added or taken away around a volume: one number for all sides, (depth, height, width) for two on either side, or
/// ((front, back), (top, bottom), (left, right)).
/// </summary>
/// <param name="Depth">Planes at the front and at the back.</param>
/// <param name="Vertical">Rows above and below.</param>
/// <param name="Horizontal">Columns to the left and to the right.</param>
public readonly record struct Margin3D(Margin1D Depth, Margin1D Vertical, Margin1D Horizontal)
{
    /// <summary>The same number on all sides.</summary>
    public static implicit operator Margin3D(int size) => new(size, size, size);

    /// <summary>Planes at the front and at the back, rows above and below, columns to the left and to the right.</summary>
    public static implicit operator Margin3D((int Depth, int Height, int Width) size) => new(size.Depth, size.Height, size.Width);

    /// <summary>Every side on its own: ((front, back), (top, bottom), (left, right)).</summary>
    public static implicit operator Margin3D(
        ((int Front, int Back) Depth, (int Top, int Bottom) Vertical, (int Left, int Right) Horizontal) margin) =>
        new(margin.Depth, margin.Vertical, margin.Horizontal);

    /// <inheritdoc/>
    public override string ToString() => $"({Depth}, {Vertical}, {Horizontal})";
}
