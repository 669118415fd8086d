using Fashion.Keras.Data;
using Fashion.Keras.Graph;
using Fashion.Keras.Internal;
using Fashion.Keras.Layers;

namespace Fashion.Keras.Images;

/// <summary>What images are made into.</summary>
/// <param name="Size">Height and width.</param>
/// <param name="ColorMode">Channels.</param>
/// <param name="Interpolation">How colours between pixels are found.</param>
/// <param name="Antialias">Whether a reduction averages all pixels.</param>
/// <param name="Crop">Whether a window with the size's ratio of sides is cut out first.</param>
/// <param name="Pad">Whether black borders give the image the size's ratio of sides first.</param>
internal sealed record ImageForm(Size2D Size, ColorMode ColorMode, Interpolation Interpolation, bool Antialias, bool Crop, bool Pad)
{
    /// <summary>Whether blends at the ends of a window that is cut out reach into the pixels around it, as Pillow's do.</summary>
    public bool SeesAround { get; init; }

    /// <summary>Refuses what no image can be made into.</summary>
    /// <param name="what">Who asks, for messages.</param>
    public void Check(string what)
    {
        Guard.Positive(Size.Height, what, "the height of the image size");
        Guard.Positive(Size.Width, what, "the width of the image size");
        Sizes.Count([Size.Height, Size.Width, PixelBuffer.BytesPerPixel], $"{what}: an image");
        if (Crop && Pad) throw new ArgumentException($"{what}: cropToAspectRatio and padToAspectRatio exclude each other.");
        Choice.Check(ColorMode, what);
        Choice.Check(Interpolation, what);
    }

    /// <summary>The rows and the columns of an image that are looked at.</summary>
    public (ImageSide Rows, ImageSide Columns) Sides(Size2D image)
    {
        if (Crop)
        {
            (int top, int left, Size2D window) = AspectRatio.Window(image, Size);
            return (new(top, window.Height), new(left, window.Width));
        }
        (int vertical, int horizontal) = Pad ? AspectRatio.Borders(image, Size) : (0, 0);
        return (new(-vertical, image.Height + 2 * vertical), new(-horizontal, image.Width + 2 * horizontal));
    }
}

/// <summary>A range of rows or columns. Outside the image it is black.</summary>
/// <param name="First">The first one; negative where it begins before the image.</param>
/// <param name="Count">How many.</param>
internal readonly record struct ImageSide(int First, int Count);
