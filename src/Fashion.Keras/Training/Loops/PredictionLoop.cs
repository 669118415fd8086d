using Fashion.Keras.Data;
using Fashion.Keras.Internal;

namespace Fashion.Keras.Training;

/// <summary>Runs a pass of batches through the model and keeps what comes out.</summary>
/// <param name="trainer">Whose steps.</param>
/// <param name="source">The batches, in order.</param>
/// <param name="steps">Batches to compute; null for all.</param>
internal sealed class PredictionLoop(SupervisedTrainer trainer, BatchSource source, int? steps) : IDisposable
{
    private readonly StepRunner _runner = new(trainer, StepKind.Predict);
    private readonly List<PredictedRows> _outputs = [];
    private BatchShapes? _shapes;

    /// <summary>Batches of a run; null while that is not known.</summary>
    public int? Steps => source.Count is { } count ? Math.Min(steps ?? int.MaxValue, count) : steps;

    /// <summary>What has been computed, one entry per output of the model.</summary>
    public IReadOnlyList<PredictedRows> Outputs => _outputs;

    public void Run(ILoopEvents events, CancellationToken cancellationToken)
    {
        events.PredictBegin();
        source.EpochBegin();
        source.BeginPass(null);
        for (int step = 0; steps is null || step < steps; step++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!source.MoveNext()) break;
            events.PredictBatchBegin(step);
            if (!ReferenceEquals(_shapes, source.Shapes)) LookAt(source.Shapes!);
            StepResult result = _runner.Run(source);
            for (int i = 0; i < _outputs.Count; i++) result.ReadPredictions(i, _outputs[i].Append(source.Shapes!.Rows));
            events.PredictBatchEnd(step);
        }
        if (_outputs.Count == 0)
            throw new InvalidOperationException($"Model '{trainer.Name}': there is nothing to predict; the source gave no batches.");
        source.EpochEnd();
        events.PredictEnd();
    }

    public void Dispose() => _runner.Dispose();

    private void LookAt(BatchShapes shapes)
    {
        _shapes = shapes;
        IReadOnlyList<Shape> results = trainer.Model.InStep.ComputeOutputShapes(shapes.Inputs);
        int? rows = source.Rows is { } all ? (int)Math.Min(all, (long)(steps ?? int.MaxValue) * source.BatchSize!.Value) : null;
        for (int i = 0; i < results.Count; i++)
        {
            if (i == _outputs.Count) _outputs.Add(new PredictedRows(trainer.Name, results[i][1..], rows));
            else _outputs[i].Require(results[i][1..]);
        }
    }
}
