using Fashion.Keras.Graph;
using Fashion.Keras.Layers;
using Fashion.Keras.Optimizers;

namespace Fashion.Keras.Training;

/// <summary>What the steps of a trainer compute.</summary>
internal interface IStepProgram
{
    /// <summary>The models whose weights and random layers take part.</summary>
    IReadOnlyList<Layer> Models { get; }

    /// <summary>What changes weights in a training step.</summary>
    IReadOnlyList<Optimizer> Optimizers { get; }

    /// <summary>Names in logs of the averaged numbers: loss first, where there is one.</summary>
    IReadOnlyList<string> LossNames { get; }

    /// <summary>The metrics that the steps update.</summary>
    IReadOnlyList<MetricEntry> Metrics { get; }

    /// <summary>Whether a loss is the sum over the samples of a batch, so that it depends on how many of them other ranks have.</summary>
    bool SumsSamples => false;

    /// <summary>Writes one step.</summary>
    StepOutputs Write(GraphBuilder graph, StepKey key);
}
