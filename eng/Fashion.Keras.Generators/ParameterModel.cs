namespace Fashion.Keras.Generators;

/// <summary>A parameter of a fluent method.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Declaration">Type, name and default, as C# writes them.</param>
/// <param name="Documentation">XML: what it means.</param>
internal sealed record ParameterModel(string Name, string Declaration, string Documentation);
