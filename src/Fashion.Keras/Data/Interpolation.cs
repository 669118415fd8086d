namespace Fashion.Keras;

/// <summary>How colours between pixels are found.</summary>
public enum Interpolation
{
    /// <summary>The nearest pixel.</summary>
    Nearest,

    /// <summary>A blend of the four pixels around, by distance.</summary>
    Bilinear,

    /// <summary>A cubic blend of the sixteen pixels around: sharper than bilinear, and it can overshoot. For resizing only.</summary>
    Bicubic,

    /// <summary>The Lanczos window of radius 3. For resizing only.</summary>
    Lanczos3,

    /// <summary>The Lanczos window of radius 5. For resizing only.</summary>
    Lanczos5,
}
