using Fashion.Keras.Engine;
using Fashion.Keras.Execution;

namespace Fashion.Keras.Tests.Engine.Checked;

/// <summary>
/// Runs a plan step by step and worker by worker, each with a view of its own on the slots in which everything is poisoned that it has not
/// declared or that was not written, and compares what it has done with what it had declared. Every step runs twice, with two
/// poisons: numbers that differ then come from something that it must not read.
/// </summary>
internal sealed unsafe class IsolatedRun : IDisposable
{
    private readonly Plan _plan;
    private readonly bool _pages;
    private readonly SlotImage[] _images;
    private readonly StepViews[] _views;
    private readonly Frame[] _frames;

    public IsolatedRun(Plan plan, bool pages)
    {
        _plan = plan;
        _pages = pages;
        _images = [.. plan.Slots.Select(s => new SlotImage(s))];
        // Not a number in front of a guard page, a large number after one.
        _views = [new(plan, 0xFF, Edge.Back, pages), new(plan, 0x5A, Edge.Front, pages)];
        _frames = [.. _views.Select(v => new Frame(plan, v))];
    }

    /// <summary>Told before each step of a worker what comes, so that the end of the process can be attributed.</summary>
    public Action<string>? Starting { get; init; }

    /// <summary>Contents of a slot.</summary>
    public SlotImage this[Slot slot] => _images[slot.Index];

    /// <summary>Runs all steps; variables, constants and scalars have been set.</summary>
    public void Run(Feed[] feeds, ulong run)
    {
        using GuardedFeeds back = new(feeds, Edge.Back, _pages), front = new(feeds, Edge.Front, _pages);
        _frames[0].Begin(back.Feeds, [], run);
        _frames[1].Begin(front.Feeds, [], run);
        for (int step = 0; step < _plan.Steps.Count; step++)
        {
            RunStep(step);
            if ((back.Written() ?? front.Written()) is { } input)
                throw new PlanViolationException($"{Names.Of(_plan, step)} writes to what was fed to input {input}");
        }
        foreach (Slot slot in _plan.Outputs)
            if (Array.IndexOf(this[slot].Written, false) is >= 0 and var element)
                throw new PlanViolationException($"no step has written element {element} of the output in {Names.Of(slot)}");
    }

    private void RunStep(int step)
    {
        var writes = _plan.Steps[step].Accesses.Where(a => a.Writes).Select(a => a.Slot).Distinct()
            .ToDictionary(s => s, s => new StepWrites(_plan, step, s));
        for (int worker = 0; worker < _plan.Workers; worker++)
        {
            Starting?.Invoke($"{Names.Of(_plan, step)}, worker {worker} of {_plan.Workers}");
            new WorkerStep(_plan, step, worker, _images, _views, _frames).Run(writes);
        }
        // What a worker writes the others see in the next step.
        foreach (StepWrites written in writes.Values) written.Apply(this[written.Slot]);
    }

    public void Dispose()
    {
        foreach (StepViews views in _views) views.Dispose();
    }
}
