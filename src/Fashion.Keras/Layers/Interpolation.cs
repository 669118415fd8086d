namespace Fashion.Keras;

/// <summary>How colours between pixels are found.</summary>
public enum Interpolation
{
    /// <summary>The nearest pixel.</summary>
    Nearest,

    /// <summary>A blend of the four pixels around, by distance.</summary>
    Bilinear,
}
