namespace Fashion.Keras.Graph;

/// <summary>Colours of images (batch, height, width, 3): grey values, and hue, saturation and value.</summary>
internal static class Colors
{
    private const float SmallestColor = 1.1920929e-7f;

    /// <summary>The shape, if it has the channels red, green and blue.</summary>
    public static Shape Three(Shape images, bool orOne = false) => images[3] is 3 or Shape.Unknown || (orOne && images[3] == 1) ? images
        : throw new ShapeMismatchException($"Colours need {(orOne ? "1 or 3" : "3")} channels, but the images have {images[3]}, in the " +
            $"shape {images} (batch, height, width, channels).")
        { Received = images };

    /// <summary>The weighted mean of the channels, (batch, height, width, 1); images of one channel as they are.</summary>
    public static SymbolicTensor Grey(SymbolicTensor images) => images.Shape[3] == 1 ? images
        : 0.2989 * Channel(images, 0) + 0.587 * Channel(images, 1) + 0.114 * Channel(images, 2);

    /// <summary>Hue and saturation from 0 to 1, and value; each (batch, height, width, 1).</summary>
    public static (SymbolicTensor Hue, SymbolicTensor Saturation, SymbolicTensor Value) ToHsv(SymbolicTensor images)
    {
        SymbolicTensor colors = Ops.Where(Ops.Greater(SmallestColor, Ops.Abs(images)), 0, images);
        SymbolicTensor red = Channel(colors, 0), green = Channel(colors, 1), blue = Channel(colors, 2);
        SymbolicTensor value = Ops.Maximum(Ops.Maximum(red, green), blue), range = value - Ops.Minimum(Ops.Minimum(red, green), blue);
        SymbolicTensor isColor = Ops.Greater(range, 0), hasValue = Ops.Greater(value, 0);
        SymbolicTensor saturation = Ops.Where(hasValue, range / Ops.Where(hasValue, value, 1), 0);
        SymbolicTensor sixth = 1 / (6 * Ops.Where(isColor, range, 1));
        SymbolicTensor hue = Ops.Where(Ops.Equal(value, green), sixth * (blue - red) + 2.0 / 6, sixth * (red - green) + 4.0 / 6);
        hue = Ops.Where(Ops.Equal(value, red), sixth * (green - blue), hue);
        return (Ops.Where(isColor, hue, 0) + Ops.Greater(0, hue), saturation, value);
    }

    /// <summary>The colours, (batch, height, width, 3); a hue outside of 0 to 1 goes round the circle.</summary>
    public static SymbolicTensor FromHsv(SymbolicTensor hue, SymbolicTensor saturation, SymbolicTensor value)
    {
        SymbolicTensor place = (hue - Ops.Floor(hue)) * 6;
        return Ops.Concatenate([Shade(Ops.Abs(place - 3) - 1), Shade(2 - Ops.Abs(place - 2)), Shade(2 - Ops.Abs(place - 4))], axis: 3);

        SymbolicTensor Shade(SymbolicTensor share) => value * (1 - saturation + saturation * Ops.Clip(share, 0, 1));
    }

    private static SymbolicTensor Channel(SymbolicTensor images, int channel) =>
        Ops.Slice(images, [0, 0, 0, channel], images.Shape.With(3, 1));
}
