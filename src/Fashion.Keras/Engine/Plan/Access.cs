namespace Fashion.Keras.Engine;

/// <summary>What a step does to a slot, and which part of it a worker touches. Barriers and lifetimes follow from these alone.</summary>
internal sealed record Access(Slot Slot, Partition Partition, bool Writes)
{
    /// <summary>Reads; without a partition a worker may read everything.</summary>
    public static Access Read(Slot slot, Partition partition = default) => new(slot, partition, false);

    /// <summary>Writes, or reads and writes.</summary>
    public static Access Write(Slot slot, Partition partition = default) => new(slot, partition, true);
}
