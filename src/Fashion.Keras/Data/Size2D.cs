namespace Fashion.Keras;

/// <summary>A height and a width in pixels: kernel sizes, strides, pool sizes. A single number stands for both.</summary>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
public readonly record struct Size2D(int Height, int Width)
{
    /// <summary>The same size in both directions: <c>kernelSize: 3</c>.</summary>
    public static implicit operator Size2D(int size) => new(size, size);

    /// <summary>Height and width: <c>kernelSize: (3, 5)</c>.</summary>
    public static implicit operator Size2D((int Height, int Width) size) => new(size.Height, size.Width);

    /// <summary>The two sizes as a list.</summary>
    internal Shape ToShape() => new[] { Height, Width };

    /// <inheritdoc/>
    public override string ToString() => $"({Height}, {Width})";
}
