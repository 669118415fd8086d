namespace Fashion.Keras.Generators;

/// <summary>An argument on its way out of a config or into it.</summary>
/// <param name="Name">The parameter, or the property.</param>
/// <param name="Code">What reads it, or what writes it: C#.</param>
internal sealed record ArgumentModel(string Name, string Code);
