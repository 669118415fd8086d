using Fashion.Keras.Engine;

namespace Fashion.Keras.Tests.Engine.Checked;

/// <summary>What all workers together write into a slot during one step.</summary>
internal sealed class StepWrites(Plan plan, int step, Slot slot)
{
    private readonly int[] _bits = new int[slot.Count];
    private readonly int[] _writer = new int[slot.Count];

    public Slot Slot => slot;

    public void Add(int element, int bits, int worker)
    {
        if (_writer[element] != 0 && _writer[element] != worker + 1)
            throw new PlanViolationException(
                $"{Names.Of(plan, step)}: workers {_writer[element] - 1} and {worker} both write element {element} of {Names.Of(slot)}");
        _writer[element] = worker + 1;
        _bits[element] = bits;
    }

    public void Apply(SlotImage image)
    {
        for (int i = 0; i < _bits.Length; i++)
        {
            if (_writer[i] == 0) continue;
            image.Bits[i] = _bits[i];
            image.Written[i] = true;
        }
    }
}
