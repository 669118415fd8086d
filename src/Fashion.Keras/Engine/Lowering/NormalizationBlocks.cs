using Fashion.Keras.Graph;
using Fashion.Keras.Kernels;

namespace Fashion.Keras.Engine;

/// <summary>How the rows of a tensor fall into blocks.</summary>
internal sealed class NormalizationBlocks
{
    // Images are blocks of their own, as the layers around share them out; flat rows come in blocks of this size.
    private const int FlatRows = 32;

    public NormalizationBlocks(Shape shape)
    {
        int rows = shape.ElementCount / Math.Max(1, shape[^1]);
        Rows = new RowBlocks(rows, shape.Rank > 2 ? Math.Max(1, rows / Math.Max(1, shape[0])) : FlatRows, shape[^1]);
        Partition = new Partition(Math.Max(1, Count));
        Data = shape.Rank > 2 ? Partition : new Partition(Math.Max(1, rows), FlatRows);
    }

    public RowBlocks Rows { get; }

    public int Channels => Rows.Channels;

    public int Count => Rows.Count;

    /// <summary>Two sums per channel and block; the one part of an empty tensor has its own, too.</summary>
    public long SumFloats => 2L * Partition.Rows * Channels;

    /// <summary>Blocks shared out.</summary>
    public Partition Partition { get; }

    /// <summary>The same, said of the tensor itself.</summary>
    public Partition Data { get; }
}
