using Fashion.Keras.Data;
using Fashion.Keras.Execution;
using Fashion.Keras.Graph;
using Fashion.Keras.Layers;
using Fashion.Keras.Optimizers;

namespace Fashion.Keras.Training;

/// <summary>
/// Feeds batches of one sample set to the compiled steps of a model. Everything is rented and pinned once; a run allocates
/// nothing but for the first batch of each size.
/// </summary>
internal sealed unsafe class StepRunner : IDisposable
{
    private readonly Model _model;
    private readonly SampleSet _samples;
    private readonly StepKind _kind;
    private readonly PinnedSource[] _pinned;
    private readonly Feed[] _feeds;
    private readonly float[] _scalars;
    private readonly List<Rented> _rented = [];
    private int _trainableChanges;
    private string _trainable = "";

    public StepRunner(Model model, SampleSet samples, StepKind kind)
    {
        _model = model;
        _samples = samples;
        _kind = kind;
        _pinned = [.. samples.Inputs.Concat(samples.Targets).Concat(samples.Weights).Select(a => a.Pin())];
        _feeds = new Feed[_pinned.Length];
        _scalars = new float[kind == StepKind.Train ? model.Optimizer!.ScalarCount : 0];
        if (kind == StepKind.Train) LookAtLayers();
    }

    /// <summary>Runs a batch of consecutive samples.</summary>
    /// <returns>Where the results can be read until the next run.</returns>
    public IExecution Run(int first, int count) => Run(first, count, null);

    /// <summary>Runs one batch: consecutive samples, or those listed.</summary>
    /// <param name="first">The first sample of the batch; not used with a list.</param>
    /// <param name="count">Samples in the batch.</param>
    /// <param name="rows">The samples' numbers; null for consecutive ones.</param>
    /// <returns>Where the results can be read until the next run.</returns>
    public IExecution Run(int first, int count, int* rows)
    {
        for (int i = 0; i < _feeds.Length; i++) _feeds[i] = new Feed(_pinned[i], first, rows);
        if (_kind != StepKind.Train)
        {
            Rented only = Rent(_kind, count);
            using (only.Gates.Enter()) only.Execution.Run(_feeds, [], run: 0);
            return only.Execution;
        }
        // A callback may have frozen a layer.
        if (_trainableChanges != Layer.TrainableChanges) LookAtLayers();
        Optimizer optimizer = _model.Optimizer!;
        Rented step = Rent(optimizer.NextOnlyAccumulates ? StepKind.Accumulate : StepKind.Train, count);
        // Also the counts: who saves now finds weights and counts of the same step.
        using (step.Gates.Enter())
        {
            optimizer.WriteScalars(_scalars);
            step.Execution.Run(_feeds, _scalars, _model.NextRun());
            optimizer.Iterations++;
        }
        return step.Execution;
    }

    /// <summary>Compiles the step for batches of a size, if that has not happened yet.</summary>
    public void Prepare(int count) => Rent(_kind, count);

    public void Dispose()
    {
        foreach (Rented rented in _rented) rented.Execution.Dispose();
        foreach (PinnedSource source in _pinned) source.Dispose();
    }

    private Rented Rent(StepKind kind, int batch)
    {
        foreach (Rented known in _rented)
            if (known.Kind == kind && known.Batch == batch && known.Trainable == _trainable) return known;
        CompiledStep step = _model.Step(_samples.Key(kind, batch) with { Trainable = _trainable });
        var rented = new Rented(kind, batch, _trainable, step.Executable.Rent(), step.Gates);
        _rented.Add(rented);
        return rented;
    }

    private void LookAtLayers()
    {
        _trainableChanges = Layer.TrainableChanges;
        _trainable = _model.TrainableState();
    }

    private sealed record Rented(StepKind Kind, int Batch, string Trainable, IExecution Execution, WeightGates Gates);
}
