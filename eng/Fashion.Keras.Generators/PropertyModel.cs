namespace Fashion.Keras.Generators;

/// <summary>A property with the value of a constructor's argument.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type, as C# writes it.</param>
/// <param name="Documentation">XML: what it means.</param>
internal sealed record PropertyModel(string Name, string Type, string Documentation);
