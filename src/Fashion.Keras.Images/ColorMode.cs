namespace Fashion.Keras;

/// <summary>Channels of images read from files. Every file is converted, whatever it holds itself.</summary>
public enum ColorMode
{
    /// <summary>Red, green, blue: 3 channels. Transparency is left out, the colours under it stay.</summary>
    Rgb,

    /// <summary>Brightness, 0.299 red + 0.587 green + 0.114 blue rounded to a whole number: 1 channel.</summary>
    Grayscale,

    /// <summary>
    /// Red, green, blue, opacity: 4 channels. Colours are not multiplied by the opacity; files without transparency have 255.
    /// </summary>
    Rgba,
}
