namespace Fashion.Keras.Plotting;

/// <summary>Colours of a picture.</summary>
public enum PlotTheme
{
    /// <summary>Dark on white.</summary>
    Light,

    /// <summary>Light on black.</summary>
    Dark,

    /// <summary>SVG: as the viewer prefers it, through <c>prefers-color-scheme</c>. PNG: as <see cref="Light"/>.</summary>
    Auto,
}
