namespace Fashion.Keras.Plotting.Charts;

/// <summary>One line of a chart.</summary>
/// <param name="Name">For the legend.</param>
/// <param name="X">Places, rising.</param>
/// <param name="Y">Values; those that are not finite are left out.</param>
/// <param name="Color">Its place in the palette.</param>
/// <param name="Dashed">Whether it is dashed.</param>
internal sealed record Line(string Name, IReadOnlyList<double> X, IReadOnlyList<double> Y, int Color, bool Dashed = false);
