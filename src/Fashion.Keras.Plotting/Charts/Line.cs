namespace Fashion.Keras.Plotting.Charts;

/// <summary>One line of a chart.</summary>
/// <param name="Name">For the legend; empty for none there.</param>
/// <param name="X">Places, rising.</param>
/// <param name="Y">Values; those that are not finite are left out.</param>
/// <param name="Color">Its place in the palette.</param>
/// <param name="Dashed">Whether it is dashed.</param>
/// <param name="Width">Its width in pixels.</param>
/// <param name="Opacity">0 to 1.</param>
/// <param name="IsMarked">Whether points are marked where there are few.</param>
internal sealed record Line(string Name, IReadOnlyList<double> X, IReadOnlyList<double> Y, int Color, bool Dashed = false, float Width = 2,
    double Opacity = 1, bool IsMarked = true);
