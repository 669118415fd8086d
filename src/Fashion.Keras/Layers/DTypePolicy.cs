using Fashion.Keras.Layers;

namespace Fashion.Keras;

/// <summary>
/// The precision that a layer asks for. Layers compute in float32 and nothing else, so every other policy must say that this is
/// meant: <c>new DTypePolicy("mixed_float16", computeInFloat32: true)</c>. The layer then computes in float32, and a file asks for the
/// policy.
/// </summary>
/// <param name="name">Keras's name: float32, float64, float16, bfloat16, mixed_float16 or mixed_bfloat16.</param>
/// <param name="computeInFloat32">Whether the layer may compute in float32 instead.</param>
public sealed class DTypePolicy(string name, bool computeInFloat32 = false)
{
    /// <summary>Keras's name.</summary>
    public string Name { get; } = name ?? throw new ArgumentNullException(nameof(name));

    /// <summary>Whether the layer may compute in float32 instead.</summary>
    public bool ComputeInFloat32 { get; } = computeInFloat32;

    /// <summary>A policy by its name; other names than float32 are refused by the layer.</summary>
    public static implicit operator DTypePolicy(string name) => new(name);

    /// <summary>The name, if a layer can have it.</summary>
    internal string Of(Layer layer)
    {
        if (!DTypes.IsPolicy(Name))
            throw new ArgumentException($"Layer '{layer.Name}' ({layer.ClassName}): '{Name}' is no precision of a layer; there are " +
                $"{string.Join(", ", DTypes.Policies)}.");
        if (Name != DTypes.Policies[0] && !ComputeInFloat32)
            throw new ArgumentException($"Layer '{layer.Name}' ({layer.ClassName}): it computes in float32, not in {Name}. Say that this " +
                $"is meant with new DTypePolicy(\"{Name}\", computeInFloat32: true), or leave dtype out.");
        return Name;
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
