using Fashion.Keras.Optimizers;

namespace Fashion.Keras.Training;

/// <summary>What was given to <c>Model.Compile</c>, as it was given; files keep it.</summary>
internal sealed record CompileSettings(Optimizer Optimizer, OutputLosses? Losses, OutputWeights? LossWeights, OutputMetrics? Metrics,
    OutputMetrics? WeightedMetrics);
