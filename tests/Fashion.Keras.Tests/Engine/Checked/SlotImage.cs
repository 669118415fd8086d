using Fashion.Keras.Engine;

namespace Fashion.Keras.Tests.Engine.Checked;

/// <summary>Contents of a slot between two steps, as bits, and which elements have been written yet.</summary>
internal sealed class SlotImage(Slot slot)
{
    public Slot Slot { get; } = slot;

    public int[] Bits { get; } = new int[slot.Count];

    public bool[] Written { get; } = new bool[slot.Count];

    /// <summary>Everything is known from the start: variables, constants, scalars.</summary>
    public void Set(ReadOnlySpan<int> bits)
    {
        bits.CopyTo(Bits);
        Array.Fill(Written, true);
    }

    /// <summary>
    /// What a worker sees: the contents of the part that it may touch, as far as they have been written, and poison everywhere else.
    /// </summary>
    public void Show(Part visible, Span<int> view, int poison)
    {
        view.Fill(poison);
        foreach ((int first, int end) in visible.Stretches)
        {
            if (!Written.AsSpan(first, end - first).Contains(false)) Bits.AsSpan(first, end - first).CopyTo(view[first..]);
            else
                for (int i = first; i < end; i++)
                    if (Written[i]) view[i] = Bits[i];
        }
    }
}
