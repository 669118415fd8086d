using Fashion.Keras.Data;
using Fashion.Keras.Execution;
using Fashion.Keras.Graph;

namespace Fashion.Keras.Engine;

/// <summary>Brings a batch in: picks the samples out of the caller's array and converts them, every worker its own.</summary>
internal sealed unsafe class FeedStep(InputOp op, Slot batch) : PlanStep(Access.Write(batch, PartitionOf(op)))
{
    private readonly int _rowLength = batch.Count / PartitionOf(op).Rows;

    public override void Run(Frame frame, int worker, int workers)
    {
        ref readonly Feed feed = ref frame.Feed(op.Feed);
        PinnedSource source = feed.Source;
        RequireRowLength(op, source, _rowLength);
        (int first, int end) = PartitionOf(op).Range(worker, workers);
        float* destination = frame[batch] + (nint)first * _rowLength;
        nint rowBytes = (nint)_rowLength * ArraySource.SizeOf(source.Type);
        for (int i = first; i < end; i++)
        {
            SampleConverter.Convert(source.Type, feed.At(i, rowBytes), destination, _rowLength);
            destination += _rowLength;
        }
    }

    /// <summary>Checks that the data has as many values per sample as the input.</summary>
    public static void RequireRowLength(InputOp op, PinnedSource source, int rowLength)
    {
        if (source.RowLength != rowLength)
            throw new ShapeMismatchException(
                $"Input '{op.InputName}' of shape {op.Shape} takes {rowLength} values per sample, but the data has {source.RowLength}.");
    }

    /// <summary>By samples.</summary>
    public static Partition PartitionOf(InputOp op) => op.Shape.Rank == 0 ? Partition.Single : new Partition(op.Shape[0]);
}
