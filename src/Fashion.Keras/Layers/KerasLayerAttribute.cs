namespace Fashion.Keras.Layers;

/// <summary>
/// Marks a layer whose repetitions the source generator writes (<c>eng/Fashion.Keras.Generators</c>), all from its public constructors: the
/// fluent method in <see cref="LayerMethods"/>, <c>FromConfig</c>, <c>WriteConfig</c>, the row in <see cref="LayerTable"/>, and properties
/// that the constructor assigns but the class does not declare. What the class declares itself is not written.
/// </summary>
/// <param name="kerasName">The class in files of Keras and the fluent method, where they are not called as the class.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
internal sealed class KerasLayerAttribute(string? kerasName = null) : Attribute
{
    /// <summary>The class in files of Keras; null for the name of the class.</summary>
    public string? KerasName { get; } = kerasName;
}
