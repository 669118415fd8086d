namespace Fashion.Keras.Kernels;

/// <summary>
/// All numbers of one 2-D convolution: images (Batch, Height, Width, Channels), kernel (KernelHeight, KernelWidth,
/// Channels / Groups, Filters), results (Batch, OutHeight, OutWidth, Filters).
/// </summary>
internal readonly record struct Conv2DSizes(
    int Batch, int Height, int Width, int Channels, int KernelHeight, int KernelWidth, int Filters, int OutHeight, int OutWidth,
    int StrideHeight, int StrideWidth, int DilationHeight, int DilationWidth, int PadTop, int PadLeft, int Groups)
{
    /// <summary>Rows of an image with the padding that the kernel reaches.</summary>
    public int PaddedHeight => (OutHeight - 1) * StrideHeight + (KernelHeight - 1) * DilationHeight + 1;

    /// <summary>Columns of an image with the padding that the kernel reaches.</summary>
    public int PaddedWidth => (OutWidth - 1) * StrideWidth + (KernelWidth - 1) * DilationWidth + 1;

    /// <summary>Whether the kernel, laid anywhere, stays within the image.</summary>
    public bool IsInside => PadTop == 0 && PadLeft == 0 && PaddedHeight <= Height && PaddedWidth <= Width;

    public int ImageCount => Batch * Height * Width * Channels;

    public int KernelCount => KernelHeight * KernelWidth * (Channels / Groups) * Filters;

    public int ResultCount => Batch * OutHeight * OutWidth * Filters;
}
