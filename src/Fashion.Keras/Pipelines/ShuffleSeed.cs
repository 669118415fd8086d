using Fashion.Keras.Internal;

namespace Fashion.Keras.Pipelines;

/// <summary>Seed of a shuffle: the caller's, or one that ranks of a job share before they read.</summary>
/// <param name="given">The caller's seed; null for none.</param>
internal sealed class ShuffleSeed(int? given)
{
    /// <summary>Whether it is the caller's.</summary>
    public bool IsGiven => given is not null;

    /// <summary>The seed.</summary>
    public int Value { get; set; } = given ?? SeedSource.Next();
}

/// <summary>A seed at its place in a pipeline.</summary>
/// <param name="Seed">The seed.</param>
/// <param name="IsOwn">Whether it shuffles the shard of a rank, so that other ranks may have another one.</param>
internal readonly record struct PlacedSeed(ShuffleSeed Seed, bool IsOwn);
