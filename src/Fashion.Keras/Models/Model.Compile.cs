using System.Runtime.CompilerServices;
using Fashion.Keras.Metrics;
using Fashion.Keras.Optimizers;
using Fashion.Keras.Training;

namespace Fashion.Keras;

// The loss, the optimizer and the metrics.
public partial class Model
{
    /// <summary>What changes the weights; null before <c>Compile</c>.</summary>
    public Optimizer? Optimizer => Trainer.Optimizer;

    /// <summary>What is reported in addition to the loss, in the order given to <c>Compile</c>.</summary>
    public IReadOnlyList<Metric> Metrics => [.. Trainer.Settings?.Metrics?.Flat ?? [], .. Trainer.Settings?.WeightedMetrics?.Flat ?? []];

    /// <summary>How the model runs: threads, output, seed. Setting it takes effect at the next call.</summary>
    /// <exception cref="InvalidOperationException">Set while the model is being trained or evaluated.</exception>
    public ModelOptions Options
    {
        get => Trainer.Options;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            using ModelLock.Held held = Trainer.ModelLock.AcquireToChange("its options");
            Trainer.Options = value;
        }
    }

    /// <summary>
    /// Says how the model learns. Weights stay; the state of the optimizer and of the metrics is reset. Call it again after freezing
    /// layers.
    /// </summary>
    /// <param name="optimizer">Name (<c>"adam"</c>) or object; null for <c>"rmsprop"</c>.</param>
    /// <param name="loss">Name or object; with several outputs also a list, or a dictionary by output name.</param>
    /// <param name="metrics">Names or objects; they see every sample alike.</param>
    /// <param name="lossWeights">With several outputs: how much each loss counts; 1 by default.</param>
    /// <param name="weightedMetrics">Metrics that count samples by their class or sample weight.</param>
    /// <exception cref="ArgumentException">Unknown name.</exception>
    /// <exception cref="InvalidOperationException">The model is being trained or evaluated, by another thread or around the callback that
    /// calls this.</exception>
    public void Compile(Optimizer? optimizer = null, OutputLosses? loss = null, OutputMetrics? metrics = null,
        OutputWeights? lossWeights = null, OutputMetrics? weightedMetrics = null)
    {
        using ModelLock.Held held = Trainer.ModelLock.AcquireToChange("how it learns");
        Trainer.Settings = new CompileSettings(optimizer ?? "rmsprop", loss, lossWeights, metrics, weightedMetrics);
        Trainer.Steps.Prepare();
    }

    /// <summary>
    /// Says how the model learns, all by names. C# takes the other overload wherever it can; this one lets languages whose lists are arrays
    /// write them in place: in F# <c>metrics = [| "accuracy" |]</c>, there also with optimizers and losses that are objects.
    /// </summary>
    /// <param name="optimizer">Name of the optimizer.</param>
    /// <param name="loss">Name of the loss.</param>
    /// <param name="metrics">Names of metrics; they see every sample alike.</param>
    /// <exception cref="ArgumentException">Unknown name.</exception>
    /// <exception cref="InvalidOperationException">The model is being trained or evaluated, by another thread or around the callback that
    /// calls this.</exception>
    [OverloadResolutionPriority(-1)]
    public void Compile(string optimizer, string loss, string[] metrics) =>
        Compile((Optimizer)optimizer, (OutputLosses)loss, (OutputMetrics)metrics);
}
