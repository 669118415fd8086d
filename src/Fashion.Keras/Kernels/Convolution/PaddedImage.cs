namespace Fashion.Keras.Kernels;

/// <summary>
/// One image as the kernel of a convolution sees it: with a border of zeros, so that no inner loop has to ask where the image
/// ends. Where the kernel stays inside there is nothing to copy and the image serves as it is.
/// </summary>
internal static unsafe class PaddedImage
{
    /// <summary>Floats that <see cref="Of"/> needs.</summary>
    public static int ScratchFloats(in Conv2DSizes s) => s.IsInside ? 0 : checked(s.PaddedHeight * s.PaddedWidth * s.Channels);

    /// <summary>Floats from one row of the image that <see cref="Of"/> gives to the next.</summary>
    public static nint Row(in Conv2DSizes s) => (nint)(s.IsInside ? s.Width : s.PaddedWidth) * s.Channels;

    /// <summary>The image with its border.</summary>
    public static float* Of(float* images, int image, in Conv2DSizes s, float* scratch)
    {
        KernelGuard.Sizes(s);
        KernelGuard.Range(image, image + 1L, s.Batch);
        KernelGuard.Memory(images, s.ImageCount);
        KernelGuard.Memory(scratch, ScratchFloats(s));
        KernelGuard.Apart(scratch, ScratchFloats(s), images, s.ImageCount);
        float* source = images + (nint)image * s.Height * s.Width * s.Channels;
        if (s.IsInside) return source;
        new Span<float>(scratch, ScratchFloats(s)).Clear();
        Overlap(s, out int rows, out int columns);
        for (int i = 0; i < rows; i++)
            Copy(source + (nint)i * s.Width * s.Channels, scratch + ((nint)(i + s.PadTop) * s.PaddedWidth + s.PadLeft) * s.Channels,
                columns * s.Channels);
        return scratch;
    }

    /// <summary>Takes the border off again.</summary>
    public static void Crop(float* padded, float* image, in Conv2DSizes s)
    {
        KernelGuard.Sizes(s);
        KernelGuard.Holds(!s.IsInside, s);
        KernelGuard.Memory(padded, ScratchFloats(s));
        KernelGuard.Memory(image, (long)s.Height * s.Width * s.Channels);
        KernelGuard.Apart(image, (long)s.Height * s.Width * s.Channels, padded, ScratchFloats(s));
        Overlap(s, out int rows, out int columns);
        if (rows < s.Height || columns < s.Width) new Span<float>(image, s.Height * s.Width * s.Channels).Clear();
        for (int i = 0; i < rows; i++)
            Copy(padded + ((nint)(i + s.PadTop) * s.PaddedWidth + s.PadLeft) * s.Channels, image + (nint)i * s.Width * s.Channels,
                columns * s.Channels);
    }

    // Rows and columns of the image that the kernel reaches; strides may leave some over.
    private static void Overlap(in Conv2DSizes s, out int rows, out int columns)
    {
        rows = Math.Clamp(s.PaddedHeight - s.PadTop, 0, s.Height);
        columns = Math.Clamp(s.PaddedWidth - s.PadLeft, 0, s.Width);
    }

    private static void Copy(float* source, float* destination, int count) =>
        Buffer.MemoryCopy(source, destination, (long)count * sizeof(float), (long)count * sizeof(float));
}
