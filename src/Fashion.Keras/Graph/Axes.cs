using System.Collections;
using System.Runtime.CompilerServices;

namespace Fashion.Keras;

/// <summary>
/// The argument <c>axis</c> of an operation: one axis (<c>axis: 0</c>), several (<c>axis: [1, 2]</c>), or all, which are null and what is
/// left out. Negative ones count from the last.
/// </summary>
/// <example><code>Ops.Mean(images, axis: [1, 2]);</code></example>
[CollectionBuilder(typeof(Axes), nameof(Create))]
public readonly struct Axes : IEnumerable<int>
{
    private Axes(int[]? numbers) => Numbers = numbers;

    /// <summary>The axes; null for all.</summary>
    internal int[]? Numbers { get; }

    /// <summary>Several axes.</summary>
    /// <param name="axes">The axes.</param>
    public static Axes Create(ReadOnlySpan<int> axes) => new(axes.ToArray());

    /// <summary>One axis.</summary>
    /// <param name="axis">The axis.</param>
    public static implicit operator Axes(int axis) => new([axis]);

    /// <summary>Several axes.</summary>
    /// <param name="axes">The axes; null for all.</param>
    public static implicit operator Axes(int[]? axes) => new((int[]?)axes?.Clone());

    /// <inheritdoc/>
    public IEnumerator<int> GetEnumerator() => ((IEnumerable<int>)(Numbers ?? [])).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
