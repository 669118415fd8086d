namespace Fashion.Keras.Kernels;

/// <summary>Sizes of one 2-D pooling of NHWC images. Window cells outside the image do not exist for the kernels.</summary>
internal readonly record struct Pool2DWindow(
    int Height, int Width, int Channels, int OutHeight, int OutWidth,
    int WindowHeight, int WindowWidth, int StrideHeight, int StrideWidth, int PadTop, int PadLeft)
{
    public int ImageLength => Height * Width * Channels;

    public int ResultLength => OutHeight * OutWidth * Channels;

    /// <summary>The rows of a window that lie inside the image, as window rows [first, end).</summary>
    public (int First, int End) Rows(int outRow) => Inside(outRow * StrideHeight - PadTop, WindowHeight, Height);

    /// <summary>The columns of a window that lie inside the image, as window columns [first, end).</summary>
    public (int First, int End) Columns(int outColumn) => Inside(outColumn * StrideWidth - PadLeft, WindowWidth, Width);

    private static (int First, int End) Inside(int start, int window, int size) => (Math.Max(0, -start), Math.Min(window, size - start));
}
