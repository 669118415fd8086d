using System.Collections;
using System.Runtime.CompilerServices;
using Fashion.Keras.Internal;

namespace Fashion.Keras;

/// <summary>
/// How many tokens are joined by spaces into one: a number for all widths up to it, a list (<c>[1, 3]</c>) for those in it.
/// </summary>
[CollectionBuilder(typeof(Ngrams), nameof(Create))]
public sealed class Ngrams : IEnumerable<int>
{
    /// <summary>No text has words for more.</summary>
    internal const int Most = 1000;

    private Ngrams(int[] widths, int? upTo)
    {
        foreach (int width in widths) Checked(width);
        Widths = widths;
        UpTo = upTo;
    }

    /// <summary>The widths, in the order in which their n-grams follow each other.</summary>
    public IReadOnlyList<int> Widths { get; }

    /// <summary>The largest width, when that is how it was given.</summary>
    internal int? UpTo { get; }

    /// <summary>N-grams of these widths.</summary>
    /// <param name="widths">Positive numbers, 1,000 at most.</param>
    public static Ngrams Create(ReadOnlySpan<int> widths) => new(widths.ToArray(), null);

    /// <summary>N-grams of all widths from 1 up to this one.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not positive, or more than 1,000.</exception>
    public static implicit operator Ngrams(int width) => new([.. Enumerable.Range(1, Checked(width))], width);

    private static int Checked(int width) =>
        Guard.Positive(width, nameof(Ngrams)) <= Most
            ? width
            : throw new ArgumentOutOfRangeException(nameof(width), width, $"Ngrams: widths are {Most} at most.");

    /// <inheritdoc/>
    public IEnumerator<int> GetEnumerator() => Widths.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
