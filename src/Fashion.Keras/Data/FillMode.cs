namespace Fashion.Keras;

/// <summary>What lies outside an image.</summary>
public enum FillMode
{
    /// <summary>The image mirrored at its border, the border pixel included: d c b a | a b c d | d c b a.</summary>
    Reflect,

    /// <summary>One value everywhere.</summary>
    Constant,

    /// <summary>The border pixel repeated.</summary>
    Nearest,

    /// <summary>The image repeated.</summary>
    Wrap,
}
