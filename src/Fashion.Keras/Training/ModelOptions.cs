using Fashion.Keras.Execution;

namespace Fashion.Keras;

/// <summary>How a model runs, not what it computes.</summary>
public sealed record ModelOptions
{
    /// <summary>Worker threads; 0 (the default) for all physical cores.</summary>
    public int Threads { get; init; }

    /// <summary>Whether the engine may merge operations into faster ones; true by default.</summary>
    public bool Fusion { get; init; } = true;

    /// <summary>Whether to measure the time of every step, for <see cref="Model.Profile"/>; false by default.</summary>
    public bool Profile { get; init; }

    /// <summary>Seed of the shuffling; null (the default) for one from <see cref="Utils.SetRandomSeed"/> or, without that, a random one.</summary>
    public int? Seed { get; init; }

    /// <summary>Where progress and messages go; null (the default) for the console.</summary>
    public TextWriter? Output { get; init; }

    /// <summary>The engine; null for the library's own.</summary>
    internal IEngine? Engine { get; init; }

    internal ExecutionOptions Execution => new(Threads, Fusion, Profile);
}
