using Fashion.Keras.Data;
using Fashion.Keras.Internal;
using Fashion.Keras.Layers;

namespace Fashion.Keras.Training;

/// <summary>Random numbers of training. Each one follows from a seed and a count, so that files can keep them.</summary>
/// <param name="models">The models that are trained.</param>
/// <param name="seed">The user's seed; null for one from the process.</param>
/// <param name="share">The ranks that train together: each draws other numbers for its samples, but all of them shuffle alike.</param>
/// <param name="name">Names the model, for messages.</param>
internal sealed class RandomStreams(Func<IReadOnlyList<Layer>> models, Func<int?> seed, Func<RankShare> share, Func<string> name)
{
    private ulong _runs;
    private long _passes, _forwardRuns;
    private int? _shuffleSeed;

    /// <summary>Seeds and counts as they are now.</summary>
    public RandomState State => new(_runs, _passes, ShuffleSeed, [.. Drawing().Select(l => l.DrawSeed!.Value)]);

    /// <summary>The user's seed.</summary>
    public int? ShuffleSeedGiven => seed();

    /// <summary>Seed of the order of the samples: the user's, if there is one, which setting it does not change.</summary>
    public int ShuffleSeed
    {
        get => seed() ?? (_shuffleSeed ??= SeedSource.Next());
        set => _shuffleSeed = value;
    }

    /// <summary>Makes training continue from seeds and counts; steps compiled before draw by the old seeds.</summary>
    public void Set(RandomState state)
    {
        Layer[] layers = [.. Drawing()];
        if (layers.Length != state.LayerSeeds.Count)
            throw new ArgumentException(
                $"Model '{name()}' has {layers.Length} layers that draw random numbers, but {state.LayerSeeds.Count} seeds were given.",
                nameof(state));
        for (int i = 0; i < layers.Length; i++) layers[i].DrawSeed = state.LayerSeeds[i];
        (_runs, _passes, _shuffleSeed) = (state.Runs, state.Passes, state.ShuffleSeed);
    }

    /// <summary>Number of the next training step: random layers draw other numbers in each.</summary>
    public ulong NextTrainingRun()
    {
        RankShare ranks = share();
        ulong run = _runs + (ulong)ranks.Rank;
        _runs += (ulong)ranks.Size;
        return run;
    }

    /// <summary>
    /// Number of the next step of evaluation or prediction: a layer that always works as in training draws other numbers in each. Any
    /// number of threads may ask.
    /// </summary>
    public ulong NextForwardRun()
    {
        RankShare ranks = share();
        return (ulong)(Interlocked.Add(ref _forwardRuns, ranks.Size) - ranks.Size + ranks.Rank);
    }

    /// <summary>The next pass over the samples.</summary>
    public Pass NextPass() => new(_passes++, ShuffleSeed);

    /// <summary>The pass that was begun last, once more.</summary>
    public Pass CurrentPass() => new(Math.Max(0, _passes - 1), ShuffleSeed);

    private IEnumerable<Layer> Drawing() => models().SelectMany(Drawing);

    private static IEnumerable<Layer> Drawing(Layer layer) =>
        (layer.DrawSeed is null ? [] : (Layer[])[layer]).Concat(layer.Children.SelectMany(Drawing));
}
