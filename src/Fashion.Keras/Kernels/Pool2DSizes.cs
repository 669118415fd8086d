namespace Fashion.Keras.Kernels;

/// <summary>All numbers of one 2-D pooling of NHWC images, without the batch.</summary>
internal readonly record struct Pool2DSizes(
    int Height, int Width, int Channels, int OutHeight, int OutWidth,
    int WindowHeight, int WindowWidth, int StrideHeight, int StrideWidth, int PadTop, int PadLeft)
{
    public int ImageLength => Height * Width * Channels;

    public int ResultLength => OutHeight * OutWidth * Channels;

    /// <summary>The cells of window row (or column) <paramref name="at"/> that lie inside the image.</summary>
    public (int First, int End) Rows(int at) => (Math.Max(0, PadTop - at * StrideHeight), Math.Min(WindowHeight, Height + PadTop - at * StrideHeight));

    public (int First, int End) Columns(int at) => (Math.Max(0, PadLeft - at * StrideWidth), Math.Min(WindowWidth, Width + PadLeft - at * StrideWidth));
}
