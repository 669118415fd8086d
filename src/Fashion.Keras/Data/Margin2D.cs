namespace Fashion.Keras;

/// <summary>
/// Rows and columns added or taken away around an image: one number for all sides, (height, width) for two on either side,
/// or ((top, bottom), (left, right)).
/// </summary>
/// <param name="Vertical">Rows above and below.</param>
/// <param name="Horizontal">Columns to the left and to the right.</param>
public readonly record struct Margin2D(Margin1D Vertical, Margin1D Horizontal)
{
    /// <summary>The same number on all sides.</summary>
    public static implicit operator Margin2D(int size) => new(size, size);

    /// <summary>Rows above and below, columns to the left and to the right.</summary>
    public static implicit operator Margin2D((int Height, int Width) size) => new(size.Height, size.Width);

    /// <summary>Every side on its own: ((top, bottom), (left, right)).</summary>
    public static implicit operator Margin2D(((int Top, int Bottom) Vertical, (int Left, int Right) Horizontal) margin) =>
        new(margin.Vertical, margin.Horizontal);

    /// <inheritdoc/>
    public override string ToString() => $"({Vertical}, {Horizontal})";
}
