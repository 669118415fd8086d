using Fashion.Keras.Optimizers;
using Fashion.Keras.Reporting;
using Fashion.Keras.Saving;
using Fashion.Keras.Training;

namespace Fashion.Keras.Callbacks;

/// <summary>
/// Takes part in training: override what you need. Events come in Keras's order; <see cref="Model"/> is set before the first.
/// </summary>
public abstract class Callback : IKeepsState
{
    private readonly HashSet<string> _warnings = [];
    private Model? _model;
    private bool? _watchesBatches;

    /// <summary>The model being trained, evaluated or asked for predictions.</summary>
    /// <exception cref="InvalidOperationException">Not in use by a model yet.</exception>
    public Model Model
    {
        get => _model ?? throw new InvalidOperationException($"{GetType().Name} is not in use yet; pass it to Fit.");
        internal set
        {
            _model = value;
            _warnings.Clear();
        }
    }

    /// <summary>What runs the steps: that of the model, unless a step of the user's own trains it.</summary>
    internal Trainer Trainer
    {
        get => field ?? Model.Trainer;
        set;
    }

    /// <summary>Settings of the run: epochs, steps per epoch.</summary>
    public CallbackParameters Parameters { get; internal set; } = new(0, 0, Verbosity.Silent);

    /// <summary>Where messages of a run go: the console, unless the run writes elsewhere.</summary>
    protected internal TextWriter Output
    {
        get => field ?? ConsoleOutput.Writer;
        internal set;
    }

    /// <summary>The optimizer of the model, for callbacks that steer the learning rate.</summary>
    private protected Optimizer Optimizer => Trainer.Optimizers switch
    {
        [var only] => only,
        [] => throw new InvalidOperationException($"{GetType().Name}: model '{Model.Name}' has no optimizer; call Compile first."),
        var several => throw new InvalidOperationException($"{GetType().Name} steers one learning rate, but the training step has " +
            $"{several.Count} optimizers. Set their LearningRate in a callback of your own, or give them schedules."),
    };

    /// <summary>
    /// Whether only rank 0 of a job calls it: override it in a callback that only writes a file or sends a message, which is the same on
    /// all ranks. False by default: a callback that changes weights or the learning rate must do so on all ranks. The logs of an epoch are
    /// the same on all of them; those of batches are their own.
    /// </summary>
    public virtual bool OnFirstRankOnly => false;

    /// <summary>Before the first epoch of Fit.</summary>
    public virtual void OnTrainBegin() { }

    /// <summary>After the last epoch of Fit.</summary>
    /// <param name="logs">Logs of the last epoch.</param>
    public virtual void OnTrainEnd(Logs logs) { }

    /// <summary>Before an epoch.</summary>
    /// <param name="epoch">Its index, from 0.</param>
    public virtual void OnEpochBegin(int epoch) { }

    /// <summary>After an epoch and its validation.</summary>
    /// <param name="epoch">Its index, from 0.</param>
    /// <param name="logs">Loss and metrics; those of the validation begin with val_.</param>
    public virtual void OnEpochEnd(int epoch, Logs logs) { }

    /// <summary>Before a training step.</summary>
    /// <param name="batch">Its index within the epoch, from 0.</param>
    public virtual void OnTrainBatchBegin(int batch) { }

    /// <summary>After a training step.</summary>
    /// <param name="batch">Its index within the epoch, from 0.</param>
    /// <param name="logs">Running averages since the epoch began.</param>
    public virtual void OnTrainBatchEnd(int batch, Logs logs) { }

    /// <summary>Before an evaluation, also the validation within Fit.</summary>
    public virtual void OnTestBegin() { }

    /// <summary>After an evaluation.</summary>
    /// <param name="logs">Loss and metrics, without a prefix.</param>
    public virtual void OnTestEnd(Logs logs) { }

    /// <summary>Before a batch of an evaluation.</summary>
    /// <param name="batch">Its index, from 0.</param>
    public virtual void OnTestBatchBegin(int batch) { }

    /// <summary>After a batch of an evaluation.</summary>
    /// <param name="batch">Its index, from 0.</param>
    /// <param name="logs">Running averages.</param>
    public virtual void OnTestBatchEnd(int batch, Logs logs) { }

    /// <summary>Before Predict.</summary>
    public virtual void OnPredictBegin() { }

    /// <summary>After Predict.</summary>
    public virtual void OnPredictEnd() { }

    /// <summary>Before a batch of Predict.</summary>
    /// <param name="batch">Its index, from 0.</param>
    public virtual void OnPredictBatchBegin(int batch) { }

    /// <summary>After a batch of Predict.</summary>
    /// <param name="batch">Its index, from 0.</param>
    public virtual void OnPredictBatchEnd(int batch) { }

    /// <summary>
    /// Whether <see cref="OnTrainBatchEnd"/> or <see cref="OnTestBatchEnd"/> has work to do after this batch: whether a derived
    /// class overrides one. Reading the running averages costs time, so the loops do it, and call, only where a callback needs them.
    /// </summary>
    internal virtual bool NeedsBatchLogs(int batch) => _watchesBatches ??= IsOverridden(OnTrainBatchEnd) || IsOverridden(OnTestBatchEnd);

    private static bool IsOverridden(Action<int, Logs> method) => method.Method.DeclaringType != typeof(Callback);

    /// <summary>Writes down what an interrupted run needs to continue exactly.</summary>
    internal virtual void WriteState(KeptState state) { }

    /// <summary>Checks what <see cref="WriteState"/> wrote; called after <see cref="OnTrainBegin"/>.</summary>
    /// <returns>Takes it back; it cannot fail.</returns>
    /// <exception cref="ModelFormatException">It cannot be what was written; nothing has changed.</exception>
    internal virtual Action ReadState(KeptState state) => () => { };

    string IKeepsState.Kind => GetType().Name;

    void IKeepsState.WriteState(KeptState state) => WriteState(state);

    Action IKeepsState.ReadState(KeptState state) => ReadState(state);

    /// <summary>Whether the run that is ending was cancelled.</summary>
    internal bool Cancelled { get; set; }

    /// <summary>For a callback that works only where all ranks of a job have it: its name and settings; null for others.</summary>
    internal virtual string? JointSettings => null;

    /// <summary>After a step, once all callbacks have seen it; not after the last step of an epoch.</summary>
    /// <param name="position">Tells where training goes on, when asked: taking it down costs time.</param>
    /// <param name="all">All callbacks of the run.</param>
    internal virtual void OnStepDone(Func<TrainingPosition> position, IReadOnlyList<Callback> all) { }

    /// <summary>After an epoch, once all callbacks have seen its end.</summary>
    /// <param name="next">Where training goes on.</param>
    /// <param name="all">All callbacks of the run.</param>
    internal virtual void OnEpochDone(TrainingPosition next, IReadOnlyList<Callback> all) { }

    /// <summary>
    /// Puts an interrupted run back to where it was; null when there is none. Comes after <see cref="OnTrainBegin"/> of all callbacks.
    /// </summary>
    /// <param name="run">What the run looks like.</param>
    /// <param name="all">All callbacks of the run.</param>
    internal virtual TrainingPosition? Resume(RunShape run, IReadOnlyList<Callback> all) => null;

    /// <summary>Whether a bar may stand unfinished on the line; where none can, a message needs no line feed before it.</summary>
    internal bool AfterBar { get; set; } = true;

    /// <summary>Writes a message for people; a line feed at its beginning leaves the line of the bar.</summary>
    private protected void Print(string message) => Print(Output, message);

    /// <summary>The same for what only this rank knows: other ranks than 0 print it too, with their number.</summary>
    private protected void PrintOfRank(string message)
    {
        if (Parameters.Rank == 0) Print(message);
        else Print(Trainer.Options.Output ?? ConsoleOutput.Writer, $"Rank {Parameters.Rank}: {message}");
    }

    private void Print(TextWriter output, string message) => output.Write((AfterBar ? message : message.TrimStart('\n')) + "\n");

    /// <summary>Writes a warning, to standard error unless the run writes elsewhere; the same one only once per run.</summary>
    private protected void Warn(string message)
    {
        if (_warnings.Add(message))
            Print(ReferenceEquals(Output, ConsoleOutput.Writer) ? ConsoleOutput.ErrorWriter : Output, $"\nWarning: {message}");
    }
}
