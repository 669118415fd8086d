using Fashion.Keras.Graph;

namespace Fashion.Keras.Engine;

/// <summary>How lowerings share tensors out.</summary>
internal static class Rows
{
    /// <summary>By the first axis, the samples of a batch.</summary>
    public static Partition Batch(Value value) => new(Math.Max(1, value.Shape.Rank == 0 ? 1 : value.Shape[0]));

    /// <summary>Elements per sample of a tensor that is shared out by its first axis.</summary>
    public static int Length(Value value) => value.Shape.Rank == 0 ? 1 : value.Shape[1..].ElementCount;

    /// <summary>A flat tensor as its writer shared it out, else by cache lines; with the elements per piece.</summary>
    public static Partition Flat(Slot slot, out int length)
    {
        bool asWritten = slot.Partition.Rows > 1 && slot.Count % slot.Partition.Rows == 0;
        length = asWritten ? slot.Count / slot.Partition.Rows : 1;
        return asWritten ? slot.Partition : Partition.Lines(slot.Count);
    }

    /// <summary>
    /// By rows along the last axis, whatever axes they come from, with their length. An empty tensor has one of length 0.
    /// </summary>
    public static (Partition Rows, int Width) LastAxis(Value value)
    {
        int rows = value.Shape[..^1].ElementCount;
        return rows == 0 ? (Partition.Single, 0) : (new Partition(rows), value.Shape[^1]);
    }
}
