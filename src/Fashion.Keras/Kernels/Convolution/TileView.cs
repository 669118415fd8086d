namespace Fashion.Keras.Kernels;

/// <summary>
/// A tile of an image of results, or of pooled ones: where it begins, how far apart its pixels and rows are, and how many rows and columns
/// of it are inside the image. (No class: this is no kernel.)
/// </summary>
internal readonly unsafe struct TileView(float* first, nint pixel, nint row, int rows, int columns)
{
    public float* First => first;

    public nint Pixel => pixel;

    public nint Row => row;

    public int Rows => rows;

    public int Columns => columns;

    /// <summary>The same tile from a channel on.</summary>
    public TileView From(int channel) => new(first + channel, pixel, row, rows, columns);

    /// <summary>The numbers of a pixel.</summary>
    public float* At(int v, int h) => first + v * row + h * pixel;
}
