namespace Fashion.Keras;

/// <summary>Depth, height and width of a window over volumes. A single number stands for all.</summary>
/// <param name="Depth">Planes.</param>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
public readonly record struct Size3D(int Depth, int Height, int Width)
{
    /// <summary>The same size in all directions.</summary>
    public static implicit operator Size3D(int size) => new(size, size, size);

    /// <summary>Depth, height and width.</summary>
    public static implicit operator Size3D((int Depth, int Height, int Width) size) => new(size.Depth, size.Height, size.Width);

    /// <summary>The sizes as a list.</summary>
    internal Shape ToShape() => new[] { Depth, Height, Width };

    /// <inheritdoc/>
    public override string ToString() => $"({Depth}, {Height}, {Width})";
}
