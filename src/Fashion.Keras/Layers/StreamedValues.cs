using Fashion.Keras.Internal;

namespace Fashion.Keras.Layers;

/// <summary>Sequences from which layers learn once, without holding them in memory.</summary>
internal static class StreamedValues
{
    /// <summary>Numbers of a sequence that are looked at together.</summary>
    public const int Chunk = 1 << 16;

    /// <summary>At most so many elements of a sequence.</summary>
    public static IEnumerable<T> Limit<T>(IEnumerable<T> elements, int? steps) =>
        steps is { } most ? elements.Take(Guard.Positive(most, "Adapt", nameof(steps))) : elements;
}
