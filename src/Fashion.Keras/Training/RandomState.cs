namespace Fashion.Keras.Training;

/// <summary>Where a model's training takes its random numbers from; with it training continues as if it had not been interrupted.</summary>
/// <param name="Runs">Training steps so far.</param>
/// <param name="Passes">Times the samples were shuffled so far.</param>
/// <param name="ShuffleSeed">Seed of the shuffling.</param>
/// <param name="LayerSeeds">Seeds of the layers that draw random numbers, in the model's order.</param>
internal sealed record RandomState(ulong Runs, long Passes, int ShuffleSeed, IReadOnlyList<int> LayerSeeds);
