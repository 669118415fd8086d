using Fashion.Keras.Reporting;
using Fashion.Keras.Training;

namespace Fashion.Keras.Callbacks;

/// <summary>All callbacks of a run in the order in which they are called: the user's, the history, the progress bar.</summary>
internal sealed class CallbackChain : ILoopEvents
{
    // All, and those that this rank calls.
    private readonly Callback[] _callbacks, _called;
    private readonly Model[] _models;

    /// <param name="models">The models that are trained; any of them may ask for the end, the first one is that of the callbacks.</param>
    /// <param name="trainer">Runs the steps.</param>
    /// <param name="given">The user's callbacks.</param>
    /// <param name="parameters">Settings of the run.</param>
    /// <param name="history">Records the run; null for none.</param>
    public CallbackChain(Model[] models, Trainer trainer, CallbackList? given, CallbackParameters parameters, History? history = null)
    {
        _models = models;
        List<Callback> all = [.. given ?? (IEnumerable<Callback>)[]];
        if (history is not null) all.Add(history);
        if (!all.OfType<ProgbarLogger>().Any()) all.Add(new ProgbarLogger());
        _callbacks = [.. all];
        // Rank 0 prints for all.
        bool silent = trainer.Ranks is { Rank: > 0 };
        _called = silent ? [.. all.Where(c => !c.OnFirstRankOnly)] : _callbacks;
        if (trainer.Ranks is { } ranks)
            parameters = parameters with
            {
                Rank = ranks.Rank,
                Ranks = ranks.Size,
                Verbose = silent ? Verbosity.Silent : parameters.Verbose
            };
        foreach (Callback callback in _callbacks)
        {
            callback.Model = models[0];
            callback.Trainer = trainer;
            callback.Parameters = parameters;
            if ((silent ? TextWriter.Null : trainer.Options.Output) is { } output) callback.Output = output;
            callback.AfterBar = parameters.Verbose == Verbosity.Bar && ConsoleOutput.IsTerminal(callback.Output);
        }
    }

    public bool StopRequested
    {
        get
        {
            foreach (Model model in _models)
                if (model.StopTraining) return true;
            return false;
        }
        set
        {
            foreach (Model model in _models) model.StopTraining = value;
        }
    }

    public string JointCallbacks => string.Join(", ", _callbacks.Select(c => c.JointSettings).Where(s => s is not null));

    public void TrainBegin() { foreach (Callback callback in _called) callback.OnTrainBegin(); }

    public TrainingPosition? Resume(RunShape run)
    {
        TrainingPosition? position = null;
        foreach (Callback callback in _callbacks) position ??= callback.Resume(run, _callbacks);
        return position;
    }

    public void TrainEnd(Logs logs, bool cancelled)
    {
        foreach (Callback callback in _called)
        {
            callback.Cancelled = cancelled;
            callback.OnTrainEnd(logs);
        }
    }

    public void StepDone(Func<TrainingPosition> position)
    {
        foreach (Callback callback in _callbacks)
            callback.OnStepDone(position, _callbacks);
    }

    public void EpochDone(TrainingPosition next) { foreach (Callback callback in _callbacks) callback.OnEpochDone(next, _callbacks); }

    public void EpochBegin(int epoch) { foreach (Callback callback in _called) callback.OnEpochBegin(epoch); }

    public void EpochEnd(int epoch, Logs logs) { foreach (Callback callback in _called) callback.OnEpochEnd(epoch, logs); }

    public void TrainBatchBegin(int batch) { foreach (Callback callback in _called) callback.OnTrainBatchBegin(batch); }

    // Reads the running averages only if a callback uses them: reading costs time, and an object.
    public void TrainBatchEnd(int batch, RunningAverages averages)
    {
        Logs? logs = null;
        foreach (Callback callback in _called)
            if (callback.NeedsBatchLogs(batch)) callback.OnTrainBatchEnd(batch, logs ??= Read(averages));
    }

    public void TestBegin() { foreach (Callback callback in _called) callback.OnTestBegin(); }

    public void TestEnd(Logs logs) { foreach (Callback callback in _called) callback.OnTestEnd(logs); }

    public void TestBatchBegin(int batch) { foreach (Callback callback in _called) callback.OnTestBatchBegin(batch); }

    public void TestBatchEnd(int batch, RunningAverages averages)
    {
        Logs? logs = null;
        foreach (Callback callback in _called)
            if (callback.NeedsBatchLogs(batch)) callback.OnTestBatchEnd(batch, logs ??= Read(averages));
    }

    public void PredictBegin() { foreach (Callback callback in _called) callback.OnPredictBegin(); }

    public void PredictEnd() { foreach (Callback callback in _called) callback.OnPredictEnd(); }

    public void PredictBatchBegin(int batch) { foreach (Callback callback in _called) callback.OnPredictBatchBegin(batch); }

    public void PredictBatchEnd(int batch) { foreach (Callback callback in _called) callback.OnPredictBatchEnd(batch); }

    private static Logs Read(RunningAverages averages)
    {
        var logs = new Logs();
        averages.WriteTo(logs);
        return logs;
    }
}
