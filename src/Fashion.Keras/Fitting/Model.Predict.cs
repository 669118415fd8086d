using System.Numerics.Tensors;
using Fashion.Keras.Callbacks;
using Fashion.Keras.Internal;
using Fashion.Keras.Training;

namespace Fashion.Keras;

// Using a model. Any number of threads may predict with one model at once, unless it has stateful layers.
public partial class Model
{
    /// <summary>The output for every sample. The model need not be compiled.</summary>
    /// <param name="x">Samples.</param>
    /// <param name="batchSize">Samples per step.</param>
    /// <param name="verbose">How much is printed. The default is a bar at a terminal or into <see cref="ModelOptions.Output"/>, and nothing
    /// where standard output is redirected.</param>
    /// <param name="steps">Batches to compute; null for all.</param>
    /// <param name="callbacks">One or a list.</param>
    /// <param name="cancellationToken">Ends the prediction after the current step.</param>
    /// <returns>One row per sample.</returns>
    /// <exception cref="InvalidOperationException">The model has several outputs; use
    /// <see cref="PredictAll(ModelData, int, VerbosityArgument, int?, CallbackList?, CancellationToken)"/>.</exception>
    /// <exception cref="ArgumentException">Data that does not fit the model, or a result of more elements than an array can hold: predict
    /// fewer samples at a time.</exception>
    public Tensor<float> Predict(ModelData x, int batchSize = 32, VerbosityArgument verbose = default, int? steps = null,
        CallbackList? callbacks = null, CancellationToken cancellationToken = default)
    {
        RequireOneOutput(OutputNames.Count);
        return Only(PredictAll(x, batchSize, verbose, steps, callbacks, cancellationToken));
    }

    // A model whose outputs are not known before it ran is asked again afterwards.
    private Tensor<float> Only(IReadOnlyList<Tensor<float>> outputs)
    {
        RequireOneOutput(outputs.Count);
        return outputs[0];
    }

    private void RequireOneOutput(int count)
    {
        if (count > 1) throw new InvalidOperationException($"Model '{Name}' has {count} outputs ({string.Join(", ", OutputNames)}); " +
            "PredictAll gives all of them.");
    }

    /// <summary>All outputs, in order, for every sample.</summary>
    /// <param name="x">Samples.</param>
    /// <param name="batchSize">Samples per step.</param>
    /// <param name="verbose">How much is printed. The default is a bar at a terminal or into <see cref="ModelOptions.Output"/>, and nothing
    /// where standard output is redirected.</param>
    /// <param name="steps">Batches to compute; null for all.</param>
    /// <param name="callbacks">One or a list.</param>
    /// <param name="cancellationToken">Ends the prediction after the current step.</param>
    /// <exception cref="ArgumentException">Data that does not fit the model, or a result of more elements than an array can hold: predict
    /// fewer samples at a time.</exception>
    public IReadOnlyList<Tensor<float>> PredictAll(ModelData x, int batchSize = 32, VerbosityArgument verbose = default, int? steps = null,
        CallbackList? callbacks = null, CancellationToken cancellationToken = default)
    {
        Guard.Positive(batchSize, nameof(Predict));
        if (steps is { } given) Guard.Positive(given, nameof(Predict), nameof(steps));
        using BatchSource source = SampleSet.Of(Trainer, x).Batches(batchSize);
        return RunPrediction(source, steps, verbose, callbacks, cancellationToken);
    }

    private Tensor<float>[] RunPrediction(BatchSource source, int? steps, VerbosityArgument verbose, CallbackList? callbacks,
        CancellationToken cancellationToken)
    {
        using ModelLock.Held held = Trainer.ModelLock.AcquireStates();
        using var loop = new PredictionLoop(Trainer, source, steps);
        loop.Run(new CallbackChain([this], Trainer, callbacks,
            new CallbackParameters(1, loop.Steps ?? 0, verbose.ForPrediction(Options.Output))), cancellationToken);
        return [.. loop.Outputs.Select(o => o.ToTensor())];
    }

    /// <summary>The output for one batch, without any progress line.</summary>
    /// <param name="x">The samples of the batch.</param>
    public Tensor<float> PredictOnBatch(ModelData x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return Predict(x, x.Arrays[0].Shape is [> 0 and var rows, ..] ? rows : 1, Verbosity.Silent);
    }
}
