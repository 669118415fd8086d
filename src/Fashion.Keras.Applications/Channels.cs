namespace Fashion.Keras;

/// <summary>Arithmetic that several architectures share.</summary>
internal static class Channels
{
    private const int Divisor = 8;

    /// <summary>The multiple of 8 next to a number of channels, at least 8, and not below nine tenths of the number.</summary>
    public static int Near(double wanted)
    {
        int channels = Math.Max(Divisor, (int)(wanted + Divisor / 2) / Divisor * Divisor);
        return channels < 0.9 * wanted ? channels + Divisor : channels;
    }

    /// <summary>
    /// Zeros before a convolution of stride 2, so that it sees what <c>padding="same"</c> of TensorFlow sees; open sizes count as even.
    /// </summary>
    public static Margin2D PaddingFor(SymbolicTensor x, int kernelSize)
    {
        int half = kernelSize / 2;
        return ((half - Shift(x.Shape[1]), half), (half - Shift(x.Shape[2]), half));

        static int Shift(int size) => size == Shape.Unknown || size % 2 == 0 ? 1 : 0;
    }
}
