namespace Fashion.Keras.Plotting;

/// <summary>One row of a bar chart: the values of several runs.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Values">One value per run; those that are not finite are left out.</param>
/// <param name="Reference">Values to compare with, such as published ones; null for none.</param>
public sealed record BarGroup(string Name, IReadOnlyList<double> Values, IReadOnlyList<double>? Reference = null);
