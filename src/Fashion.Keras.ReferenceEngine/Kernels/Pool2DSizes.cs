namespace Fashion.Keras.Reference;

/// <summary>All numbers of one 2-D pooling of NHWC images; the result is (Batch, OutHeight, OutWidth, Channels).</summary>
internal readonly record struct Pool2DSizes(
    int Batch, int Height, int Width, int Channels, int OutHeight, int OutWidth,
    int WindowHeight, int WindowWidth, int StrideHeight, int StrideWidth, int PadTop, int PadLeft)
{
    public int ImageCount => Batch * Height * Width * Channels;

    public int ResultCount => Batch * OutHeight * OutWidth * Channels;

    /// <summary>
    /// Calls for every result (its place) and every cell of its window that lies inside the image (place in the image, place in the
    /// window).
    /// </summary>
    public void Visit(Action<int, int, int> visit)
    {
        for (int result = 0; result < ResultCount; result++)
        {
            int channel = result % Channels, j = result / Channels % OutWidth, i = result / Channels / OutWidth % OutHeight,
                n = result / Channels / OutWidth / OutHeight;
            for (int p = 0; p < WindowHeight; p++)
                for (int q = 0; q < WindowWidth; q++)
                {
                    int row = i * StrideHeight + p - PadTop, column = j * StrideWidth + q - PadLeft;
                    if (row >= 0 && row < Height && column >= 0 && column < Width)
                        visit(result, ((n * Height + row) * Width + column) * Channels + channel, p * WindowWidth + q);
                }
        }
    }
}
