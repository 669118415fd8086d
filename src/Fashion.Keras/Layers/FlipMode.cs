namespace Fashion.Keras;

/// <summary>How images are turned over.</summary>
public enum FlipMode
{
    /// <summary>Both at once: a turn by 180 degrees.</summary>
    HorizontalAndVertical,

    /// <summary>Left and right change places.</summary>
    Horizontal,

    /// <summary>Top and bottom change places.</summary>
    Vertical,
}
