using Fashion.Keras.Data;

namespace Fashion.Keras.Graph;

/// <summary>How an image is cut, or gets borders, so that resizing does not distort it.</summary>
internal static class AspectRatio
{
    /// <summary>The largest window in the middle that has the sides' ratio of the given size.</summary>
    public static (int Top, int Left, Size2D Size) Window(Size2D image, Size2D size)
    {
        int height = Math.Max(1, (int)Math.Min(image.Height, Scaled(image.Width, size.Height, size.Width)));
        int width = Math.Max(1, (int)Math.Min(image.Width, Scaled(image.Height, size.Width, size.Height)));
        return ((image.Height - height) / 2, (image.Width - width) / 2, (height, width));
    }

    /// <summary>Rows above and below, columns left and right that give the image the sides' ratio of the given size.</summary>
    public static (int Vertical, int Horizontal) Borders(Size2D image, Size2D size) => (
        Sizes.Axis(Math.Max(0, Scaled(image.Width, size.Height, size.Width) - image.Height) / 2, "A border"),
        Sizes.Axis(Math.Max(0, Scaled(image.Height, size.Width, size.Height) - image.Width) / 2, "A border"));

    // Divided before it is rounded down, in double precision, as Keras does.
    private static long Scaled(int side, int numerator, int denominator) => (long)((double)((long)side * numerator) / denominator);
}
