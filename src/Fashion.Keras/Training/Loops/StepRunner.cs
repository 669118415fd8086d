using Fashion.Keras.Execution;
using Fashion.Keras.Graph;
using Fashion.Keras.Layers;
using Fashion.Keras.Optimizers;

namespace Fashion.Keras.Training;

/// <summary>
/// Runs the steps of a trainer on batches. Executions are rented once per shape; a run allocates nothing but for the first
/// batch of each shape.
/// </summary>
internal sealed class StepRunner(Trainer trainer, StepKind kind) : IDisposable
{
    private const int MostRented = 16;

    private readonly Optimizer[] _optimizers = kind == StepKind.Train ? [.. trainer.Program.Optimizers] : [];
    private readonly bool _sums = kind != StepKind.Predict && trainer.Program.SumsSamples;
    private readonly List<Rented> _rented = [];
    private int? _trainableChanges;
    private string _trainable = "";

    /// <summary>Runs the current batch of a source.</summary>
    /// <param name="source">The source.</param>
    /// <param name="allRows">Samples of the step on all ranks; null for as many as the source says.</param>
    public StepResult Run(BatchSource source, long? allRows = null)
    {
        long all = allRows ?? source.AllRows ?? source.OwnRows;
        double allPerOwn = _sums ? trainer.Share.AllPerOwn(source.OwnRows, all) : 1;
        if (kind == StepKind.Train) return Train(source, trainer.Share.Weight(source.OwnRows, all), allPerOwn);
        Rented only = Rent(source.Shapes!, 0, allPerOwn: allPerOwn);
        using (only.Step.Gates.Enter()) only.Execution.Run(source.Feeds, [], run: trainer.Random.NextForwardRun());
        return new StepResult(only.Execution, only.Step.Outputs);
    }

    /// <summary>Compiles the step for batches of these shapes, if that has not happened yet.</summary>
    public void Prepare(BatchShapes shapes)
    {
        if (kind == StepKind.Train) LookAtLayers();
        Rent(shapes, 0);
    }

    public void Dispose()
    {
        foreach (Rented rented in _rented) rented.Execution.Dispose();
        _rented.Clear();
    }

    private StepResult Train(BatchSource source, double weight, double allPerOwn)
    {
        // A callback may have frozen a layer.
        if (_trainableChanges != Layer.TrainableChanges) LookAtLayers();
        Rented step = Rent(source.Shapes!, StepKey.AccumulatingOf(_optimizers), weight, allPerOwn);
        step.Step.Run(step.Execution, source.Feeds, step.Scalars, _optimizers, trainer.Random);
        return new StepResult(step.Execution, step.Step.Outputs);
    }

    private Rented Rent(BatchShapes shapes, ulong accumulating, double weight = 1, double allPerOwn = 1)
    {
        foreach (Rented known in _rented)
            if (known.Accumulating == accumulating && known.Weight == weight && known.AllPerOwn == allPerOwn
                && known.Shapes.Equals(shapes) && known.Trainable == _trainable) return known;
        CompiledStep step = trainer.Steps.Get(new StepKey(kind, shapes)
        { Trainable = _trainable, Accumulating = accumulating, Weight = weight, AllPerOwn = allPerOwn });
        // Streams may have many shapes; the trainer's cache has a bound of its own.
        if (_rented.Count == MostRented)
        {
            _rented[0].Execution.Dispose();
            _rented.RemoveAt(0);
        }
        var rented = new Rented(shapes, accumulating, weight, allPerOwn, _trainable, step, step.Executable.Rent(),
            new float[step.ScalarCount]);
        _rented.Add(rented);
        return rented;
    }

    private void LookAtLayers()
    {
        _trainableChanges = Layer.TrainableChanges;
        _trainable = trainer.TrainableState();
    }

    private sealed record Rented(BatchShapes Shapes, ulong Accumulating, double Weight, double AllPerOwn, string Trainable,
        CompiledStep Step, IExecution Execution, float[] Scalars);
}
