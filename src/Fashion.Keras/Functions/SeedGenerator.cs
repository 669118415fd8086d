using Fashion.Keras.Internal;

namespace Fashion.Keras;

/// <summary>
/// A sequence of seeds for <see cref="RandomOps"/>: with one generator every call gives other numbers, and all of them follow from the
/// generator's seed. A whole number converts to a new generator, so a call with a number as its seed always gives the same numbers.
/// </summary>
/// <remarks>
/// It can be used by several threads at once; which of them gets which numbers is then open. Inside of what is compiled (a layer's
/// <c>Call</c>, a <see cref="Function"/>, a <see cref="TrainStep"/>) it is asked once, when the code is written down; the numbers are
/// others in every run all the same. Source: keras.io/api/random/seed_generator.
/// </remarks>
/// <param name="seed">Any number; null for one from <see cref="Utils.SetRandomSeed"/> or, without that, a random one.</param>
public sealed class SeedGenerator(int? seed = null)
{
    private long _draws = -1;

    /// <summary>Where the sequence begins.</summary>
    public int Seed { get; } = seed ?? SeedSource.Next();

    /// <summary>A new generator that begins at a number.</summary>
    /// <param name="seed">Any number.</param>
    public static implicit operator SeedGenerator(int seed) => new(seed);

    /// <summary>The next seed.</summary>
    internal ulong Next() => SeedSource.Mix((uint)Seed, (ulong)Interlocked.Increment(ref _draws));
}
