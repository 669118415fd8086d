namespace Fashion.Keras.Training;

/// <summary>One thread at a time trains, evaluates or changes a model.</summary>
/// <param name="model">Names the model, for messages.</param>
internal sealed class ExclusiveUse(Func<string> model)
{
    private readonly object _owner = new();

    /// <summary>Fits and evaluations that are going on: callbacks may begin another one. Belongs to the thread that has the model.</summary>
    public int Loops { get; private set; }

    /// <summary>Takes the model for training or evaluation until disposed; the thread that has it may take it again (callbacks do).</summary>
    /// <param name="loops">Whether a loop begins, around which callbacks run.</param>
    /// <exception cref="InvalidOperationException">Another thread has it.</exception>
    public Held Take(bool loops = false)
    {
        if (!Monitor.TryEnter(_owner))
            throw new InvalidOperationException($"Model '{model()}' is being trained or evaluated by another thread. One model trains on one thread at a time (Predict and Save may run at the same time, Predict only without stateful layers); wait, or train another model.");
        if (loops) Loops++;
        return new Held(this, loops);
    }

    /// <summary>Takes the model for predictions that change states which it keeps between batches.</summary>
    /// <exception cref="InvalidOperationException">Another thread has it.</exception>
    public Held TakeStates() => Monitor.TryEnter(_owner) ? new Held(this, loops: false)
        : throw new InvalidOperationException($"Model '{model()}' has stateful layers, whose states follow from the batches in their order, and another thread is using it. One thread at a time trains, evaluates or predicts with such a model.");

    /// <summary>Takes the model to change what its steps depend on.</summary>
    /// <param name="what">What is about to be changed, for the message.</param>
    /// <exception cref="InvalidOperationException">Another thread has it, or a callback of a running Fit or Evaluate asks.</exception>
    public Held TakeToChange(string what)
    {
        Held held = Take();
        if (Loops == 0) return held;
        held.Dispose();
        throw new InvalidOperationException($"Model '{model()}' is being trained or evaluated, so {what} cannot be changed now. In a callback set StopTraining, and make the change when Fit has returned.");
    }

    internal readonly ref struct Held(ExclusiveUse? use, bool loops)
    {
        public void Dispose()
        {
            if (loops) use!.Loops--;
            if (use is not null) Monitor.Exit(use._owner);
        }
    }
}
