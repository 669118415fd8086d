using System.Collections;
using System.Runtime.CompilerServices;

namespace Fashion.Keras.Experiments;

/// <summary>The seeds of a study: a number of them (5 stands for 0, 1, 2, 3, 4) or a list.</summary>
[CollectionBuilder(typeof(StudySeeds), nameof(Create))]
public sealed class StudySeeds : IReadOnlyList<int>
{
    private readonly int[] _seeds;

    private StudySeeds(int[] seeds)
    {
        if (seeds.Length == 0) throw new ArgumentException("A study needs at least one seed.", nameof(seeds));
        if (seeds.GroupBy(s => s).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new ArgumentException($"Seed {twice.Key} occurs {twice.Count()} times; each seed is one run of each variant.",
                nameof(seeds));
        _seeds = seeds;
    }

    /// <inheritdoc/>
    public int Count => _seeds.Length;

    /// <inheritdoc/>
    public int this[int index] => _seeds[index];

    /// <summary>Makes a list of seeds.</summary>
    /// <param name="seeds">Different numbers, at least one.</param>
    /// <exception cref="ArgumentException">No seed, or one that occurs twice.</exception>
    public static StudySeeds Create(ReadOnlySpan<int> seeds) => new(seeds.ToArray());

    /// <summary>The seeds from 0 to count - 1.</summary>
    /// <param name="count">How many; at least 1.</param>
    /// <exception cref="ArgumentException">The number is not positive.</exception>
    public static StudySeeds FromInt32(int count) => new([.. Enumerable.Range(0, Math.Max(0, count))]);

    /// <summary>The seeds from 0 to count - 1.</summary>
    public static implicit operator StudySeeds(int count) => FromInt32(count);

    /// <summary>A list of seeds.</summary>
    public static implicit operator StudySeeds(int[] seeds) => Create(seeds);

    /// <inheritdoc/>
    public IEnumerator<int> GetEnumerator() => ((IEnumerable<int>)_seeds).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
