using Fashion.Keras.Callbacks;
using Fashion.Keras.Internal;
using Fashion.Keras.Reporting;

namespace Fashion.Keras.Training;

/// <summary>Epochs of training steps, each with its validation, in Keras's order of events.</summary>
internal sealed unsafe class FitLoop : IDisposable
{
    private readonly Model _model;
    private readonly FitSettings _settings;
    private readonly SampleSet _samples;
    private readonly CallbackChain _callbacks;
    private readonly StepRunner _runner;
    private readonly LossMeter _meter;
    private readonly EvaluationLoop? _validation;
    private readonly PinnedPermutation? _order;
    private readonly int _batches;

    // Made once: it is handed to the callbacks after every step.
    private readonly Func<TrainingPosition> _position;

    private int _epoch, _step;

    // The next batch of the pass over the data; with stepsPerEpoch a pass may last longer than an epoch.
    private int _next;

    public FitLoop(Model model, FitSettings settings, SampleSet samples, SampleSet? validation, CallbackChain callbacks)
    {
        _model = model;
        _settings = settings;
        _samples = samples;
        _callbacks = callbacks;
        _position = () => new TrainingPosition(_epoch, _step, _next, _meter!.Save());
        _runner = new StepRunner(model, samples, StepKind.Train);
        _meter = new LossMeter(model.Objectives());
        if (validation is not null) _validation = new EvaluationLoop(model, validation, settings.ValidationBatchSize, settings.ValidationSteps);
        if (settings.Shuffle) _order = new PinnedPermutation(samples.Rows);
        _batches = Batches.Count(samples.Rows, settings.BatchSize);
    }

    /// <summary>Trains. When cancelled, the current step is finished and OnTrainEnd is called, so that callbacks close their files.</summary>
    public void Run(CancellationToken cancellationToken)
    {
        var logs = new Logs();
        bool trained = false;
        _model.StopTraining = false;
        _callbacks.TrainBegin();
        TrainingPosition start = Resume() ?? new TrainingPosition(_settings.InitialEpoch, 0, 0);
        for (int epoch = start.Epoch; epoch < _settings.Epochs && !_model.StopTraining && !cancellationToken.IsCancellationRequested; epoch++)
        {
            _epoch = epoch;
            _meter.Reset();
            _callbacks.EpochBegin(epoch);
            if (epoch == start.Epoch && start.Averages is { } averages) Restore(averages);
            RunBatches(epoch == start.Epoch ? start.Step : 0, cancellationToken);
            if (cancellationToken.IsCancellationRequested) break;
            logs = new Logs();
            _meter.WriteTo(logs);
            if (_validation is not null && _settings.ValidationFrequency.Includes(epoch) && !Validate(logs, cancellationToken)) break;
            _callbacks.EpochEnd(epoch, logs);
            _callbacks.EpochDone(new TrainingPosition(epoch + 1, 0, _next));
            trained = true;
        }
        if (trained)
        {
            using (_model.EnterWeights(write: true)) _model.Optimizer!.FinalizeWeights();
        }
        _callbacks.TrainEnd(logs, cancellationToken.IsCancellationRequested);
        cancellationToken.ThrowIfCancellationRequested();
    }

    public void Dispose()
    {
        _runner.Dispose();
        _validation?.Dispose();
    }

    // Where an interrupted run stopped, if a callback knows: in the middle of a pass with the order that it had.
    private TrainingPosition? Resume()
    {
        int steps = _settings.StepsPerEpoch ?? _batches;
        if (_callbacks.Resume(new RunShape(_samples.Rows, _settings.BatchSize, _batches, steps, _settings.StepsPerEpoch is null, CountAverages)) is not { } position) return null;
        _next = position.Cursor;
        if (_next > 0) _order?.Shuffle(_model.CurrentPass());
        return position;
    }

    private void Restore(double[] averages)
    {
        _runner.Prepare(Math.Min(_settings.BatchSize, _samples.Rows));
        _meter.Restore(averages);
    }

    // Metrics that choose by shape have chosen once the step is compiled. That one is not kept: it draws by the seeds before the
    // backup's.
    private int CountAverages()
    {
        using var runner = new StepRunner(_model, _samples, StepKind.Train);
        runner.Prepare(Math.Min(_settings.BatchSize, _samples.Rows));
        return _meter.Count;
    }

    private void RunBatches(int firstStep, CancellationToken cancellationToken)
    {
        int steps = _settings.StepsPerEpoch ?? _batches;
        for (int step = firstStep; step < steps && !_model.StopTraining && !cancellationToken.IsCancellationRequested; step++)
        {
            if (_next >= _batches)
            {
                Warn($"The data ended after {step} of {steps} steps of the epoch: {_samples.Rows} samples are {_batches} batches of {_settings.BatchSize}. The epoch ends early and the next one starts afresh.");
                break;
            }
            if (_next == 0) _order?.Shuffle(_model.NextPass());
            _callbacks.TrainBatchBegin(step);
            int first = _next++ * _settings.BatchSize, count = Math.Min(_settings.BatchSize, _samples.Rows - first);
            _meter.Add(_runner.Run(first, count, _order is null ? null : _order.From(first)), count);
            _callbacks.TrainBatchEnd(step, _meter);
            _step = step + 1;
            if (_step < steps) _callbacks.StepDone(_position);
        }
        if (_next >= _batches || _settings.StepsPerEpoch is null) _next = 0;
    }

    // False when it was cancelled on the way.
    private bool Validate(Logs logs, CancellationToken cancellationToken)
    {
        try
        {
            _validation!.Run(_callbacks, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return false;
        }
        _validation.Meter.WriteTo(logs, "val_");
        return true;
    }

    private void Warn(string message)
    {
        if (_settings.Verbose == Verbosity.Silent) return;
        TextWriter output = _model.Options.Output ?? ConsoleOutput.Writer;
        bool behindBar = _settings.Verbose == Verbosity.Bar && ConsoleOutput.IsTerminal(output);
        output.Write($"{(behindBar ? "\n" : "")}Warning: {message}\n");
    }
}
