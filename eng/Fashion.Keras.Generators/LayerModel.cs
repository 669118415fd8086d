namespace Fashion.Keras.Generators;

/// <summary>What is written for a layer; it has no symbols of the compiler, so that equal layers are equal.</summary>
/// <param name="Namespace">The namespace of the class.</param>
/// <param name="Name">The class.</param>
/// <param name="KerasName">The class in files of Keras, and the fluent method.</param>
/// <param name="HasInside">Whether reading it takes what makes the layers inside.</param>
/// <param name="Methods">The fluent methods.</param>
/// <param name="Properties">The properties that the class leaves out.</param>
/// <param name="Reading">The arguments of the constructor out of a config; null where the class reads it.</param>
/// <param name="HidesReading">Whether a base class reads configs by a method of the same name.</param>
/// <param name="Writing">What goes into a config after what the base class writes; empty for nothing.</param>
internal sealed record LayerModel(string Namespace, string Name, string KerasName, bool HasInside, EquatableList<MethodModel> Methods,
    EquatableList<PropertyModel> Properties, EquatableList<ArgumentModel>? Reading, bool HidesReading,
    EquatableList<ArgumentModel> Writing)
{
    public string FullName => $"global::{Namespace}.{Name}";

    public bool HasPart => Properties.Count > 0 || Reading is not null || Writing.Count > 0;
}
