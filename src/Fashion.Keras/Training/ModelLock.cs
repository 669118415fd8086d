using Fashion.Keras.Layers;

namespace Fashion.Keras.Training;

/// <summary>
/// One thread at a time trains, evaluates or changes a model. Layers that keep states between batches are taken with it, also for
/// predictions, and whatever other model they belong to.
/// </summary>
/// <param name="model">Names the model, for messages.</param>
/// <param name="models">The models whose layers may keep states.</param>
internal sealed class ModelLock(Func<string> model, Func<IReadOnlyList<Layer>> models)
{
    private readonly object _owner = new();

    /// <summary>
    /// Fits and evaluations that are going on: callbacks may begin another one. Belongs to the thread that has the model.
    /// </summary>
    public int Loops { get; private set; }

    /// <summary>
    /// Takes the model for training or evaluation until disposed; the thread that has it may take it again (callbacks do).
    /// </summary>
    /// <param name="loops">Whether a loop begins, around which callbacks run.</param>
    /// <exception cref="InvalidOperationException">Another thread has it.</exception>
    public Held Acquire(bool loops = false)
    {
        if (!Monitor.TryEnter(_owner))
            throw new InvalidOperationException($"Model '{model()}' is being trained or evaluated by another thread. One model trains on " +
                "one thread at a time (Predict and Save may run at the same time, Predict only without stateful layers); wait, or train " +
                "another model.");
        try
        {
            var held = new Held(this, loops, States());
            if (loops) Loops++;
            return held;
        }
        catch
        {
            Monitor.Exit(_owner);
            throw;
        }
    }

    /// <summary>Takes the layers that keep states, for a run that changes nothing else.</summary>
    /// <exception cref="InvalidOperationException">Another thread has one of them.</exception>
    public Held AcquireStates() => new(null, loops: false, States());

    /// <summary>Takes the model to change what its steps depend on.</summary>
    /// <param name="what">What is about to be changed, for the message.</param>
    /// <exception cref="InvalidOperationException">Another thread has it, or a callback of a running Fit or Evaluate asks.</exception>
    public Held AcquireToChange(string what)
    {
        Held held = Acquire();
        if (Loops == 0) return held;
        held.Dispose();
        throw new InvalidOperationException($"Model '{model()}' is being trained or evaluated, so {what} cannot be changed now. In a " +
            "callback set StopTraining, and make the change when Fit has returned.");
    }

    private List<RecurrentLayer>? States()
    {
        List<RecurrentLayer>? taken = null;
        foreach (Layer layer in models())
        {
            if (!layer.KeepsStates) continue;
            foreach (RecurrentLayer stateful in StatefulIn(layer))
            {
                if (Monitor.TryEnter(stateful.StatesOwner))
                {
                    (taken ??= []).Add(stateful);
                    continue;
                }
                Exit(taken);
                throw new InvalidOperationException($"Model '{model()}': another thread is using layer '{stateful.Name}' " +
                    $"({stateful.ClassName}), which is stateful: its states follow from the batches in their order. One thread at a time " +
                    "trains, evaluates or predicts with such a layer.");
            }
        }
        return taken;
    }

    private static IEnumerable<RecurrentLayer> StatefulIn(Layer layer) =>
        layer is RecurrentLayer { Stateful: true } own ? [own] : layer.Children.SelectMany(StatefulIn);

    private static void Exit(List<RecurrentLayer>? taken)
    {
        if (taken is null) return;
        foreach (RecurrentLayer layer in taken) Monitor.Exit(layer.StatesOwner);
    }

    internal readonly ref struct Held(ModelLock? use, bool loops, List<RecurrentLayer>? states)
    {
        public void Dispose()
        {
            Exit(states);
            if (use is null) return;
            if (loops) use.Loops--;
            Monitor.Exit(use._owner);
        }
    }
}
