using System.Collections;
using System.Runtime.CompilerServices;

namespace Fashion.Keras;

/// <summary>
/// The sizes of a tensor's axes, outermost first. An axis of <see cref="Unknown"/> (-1) is not known yet and prints as
/// <c>None</c>, as Keras shows the batch axis.
/// </summary>
/// <example><code>Shape shape = [28, 28, 1];</code></example>
[CollectionBuilder(typeof(Shape), nameof(Create))]
public sealed class Shape : IReadOnlyList<int>, IEquatable<Shape>
{
    /// <summary>The size of an axis that is not known yet (the batch axis, or the length of a sequence).</summary>
    public const int Unknown = -1;

    /// <summary>The shape of a single number: no axes.</summary>
    public static Shape Scalar { get; } = new();

    private readonly int[] _sizes;

    /// <summary>A shape of these sizes; <c>[28, 28, 1]</c> is the same.</summary>
    /// <param name="sizes">Sizes per axis; -1 for an unknown one.</param>
    /// <exception cref="ArgumentException">A size is below -1.</exception>
    public Shape(params int[] sizes)
    {
        ArgumentNullException.ThrowIfNull(sizes);
        foreach (int size in sizes)
            if (size < Unknown)
                throw new ArgumentException($"A shape cannot have an axis of size {size}; sizes are >= 0, or -1 for an unknown one.",
                    nameof(sizes));
        _sizes = [.. sizes];
    }

    /// <summary>Makes a shape from its sizes.</summary>
    /// <param name="sizes">Sizes per axis; -1 for an unknown one.</param>
    /// <exception cref="ArgumentException">A size is below -1.</exception>
    public static Shape Create(ReadOnlySpan<int> sizes) => sizes.IsEmpty ? Scalar : new Shape(sizes.ToArray());

    /// <summary>Number of axes.</summary>
    public int Rank => _sizes.Length;

    /// <inheritdoc/>
    public int Count => _sizes.Length;

    /// <summary>Size of one axis; also with an index from the end (<c>shape[^1]</c>).</summary>
    /// <param name="axis">Axis, counted from 0.</param>
    public int this[int axis] => _sizes[axis];

    /// <summary>Whether every axis has a known size.</summary>
    public bool IsKnown
    {
        get
        {
            foreach (int size in _sizes)
                if (size == Unknown) return false;
            return true;
        }
    }

    /// <summary>Number of elements.</summary>
    /// <exception cref="InvalidOperationException">An axis is unknown.</exception>
    /// <exception cref="ShapeMismatchException">More than one array can hold.</exception>
    public int ElementCount
    {
        get
        {
            if (!IsKnown) throw new InvalidOperationException($"The shape {this} has an unknown axis, so it has no element count.");
            return Data.Sizes.Count(_sizes, "A tensor");
        }
    }

    /// <summary>The sizes as a span.</summary>
    public ReadOnlySpan<int> AsSpan() => _sizes;

    /// <summary>A part of the shape: <c>shape[1..]</c> drops the batch axis.</summary>
    /// <param name="range">The axes to keep.</param>
    public Shape this[Range range]
    {
        get
        {
            (int start, int length) = range.GetOffsetAndLength(Rank);
            var sizes = new int[length];
            Array.Copy(_sizes, start, sizes, 0, length);
            return new Shape(sizes);
        }
    }

    /// <summary>The same shape with one axis replaced.</summary>
    /// <param name="axis">Axis, counted from 0.</param>
    /// <param name="size">Its new size, or -1.</param>
    public Shape With(int axis, int size)
    {
        var sizes = (int[])_sizes.Clone();
        sizes[axis] = size;
        return Create(sizes);
    }

    /// <summary>The same shape after a new first axis.</summary>
    /// <param name="size">Size of the new axis; -1 (the default) for an unknown batch.</param>
    public Shape Prepend(int size = Unknown) => Create([size, .. _sizes]);

    /// <summary>Whether an axis is longer than that.</summary>
    internal bool Exceeds(int size)
    {
        foreach (int own in _sizes)
            if (own > size) return true;
        return false;
    }

    /// <summary>The numbers of its axes: 0, 1, 2 ...</summary>
    internal int[] AllAxes
    {
        get
        {
            var axes = new int[Rank];
            for (int i = 0; i < axes.Length; i++) axes[i] = i;
            return axes;
        }
    }

    /// <summary>An axis counted from either end as one counted from 0.</summary>
    /// <param name="axis">-rank .. rank-1.</param>
    /// <exception cref="ArgumentOutOfRangeException">No such axis.</exception>
    internal int Axis(int axis)
    {
        if (axis < -Rank || axis >= Rank)
            throw new ArgumentOutOfRangeException(nameof(axis), axis, $"A tensor of shape {this} has no axis {axis}.");
        return axis < 0 ? axis + Rank : axis;
    }

    /// <summary>Whether two shapes agree where both are known.</summary>
    /// <param name="other">The shape to compare with.</param>
    public bool IsCompatibleWith(Shape other)
    {
        if (other is null || other.Rank != Rank) return false;
        for (int i = 0; i < Rank; i++)
            if (_sizes[i] != other._sizes[i] && _sizes[i] != Unknown && other._sizes[i] != Unknown) return false;
        return true;
    }

    /// <inheritdoc/>
    public bool Equals(Shape? other)
    {
        if (other is null || other.Rank != Rank) return false;
        for (int i = 0; i < Rank; i++)
            if (_sizes[i] != other._sizes[i]) return false;
        return true;
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Shape);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (int size in _sizes) hash.Add(size);
        return hash.ToHashCode();
    }

    /// <summary>Whether two shapes are the same.</summary>
    public static bool operator ==(Shape? left, Shape? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Whether two shapes differ.</summary>
    public static bool operator !=(Shape? left, Shape? right) => !(left == right);

    /// <summary>Makes a shape from an array of sizes.</summary>
    public static implicit operator Shape(int[] sizes) => Create(sizes);

    /// <summary>A shape of two axes, as Python's tuple.</summary>
    /// <param name="sizes">Sizes per axis; -1 for an unknown one.</param>
    public static implicit operator Shape((int, int) sizes) => Create([sizes.Item1, sizes.Item2]);

    /// <summary>A shape of three axes, as Python's tuple: <c>Input.Of((28, 28, 1))</c>.</summary>
    /// <param name="sizes">Sizes per axis; -1 for an unknown one.</param>
    public static implicit operator Shape((int, int, int) sizes) => Create([sizes.Item1, sizes.Item2, sizes.Item3]);

    /// <summary>A shape of four axes, as Python's tuple.</summary>
    /// <param name="sizes">Sizes per axis; -1 for an unknown one.</param>
    public static implicit operator Shape((int, int, int, int) sizes) => Create([sizes.Item1, sizes.Item2, sizes.Item3, sizes.Item4]);

    /// <summary>The shape as Keras prints it: <c>(None, 28, 28)</c>, <c>(10,)</c>, <c>()</c>.</summary>
    public override string ToString() => Rank switch
    {
        0 => "()",
        1 => $"({Text(_sizes[0])},)",
        _ => $"({string.Join(", ", _sizes.Select(Text))})",
    };

    private static string Text(int size) => size == Unknown ? "None" : size.ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public IEnumerator<int> GetEnumerator() => ((IEnumerable<int>)_sizes).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
