using Fashion.Keras.Engine;

namespace Fashion.Keras.Tests.Engine.Checked;

/// <summary>One step of one worker, run with two poisons and compared with the accesses that the step declares.</summary>
internal sealed class WorkerStep
{
    private readonly Plan _plan;
    private readonly int _step;
    private readonly int _worker;
    private readonly SlotImage[] _images;
    private readonly StepViews[] _views;
    private readonly Frame[] _frames;
    private readonly Dictionary<Slot, Part> _visible = [];
    private readonly Dictionary<Slot, Part> _writable = [];

    public WorkerStep(Plan plan, int step, int worker, SlotImage[] images, StepViews[] views, Frame[] frames)
    {
        (_plan, _step, _worker, _images, _views, _frames) = (plan, step, worker, images, views, frames);
        foreach (Access access in plan.Steps[step].Accesses)
        {
            Part part = Part.Of(access.Slot, access.Partition, worker, plan.Workers);
            _visible[access.Slot] = part.With(_visible.GetValueOrDefault(access.Slot, Part.Nothing));
            Part written = _writable.GetValueOrDefault(access.Slot, Part.Nothing);
            _writable[access.Slot] = access.Writes ? part.With(written) : written;
        }
    }

    private string Name => $"{Names.Of(_plan, _step)}: worker {_worker} of {_plan.Workers}";

    public void Run(Dictionary<Slot, StepWrites> writes)
    {
        var before = new Dictionary<Slot, int[]>[_views.Length];
        for (int i = 0; i < _views.Length; i++)
        {
            before[i] = [];
            foreach (var (slot, visible) in _visible)
            {
                var view = new int[slot.Count];
                _images[slot.Index].Show(visible, view, _writable[slot] == Part.Nothing ? _views[i].Poison : _views[i].Unwritten);
                before[i][slot] = view;
            }
            Execute(i, before[i]);
            _views[i].CheckMargins();
            foreach (Slot slot in _visible.Keys) CheckUnwritten(slot, before[i][slot], _views[i].Of(slot));
        }
        foreach (Slot slot in writes.Keys)
            foreach ((int first, int end) in _writable[slot].Stretches) Collect(slot, first, end, before, writes[slot]);
    }

    private void Execute(int view, Dictionary<Slot, int[]> contents)
    {
        _views[view].Begin(_step, _worker);
        foreach (var (slot, bits) in contents) bits.CopyTo(_views[view].Of(slot));
        _plan.Steps[_step].Run(_frames[view], _worker, _plan.Workers);
    }

    // Everything that the worker may not write.
    private void CheckUnwritten(Slot slot, ReadOnlySpan<int> before, ReadOnlySpan<int> after)
    {
        foreach ((int first, int end) in _writable[slot].Rest(slot.Count).Stretches)
        {
            int same = before[first..end].CommonPrefixLength(after[first..end]);
            if (same == end - first) continue;
            string what = !_plan.Steps[_step].Accesses.Any(a => a.Writes && a.Slot == slot)
                ? "which the step declares as read only"
                : $"of which it may write {_writable[slot]} only";
            throw new PlanViolationException($"{Name} writes element {first + same} of {Names.Of(slot)}, {what}");
        }
    }

    private void Collect(Slot slot, int first, int end, Dictionary<Slot, int[]>[] before, StepWrites writes)
    {
        Span<int> one = _views[0].Of(slot), other = _views[1].Of(slot);
        int[] oneBefore = before[0][slot], otherBefore = before[1][slot];
        for (int i = first; i < end; i++)
        {
            if (one[i] == oneBefore[i] && other[i] == otherBefore[i]) continue;
            if (one[i] != other[i]) throw new PlanViolationException($"{Name} writes element {i} of {Names.Of(slot)}, and the number " +
                $"depends on {new PoisonSource(before, (contents) => Result(contents, slot, i)).Find(Describe)}");
            writes.Add(i, one[i], _worker);
        }
    }

    private int Result(Dictionary<Slot, int[]> contents, Slot slot, int element)
    {
        Execute(0, contents);
        return _views[0].Of(slot)[element];
    }

    private string Describe(Slot slot, int element)
    {
        bool allowed = _visible[slot].Stretches.Any(s => element >= s.First && element < s.End);
        return $"element {element} of {Names.Of(slot)}, "
            + (allowed ? "which no step has written yet" : $"of which it may read {_visible[slot]} only");
    }
}
