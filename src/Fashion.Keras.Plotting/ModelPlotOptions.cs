namespace Fashion.Keras.Plotting;

/// <summary>What the picture of a model shows. The size of the picture follows from it.</summary>
public sealed record ModelPlotOptions
{
    private readonly double _scale = 1;

    /// <summary>Whether the shapes of inputs and outputs are shown; default true.</summary>
    public bool ShowShapes { get; init; } = true;

    /// <summary>Whether the type of the numbers is shown; default false.</summary>
    public bool ShowDtype { get; init; }

    /// <summary>Whether the names of layers are shown, together with their classes; default true.</summary>
    public bool ShowLayerNames { get; init; } = true;

    /// <summary>Whether the activation functions of layers that have one are shown; default false.</summary>
    public bool ShowLayerActivations { get; init; }

    /// <summary>Whether it is shown which layers with weights are trained; default false.</summary>
    public bool ShowTrainable { get; init; }

    /// <summary>Whether the layers of models inside the model are shown, in a frame; default false: one box for each such model.</summary>
    public bool ExpandNested { get; init; }

    /// <summary>Where the picture goes from the inputs; default down.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No such direction.</exception>
    public RankDirection RankDirection
    {
        get;
        init => field = Enum.IsDefined(value) ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "ModelPlotOptions: there is no such RankDirection.");
    }

    /// <summary>Pixels of a PNG per unit, 0.25 to 8: 2 gives a PNG of twice the size with everything twice as large. Default 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside that range.</exception>
    public double Scale
    {
        get => _scale;
        init => _scale = value is >= 0.25 and <= 8 ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "ModelPlotOptions: Scale must be 0.25 to 8.");
    }

    /// <summary>Title at the top; null, the default, for none.</summary>
    public string? Title { get; init; }

    /// <summary>Colours; default light.</summary>
    public PlotTheme Theme { get; init; }
}
