using Fashion.Keras.Data;
using Fashion.Keras.Execution;
using Fashion.Keras.Graph;
using Fashion.Keras.Layers;
using Fashion.Keras.Reporting;
using Fashion.Keras.Training;

namespace Fashion.Keras;

// The compiled steps of a model, made when they are first needed and kept until something changes that they depend on.
public partial class Model
{
    private readonly Lock _steps = new();
    private readonly StepCache _compiled = new();
    private readonly WeightGate _gate = new();
    private readonly object _use = new();

    // Fits and evaluations that are going on: callbacks may begin another one. Belongs to the thread that has the model.
    private int _loops;
    private readonly HashSet<string> _warned = [];
    private Objectives? _objectives;
    private IEngine? _engine;

    /// <summary>The compiled graph of a step.</summary>
    internal CompiledStep Step(StepKey key)
    {
        lock (_steps)
        {
            if (_compiled.Find(key) is { } known) return known;
            CompiledStep step = CompileStep(key);
            _compiled.Add(key, step, Options.PlanBytes);
            return step;
        }
    }

    private CompiledStep CompileStep(StepKey key)
    {
        try
        {
            var writer = new StepWriter(this, key.Kind == StepKind.Predict ? null : Objectives());
            OpGraph graph = writer.Write(key);
            foreach (string warning in writer.Warnings)
                if (_warned.Add(warning)) (Options.Output ?? ConsoleOutput.Writer).Write($"Warning: {warning}\n");
            return new CompiledStep(UseEngine().Compile(graph, Options.Execution), WeightGates.Of(graph, _gate));
        }
        catch (OutOfMemoryException e) when (e is not InsufficientMemoryException)
        {
            throw new InsufficientMemoryException($"Model '{Name}': this process has no memory to compile a step for inputs of shape {string.Join(" and ", key.Inputs)} ({GC.GetTotalMemory(false) >> 20} MiB are in use). Use smaller batches or shorter sequences.", e);
        }
    }

    /// <summary>Bytes of the compiled steps that wait for their next use; an estimate.</summary>
    internal long CachedPlanBytes
    {
        get
        {
            lock (_steps) return _compiled.Bytes;
        }
    }

    /// <summary>Keeps training steps of other threads away from all weights and the optimizer's state, and readers too if they are written, until disposed.</summary>
    internal WeightGates.Held EnterWeights(bool write) =>
        WeightGates.Of(Weights.Concat(Optimizer?.Variables ?? []), _gate, write).Enter();

    private IEngine UseEngine() => _engine ??= Options.Engine ?? DefaultEngine.Create();

    /// <summary>Losses and metrics per output.</summary>
    internal Objectives Objectives() => _objectives ??= new Objectives(this, RequireCompiled());

    /// <summary>Which layers train, one letter each.</summary>
    internal string TrainableState()
    {
        var text = new System.Text.StringBuilder();
        Append(this);
        return text.ToString();

        void Append(Layer layer)
        {
            text.Append(layer.Trainable ? 'T' : 'F');
            foreach (Layer child in layer.Children) Append(child);
        }
    }

    /// <summary>Makes the weights from the shape of the data, if no other shape was given.</summary>
    internal void EnsureBuiltFor(ModelData x)
    {
        lock (_steps)
        {
            if (Topology is not null) return;
            EnsureBuilt([.. x.Arrays.Select(a => a.Shape.With(0, Shape.Unknown))]);
            if (Topology is null) throw new InvalidOperationException($"Model '{Name}' has no layers; add some before it is used.");
        }
    }

    /// <summary>Takes the model for training or evaluation until disposed; the thread that has it may take it again (callbacks do).</summary>
    /// <exception cref="InvalidOperationException">Another thread has it.</exception>
    private Use Take(bool loops = false)
    {
        if (!Monitor.TryEnter(_use))
            throw new InvalidOperationException($"Model '{Name}' is being trained or evaluated by another thread. One model trains on one thread at a time (Predict and Save may run at the same time); wait, or train another model.");
        if (loops) _loops++;
        return new Use(this, loops);
    }

    /// <summary>Takes the model to change what its steps depend on.</summary>
    /// <param name="what">What is about to be changed, for the message.</param>
    /// <exception cref="InvalidOperationException">Another thread has it, or a callback of a running Fit or Evaluate asks.</exception>
    private protected Use TakeToChange(string what)
    {
        Use use = Take();
        if (_loops == 0) return use;
        use.Dispose();
        throw new InvalidOperationException($"Model '{Name}' is being trained or evaluated, so {what} cannot be changed now. In a callback set StopTraining, and make the change when Fit has returned.");
    }

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

    private protected readonly ref struct Use(Model model, bool loops)
    {
        public void Dispose()
        {
            if (loops) model._loops--;
            Monitor.Exit(model._use);
        }
    }
}
