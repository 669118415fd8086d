namespace Fashion.Keras.Reference;

/// <summary>
/// All numbers of one 2-D convolution: images (Batch, Height, Width, Channels), kernel (KernelHeight, KernelWidth, Channels / Groups,
/// Filters), results (Batch, OutHeight, OutWidth, Filters).
/// </summary>
internal readonly record struct Conv2DSizes(
    int Batch, int Height, int Width, int Channels, int KernelHeight, int KernelWidth, int Filters, int OutHeight, int OutWidth,
    int StrideHeight, int StrideWidth, int DilationHeight, int DilationWidth, int PadTop, int PadLeft, int Groups)
{
    public int ImageCount => Batch * Height * Width * Channels;

    public int KernelCount => KernelHeight * KernelWidth * (Channels / Groups) * Filters;

    public int ResultCount => Batch * OutHeight * OutWidth * Filters;
}
