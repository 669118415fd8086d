namespace Fashion.Keras.Events.Values;

/// <summary>Images of one size in bytes, (count, height, width, channels).</summary>
internal sealed record PixelImages(byte[] Pixels, int Count, int Height, int Width, int Channels)
{
    private int Size => Height * Width * Channels;

    /// <summary>The first images as PNG files.</summary>
    public IEnumerable<byte[]> Encode(int maxOutputs)
    {
        for (int i = 0; i < Math.Min(Count, maxOutputs); i++)
            yield return Png.Encode(Pixels.AsSpan(i * Size, Size), Height, Width, Channels);
    }
}
