using Fashion.Keras.Data;
using Fashion.Keras.Optimizers;
using Fashion.Keras.Reporting;

namespace Fashion.Keras.Training;

/// <summary>Epochs of training steps, each with its validation, in Keras's order of events.</summary>
internal sealed class FitLoop : IDisposable
{
    private readonly Trainer _trainer;
    private readonly FitSettings _settings;
    private readonly BatchSource _source;
    private readonly ILoopEvents _events;
    private readonly StepRunner _runner;
    private readonly RunningAverages _averages;
    private readonly EvaluationLoop? _validation;
    private readonly Func<Pass> _nextPass;
    private readonly FitTelemetry _telemetry;

    // Made once: it is handed to the callbacks after every step.
    private readonly Func<TrainingPosition> _position;

    private readonly JointSteps? _joint;
    private bool _cancelled;
    private int _epoch, _step;

    // Batches of the pass over the data so far; with stepsPerEpoch a pass may last longer than an epoch. None has begun at 0.
    private int _next;

    /// <param name="trainer">Whose steps.</param>
    /// <param name="settings">The numbers of the run.</param>
    /// <param name="source">What to train on.</param>
    /// <param name="validation">What to validate on; null for nothing.</param>
    /// <param name="events">Who is told.</param>
    public FitLoop(Trainer trainer, FitSettings settings, BatchSource source, BatchSource? validation, ILoopEvents events)
    {
        _trainer = trainer;
        _settings = settings;
        _source = source;
        _events = events;
        _nextPass = trainer.Random.NextPass;
        _telemetry = new FitTelemetry(trainer.Name);
        _position = Position;
        if (trainer.Ranks is { } ranks) _joint = new JointSteps(trainer, ranks);
        _runner = new StepRunner(trainer, StepKind.Train);
        _averages = new RunningAverages(trainer.Program);
        if (validation is not null) _validation = new EvaluationLoop(trainer, validation, settings.ValidationSteps);
    }

    // Steps of an epoch, once that is known.
    private int? Steps => _settings.StepsPerEpoch ?? _source.Count;

    /// <summary>
    /// Trains. When cancelled, the current step is finished and OnTrainEnd is called, so that callbacks close their files.
    /// </summary>
    public void Run(CancellationToken cancellationToken)
    {
        RequireSameRun();
        _trainer.Agree(again: true);
        RunEpochs(cancellationToken);
    }

    private void RunEpochs(CancellationToken cancellationToken)
    {
        var logs = new Logs();
        bool trained = false;
        _events.StopRequested = false;
        _telemetry.Begin();
        _events.TrainBegin();
        TrainingPosition start = Resume() ?? new TrainingPosition(_settings.InitialEpoch, 0, 0);
        for (int epoch = start.Epoch; epoch < _settings.Epochs && !IsEnding(cancellationToken); epoch++)
        {
            _epoch = epoch;
            _averages.Reset();
            _source.EpochBegin();
            _telemetry.EpochBegin(epoch);
            _events.EpochBegin(epoch);
            if (epoch == start.Epoch && start.Averages is { } averages) Restore(averages);
            bool hadData = RunBatches(epoch == start.Epoch ? start.Step : 0, cancellationToken);
            if (IsCancelled(cancellationToken) || !hadData) break;
            logs = new Logs();
            if (_trainer.Ranks is { } ranks) _averages.AddUp(ranks);
            _trainer.AverageNonTrainable();
            _averages.WriteTo(logs);
            if (_validation is not null && _settings.ValidationFrequency.Includes(epoch) && !Validate(logs, cancellationToken)) break;
            _telemetry.EpochEnd(logs);
            _events.EpochEnd(epoch, logs);
            _events.EpochDone(new TrainingPosition(epoch + 1, 0, _next));
            Exchange(cancellationToken);
            trained = true;
        }
        if (trained)
        {
            using (_trainer.EnterWeights(write: true))
                foreach (Optimizer optimizer in _trainer.Program.Optimizers) optimizer.FinalizeWeights();
        }
        bool cancelled = IsCancelled(cancellationToken);
        _telemetry.End(!cancelled);
        _events.TrainEnd(logs, cancelled);
        // After this the files that rank 0 has written are there for all.
        _trainer.RequireEqualRanks("At the end of training");
        if (cancelled)
            throw RankFailures.Known(new OperationCanceledException(cancellationToken.IsCancellationRequested
                ? "Training was cancelled."
                : "Training was cancelled on another rank.", cancellationToken));
    }

    // Ranks that count other steps would wait for one another forever.
    private void RequireSameRun()
    {
        if (_joint is null) return;
        IEnumerable<char> validated =
            Enumerable.Range(0, Math.Min(_settings.Epochs, 1000)).Select(e => _settings.ValidationFrequency.Includes(e) ? 'v' : '-');
        _trainer.Begin("Fit", [.. BatchSource.Facts(_source), .. BatchSource.Facts(_validation?.Source, "validation "),
            ("initialEpoch", _settings.InitialEpoch), ("epochs", _settings.Epochs), ("stepsPerEpoch", _settings.StepsPerEpoch),
            ("validationData", _validation is null ? 0 : 1), ("validationSteps", _settings.ValidationSteps),
            RankFact.Of("validationFreq", string.Concat(validated)), RankFact.Of("BackupAndRestore", _events.JointCallbacks)]);
    }

    // At the end of an epoch.
    private void Exchange(CancellationToken cancellationToken)
    {
        if (_joint is null) return;
        _joint.Exchange(_events.StopRequested || _joint.Stopped, cancellationToken.IsCancellationRequested);
        if (_joint.Stopped) _events.StopRequested = true;
        _trainer.RequireEqualRanks($"After epoch {_epoch + 1}");
    }

    // With several ranks what they have agreed on.
    private bool IsCancelled(CancellationToken cancellationToken) =>
        _cancelled || (_joint?.Cancelled ?? cancellationToken.IsCancellationRequested);

    private bool IsEnding(CancellationToken cancellationToken) =>
        IsCancelled(cancellationToken) || (_joint?.Stopped ?? _events.StopRequested);

    public void Dispose()
    {
        _telemetry.End(completed: false);
        _runner.Dispose();
        _validation?.Dispose();
    }

    // Where an interrupted run stopped, if a callback knows: in the middle of a pass with the order that it had.
    private TrainingPosition? Resume()
    {
        if (_events.Resume(new RunShape(_source.Rows, _source.BatchSize, _source.Count, Steps, _settings.StepsPerEpoch is null,
            CountAverages)) is not { } position) return null;
        _next = position.Cursor;
        if (_next == 0) return position;
        _source.BeginPass(_trainer.Random.CurrentPass);
        _source.Skip(_next);
        return position;
    }

    private void Restore(double[] averages)
    {
        Prepare(_runner);
        // Of all ranks together.
        if (_trainer.Ranks is null or { Rank: 0 }) _averages.Restore(averages);
    }

    // All ranks are asked at the same step.
    private TrainingPosition Position()
    {
        _trainer.AverageNonTrainable();
        return new TrainingPosition(_epoch, _step, _next, _averages.Sums(_trainer.Ranks));
    }

    // Metrics that choose by shape have chosen once the step is compiled. That one is not kept: it draws by the seeds before the
    // backup's.
    private int CountAverages()
    {
        using var runner = new StepRunner(_trainer, StepKind.Train);
        Prepare(runner);
        return _averages.Count;
    }

    private void Prepare(StepRunner runner)
    {
        if (_source.FirstShapes is { } shapes) runner.Prepare(shapes);
    }

    // False when there was no more data for the epoch to begin with.
    private bool RunBatches(int firstStep, CancellationToken cancellationToken)
    {
        if (Steps == 0) throw Empty();
        for (int step = firstStep; (Steps is not { } steps || step < steps) && !IsEnding(cancellationToken); step++)
        {
            if (_next == 0) _source.BeginPass(_nextPass);
            try
            {
                if (!MoveNext(cancellationToken) && !BeginsAgain(step, cancellationToken))
                {
                    if (step == 0) return false;
                    break;
                }
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return true;
            }
            // One of the ranks wanted it after the last step.
            if (_joint?.Stopped == true) _events.StopRequested = true;
            if (IsEnding(cancellationToken)) break;
            _next++;
            _events.TrainBatchBegin(step);
            if (_source.OwnRows == 0) _runner.Prepare(_source.Shapes!);
            _averages.Add(_runner.Run(_source, _joint?.Rows), _source.OwnRows);
            _telemetry.CountStep(_source.OwnRows);
            _events.TrainBatchEnd(step, _averages);
            _step = step + 1;
            if (Steps is not { } all || _step < all) _events.StepDone(_position);
        }
        if (_settings.StepsPerEpoch is null || _next >= _source.Count) _next = 0;
        _source.EpochEnd();
        return true;
    }

    private bool MoveNext(CancellationToken cancellationToken) => _joint is null
        ? _source.MoveNext()
        : _joint.MoveNext(_source, _events.StopRequested, cancellationToken);

    // The pass is over. Where its length is not known, it may have ended with the epoch before.
    private bool BeginsAgain(int step, CancellationToken cancellationToken)
    {
        bool begun = _next > 0;
        _next = 0;
        if (step == 0 && begun)
        {
            _source.BeginPass(_nextPass);
            if (MoveNext(cancellationToken)) return true;
        }
        if (step > 0)
        {
            if (_settings.StepsPerEpoch is { } steps)
                Warn($"The data ended after {step} of {steps} steps of the epoch{Extent()}. The epoch ends early and the next one starts " +
                    "afresh.");
            return false;
        }
        if (_epoch == _settings.InitialEpoch) throw Empty();
        Warn($"The data ended after {_epoch} of {_settings.Epochs} epochs, and the source cannot begin again. Training ends.");
        return false;
    }

    private InvalidOperationException Empty() => new($"Model '{_trainer.Name}': there is nothing to train on; the source gave no batches.");

    private string Extent() => _source.Rows is { } rows ? $": {rows} samples are {_source.Count} batches of {_source.BatchSize}" : "";

    // False when it was cancelled on the way.
    private bool Validate(Logs logs, CancellationToken cancellationToken)
    {
        try
        {
            _validation!.Run(_events, cancellationToken);
        }
        catch (OperationCanceledException e) when (_joint is null ? cancellationToken.IsCancellationRequested : RankFailures.IsKnown(e))
        {
            _cancelled = true;
            return false;
        }
        _validation.Averages.WriteTo(logs, "val_");
        return true;
    }

    private void Warn(string message)
    {
        if (_settings.Verbose == Verbosity.Silent || _trainer.Ranks is { Rank: > 0 }) return;
        bool afterBar = _settings.Verbose == Verbosity.Bar && ConsoleOutput.IsTerminal(_trainer.Options.Output ?? ConsoleOutput.Writer);
        (_trainer.Options.Output ?? ConsoleOutput.ErrorWriter).Write($"{(afterBar ? "\n" : "")}Warning: {message}\n");
    }
}
