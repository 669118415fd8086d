using Fashion.Keras.Optimizers;

namespace Fashion.Keras.Training;

/// <summary>What a step returns and takes in addition to its batch, by name; the numbers are places in the graph.</summary>
internal sealed record StepOutputs
{
    /// <summary>The predictions, one graph output per output of the model; empty unless they were asked for.</summary>
    public IReadOnlyList<int> Predictions { get; init; } = [];

    /// <summary>Shapes of the predictions, where those who run the step do not know them otherwise.</summary>
    public IReadOnlyList<Shape> PredictionShapes { get; init; } = [];

    /// <summary>Numbers whose mean over the samples is logged, in the order of <see cref="IStepProgram.LossNames"/>.</summary>
    public IReadOnlyList<int> Losses { get; init; } = [];

    /// <summary>Which scalars each optimizer writes before a run. An array: steps walk it without allocating.</summary>
    public OptimizerScalars[] Scalars { get; init; } = [];
}

/// <summary>The scalars of a graph that an optimizer writes.</summary>
/// <param name="Optimizer">The optimizer.</param>
/// <param name="First">Place of the first one.</param>
/// <param name="Count">How many.</param>
internal sealed record OptimizerScalars(Optimizer Optimizer, int First, int Count);
