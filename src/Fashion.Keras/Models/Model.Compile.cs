using Fashion.Keras.Metrics;
using Fashion.Keras.Optimizers;
using Fashion.Keras.Training;

namespace Fashion.Keras;

// What training makes small, by what steps, and what it reports.
public partial class Model
{
    /// <summary>What changes the weights; null before <see cref="Compile"/>.</summary>
    public Optimizer? Optimizer => Trainer.Optimizer;

    /// <summary>What is reported beside the loss, in the order given to <see cref="Compile"/>.</summary>
    public IReadOnlyList<Metric> Metrics => [.. Trainer.Settings?.Metrics?.Flat ?? [], .. Trainer.Settings?.WeightedMetrics?.Flat ?? []];

    /// <summary>How the model runs: threads, output, seed. Setting it takes effect at the next call.</summary>
    /// <exception cref="InvalidOperationException">Set while the model is being trained or evaluated.</exception>
    public ModelOptions Options
    {
        get => Trainer.Options;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            using ExclusiveUse.Held use = Trainer.Use.TakeToChange("its options");
            Trainer.Options = value;
        }
    }

    /// <summary>Says how the model learns. Weights stay; the optimizer and the metrics start anew. Call it again after freezing layers.</summary>
    /// <param name="optimizer">Name (<c>"adam"</c>) or object; null for <c>"rmsprop"</c>.</param>
    /// <param name="loss">Name or object; with several outputs also a list, or a dictionary by output name.</param>
    /// <param name="metrics">Names or objects; they see every sample alike.</param>
    /// <param name="lossWeights">With several outputs: how much each loss counts; 1 by default.</param>
    /// <param name="weightedMetrics">Metrics that count samples by their class or sample weight.</param>
    /// <exception cref="ArgumentException">Unknown name.</exception>
    /// <exception cref="InvalidOperationException">The model is being trained or evaluated, by another thread or around the callback that calls this.</exception>
    public void Compile(Optimizer? optimizer = null, OutputLosses? loss = null, OutputMetrics? metrics = null, OutputWeights? lossWeights = null, OutputMetrics? weightedMetrics = null)
    {
        using ExclusiveUse.Held use = Trainer.Use.TakeToChange("how it learns");
        Trainer.Settings = new CompileSettings(optimizer ?? "rmsprop", loss, lossWeights, metrics, weightedMetrics);
        Trainer.Steps.Prepare();
    }
}
