namespace Fashion.Keras.Kernels;

/// <summary>
/// A convolution whose results are pooled over windows that lie side by side; results outside whole windows are not needed.
/// </summary>
internal readonly record struct PooledConv2DSizes(Conv2DSizes Conv, int WindowHeight, int WindowWidth, int PooledHeight, int PooledWidth)
{
    /// <summary>Largest window that the kernels take.</summary>
    public const int MaxArea = 16;

    /// <summary>Added to the place of a maximum that relu makes 0: no gradient passes. The low bits still tell the place.</summary>
    public const int Closed = MaxArea;

    public int Area => WindowHeight * WindowWidth;

    /// <summary>Windows of an image.</summary>
    public int Windows => PooledHeight * PooledWidth;

    public int PooledCount => Conv.Batch * Windows * Conv.Filters;

    /// <summary>Numbers of a patch, in the order of the kernel's rows.</summary>
    public int Patch => Conv.KernelCount / Conv.Filters;

    /// <summary>Numbers of a patch that lie side by side in the image.</summary>
    public int PatchRow => Conv.KernelWidth * Conv.Channels;

    /// <summary>Where the patch of a window's place begins in the (padded) image.</summary>
    public int PatchOffset(int window, int place)
    {
        (int i, int j) = Math.DivRem(window, PooledWidth);
        (int p, int q) = Math.DivRem(place, WindowWidth);
        return (i * WindowHeight + p) * Conv.StrideHeight * (int)PaddedImage.Row(Conv)
            + (j * WindowWidth + q) * Conv.StrideWidth * Conv.Channels;
    }
}
