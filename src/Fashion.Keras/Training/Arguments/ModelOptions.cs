using System.Diagnostics.CodeAnalysis;
using Fashion.Keras.Execution;
using Fashion.Keras.Internal;

namespace Fashion.Keras;

/// <summary>How a model runs, not what it computes.</summary>
public sealed record ModelOptions
{
    /// <summary>Most threads that a model may use.</summary>
    internal const int MostThreads = 1024;

    /// <summary>Worker threads, 0 to 1,024; 0 (the default) for all physical cores, and for one where there is little to do.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Another number.</exception>
    public int Threads
    {
        get;
        init =>
            field = value is >= 0 and <= MostThreads
                ? value
                : throw new ArgumentOutOfRangeException(nameof(value), value,
                    $"Threads must be 0 to {MostThreads}; 0 stands for all physical cores.");
    }

    /// <summary>Whether the engine may merge operations into faster ones; true by default.</summary>
    public bool Fusion { get; init; } = true;

    /// <summary>Whether to measure the time of every step, for <see cref="Model.Profile"/>; false by default.</summary>
    public bool Profile { get; init; }

    /// <summary>
    /// How many bytes a model may keep for its next calls: its compiled steps (one per batch size) and the buffers of steps that
    /// have ended. What was used longest ago is dropped beyond that. At least 0; 96 MiB by default. Buffers in use, weights and
    /// the state of the optimizer are not counted.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">A negative number.</exception>
    public long CacheBytes
    {
        get;
        init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "CacheBytes must be 0 or more.");
    } = 96L << 20;

    /// <summary>
    /// Seed of the shuffling; null (the default) for one from <see cref="Utils.SetRandomSeed"/> or, without that, a random one.
    /// </summary>
    public int? Seed { get; init; }

    /// <summary>Where progress and messages go; null (the default) for the console.</summary>
    public TextWriter? Output { get; init; }

    /// <summary>
    /// The engine; null (the default) for the library's own. Several models may share one. A weight that an engine has taken stays with it.
    /// </summary>
    [Experimental(ExperimentalApi.Engines)]
    public IEngine? Engine { get; init; }

    // A quarter is for compiled steps, the rest for buffers.
    internal long PlanBytes => CacheBytes / 4;

    internal ExecutionOptions Execution => new(Threads, Fusion, Profile, CacheBytes - PlanBytes);
}
