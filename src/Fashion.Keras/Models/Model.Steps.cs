using Fashion.Keras.Data;
using Fashion.Keras.Execution;
using Fashion.Keras.Training;

namespace Fashion.Keras;

// The compiled steps of a model, made when they are first needed and kept until something changes that they depend on.
public partial class Model
{
    private readonly Lock _steps = new();
    private readonly Dictionary<StepKey, IExecutable> _compiled = [];
    private readonly object _use = new();
    private Objectives? _objectives;
    private IEngine? _engine;

    /// <summary>The compiled graph of a step.</summary>
    internal IExecutable Step(StepKey key)
    {
        lock (_steps)
        {
            if (_compiled.TryGetValue(key, out IExecutable? step)) return step;
            var graph = new StepWriter(this, key.Kind == StepKind.Predict ? null : Objectives()).Write(key);
            return _compiled[key] = UseEngine().Compile(graph, Options.Execution);
        }
    }

    private IEngine UseEngine() => _engine ??= Options.Engine ?? DefaultEngine.Create();

    /// <summary>Losses and metrics per output.</summary>
    internal Objectives Objectives() => _objectives ??= new Objectives(this, RequireCompiled());

    /// <summary>Makes the weights from the shape of the data, if no other shape was given.</summary>
    internal void EnsureBuiltFor(ModelData x)
    {
        lock (_steps)
        {
            if (Topology is not null) return;
            EnsureBuilt([.. x.Arrays.Select(a => a.Shape.With(0, Shape.Unknown))]);
        }
    }

    /// <summary>Takes the model for training or evaluation until disposed; the thread that has it may take it again (callbacks do).</summary>
    /// <exception cref="InvalidOperationException">Another thread has it.</exception>
    private Use Take() => Monitor.TryEnter(_use) ? new Use(_use) : throw new InvalidOperationException(
        $"Model '{Name}' is being trained or evaluated by another thread. One model trains on one thread at a time (Predict may run beside it); wait, or train another model.");

    private CompileSettings RequireCompiled() => CompileSettings
        ?? throw new InvalidOperationException($"Model '{Name}' does not know what to learn yet: call Compile(optimizer, loss, metrics) first.");

    private void ForgetSteps()
    {
        lock (_steps)
        {
            _compiled.Clear();
            _objectives = null;
            _engine = null;
        }
    }

    private readonly ref struct Use(object gate)
    {
        public void Dispose() => Monitor.Exit(gate);
    }
}
