using Microsoft.CodeAnalysis;

namespace Fashion.Keras.Generators;

/// <summary>Where the value of an argument is kept.</summary>
/// <param name="Name">The property; null for none.</param>
/// <param name="Type">Its type.</param>
/// <param name="IsInherited">Whether a base class keeps it, which then writes it into configs.</param>
/// <param name="Written">The property, where it has to be written.</param>
internal sealed record KeptArgument(string? Name, ITypeSymbol? Type, bool IsInherited = false, PropertyModel? Written = null);
