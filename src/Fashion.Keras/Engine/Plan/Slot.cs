namespace Fashion.Keras.Engine;

/// <summary>Where a slot's memory lies.</summary>
internal enum SlotKind
{
    /// <summary>In the arena; shared with slots that live at another time.</summary>
    Arena,

    /// <summary>In the arena, filled once with <see cref="Slot.Fill"/> and never changed.</summary>
    Constant,

    /// <summary>The memory of a variable.</summary>
    Variable,

    /// <summary>One of the numbers that the host gives with every run.</summary>
    Scalar,

    /// <summary>A stretch of another slot, <see cref="Slot.Whole"/>.</summary>
    Part,
}

/// <summary>
/// A piece of memory that steps read and write: floats (or int32 positions), 64-byte aligned, readable up to the next multiple of 16.
/// </summary>
internal sealed class Slot(int index, SlotKind kind, int count)
{
    /// <summary>Place in a frame's table of pointers.</summary>
    public int Index { get; } = index;

    public SlotKind Kind { get; } = kind;

    /// <summary>Elements of 4 bytes.</summary>
    public int Count { get; } = count;

    /// <summary>Where the variable lies, for <see cref="SlotKind.Variable"/>.</summary>
    public ManagedPlacement? Placement { get; init; }

    /// <summary>How the elements lie; null for row-major.</summary>
    public WeightLayout? Layout { get; init; }

    /// <summary>The number, for <see cref="SlotKind.Constant"/>.</summary>
    public float Fill { get; init; }

    /// <summary>The slot that it is a stretch of, for <see cref="SlotKind.Part"/>. Steps that touch one say so of both.</summary>
    public Slot? Whole { get; init; }

    /// <summary>Where in <see cref="Whole"/> it begins; a multiple of 16.</summary>
    public int Start { get; init; }

    /// <summary>Place among the host's scalars, for <see cref="SlotKind.Scalar"/>.</summary>
    public int Scalar { get; init; }

    /// <summary>How the step that writes it shares it out; lowerings prefer the same for later steps.</summary>
    public Partition Partition { get; internal set; }

    /// <summary>Read by the caller after the run, so it lives to the end.</summary>
    public bool IsOutput { get; internal set; }
}
