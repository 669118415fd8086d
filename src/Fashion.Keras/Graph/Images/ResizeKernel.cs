namespace Fashion.Keras.Graph;

/// <summary>The weight of a pixel by its distance, in pixels, from the place that is looked at.</summary>
internal static class ResizeKernel
{
    // Keys's cubic: what repeats its border uses -0.75, what smooths uses -0.5, as PyTorch, on which the expected numbers were made.
    private const double SharpCubic = -0.75, SmoothCubic = -0.5;

    /// <summary>Distance from which on the weight is 0.</summary>
    public static double Radius(Interpolation interpolation) => interpolation switch
    {
        Interpolation.Bilinear => 1,
        Interpolation.Bicubic => 2,
        Interpolation.Lanczos3 => 3,
        Interpolation.Lanczos5 => 5,
        _ => throw new ArgumentOutOfRangeException(nameof(interpolation), interpolation, null),
    };

    public static double Weight(Interpolation interpolation, double distance, bool smooth) => interpolation switch
    {
        Interpolation.Bilinear => Math.Max(0, 1 - distance),
        Interpolation.Bicubic => Cubic(distance, smooth ? SmoothCubic : SharpCubic),
        _ => Lanczos(distance, Radius(interpolation)),
    };

    private static double Cubic(double x, double a)
    {
        if (x < 1) return ((a + 2) * x - (a + 3)) * x * x + 1;
        return x < 2 ? ((x - 5) * x + 8) * x * a - 4 * a : 0;
    }

    private static double Lanczos(double x, double radius)
    {
        if (x > radius) return 0;
        if (x <= 1e-3) return 1;
        // At whole distances the sine is 0, but for rounding.
        return x == Math.Floor(x) ? 0 : radius * Math.Sin(Math.PI * x) * Math.Sin(Math.PI * x / radius) / (Math.PI * Math.PI * x * x);
    }
}
