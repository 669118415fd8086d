namespace Fashion.Keras.Plotting;

/// <summary>Size and look of a picture.</summary>
public sealed record PlotOptions
{
    private readonly int _width = 800, _height;
    private readonly double _scale = 1;

    /// <summary>Width in pixels, 100 to 10,000; default 800.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside that range.</exception>
    public int Width
    {
        get => _width;
        init => _width = value is >= 100 and <= 10_000
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "PlotOptions: Width must be 100 to 10000.");
    }

    /// <summary>Height in pixels, 100 to 10,000; 0, the default, chooses one that fits the content.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside that range.</exception>
    public int Height
    {
        get => _height;
        init => _height = value is 0 or (>= 100 and <= 10_000)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "PlotOptions: Height must be 0 or 100 to 10000.");
    }

    /// <summary>
    /// Pixels of a PNG per unit of width and height, 0.25 to 8: 2 gives a PNG of twice the size with everything twice as large. Default 1.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside that range.</exception>
    public double Scale
    {
        get => _scale;
        init => _scale = value is >= 0.25 and <= 8
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "PlotOptions: Scale must be 0.25 to 8.");
    }

    /// <summary>Title at the top; null, the default, for none.</summary>
    public string? Title { get; init; }

    /// <summary>Colours; default light.</summary>
    public PlotTheme Theme { get; init; }
}
