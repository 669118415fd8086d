using Fashion.Keras.Data;
using Fashion.Keras.Execution;
using Fashion.Keras.Graph;

namespace Fashion.Keras.Engine;

/// <summary>Brings a batch in: picks the samples out of the caller's array and converts them, every worker its own.</summary>
internal sealed unsafe class FeedStep(InputOp op, Slot batch) : Step(Access.Write(batch, PartitionOf(op)))
{
    private readonly int _rowLength = batch.Count / PartitionOf(op).Rows;

    public override void Run(Frame frame, int worker, int workers)
    {
        ref readonly Feed feed = ref frame.Feed(op.Feed);
        PinnedSource source = feed.Source;
        if (source.RowLength != _rowLength)
            throw new ShapeMismatchException($"Input '{op.InputName}' of shape {op.Shape} takes {_rowLength} values per sample, but the data has {source.RowLength}.");
        (int first, int end) = PartitionOf(op).Range(worker, workers);
        float* destination = frame[batch] + (nint)first * _rowLength;
        nint rowBytes = (nint)_rowLength * ArraySource.SizeOf(source.Type);
        for (int i = first; i < end; i++)
        {
            int row = feed.Rows is null ? feed.First + i : feed.Rows[i];
            SampleConverter.Convert(source.Type, source.Pointer + row * rowBytes, destination, _rowLength);
            destination += _rowLength;
        }
    }

    private static Partition PartitionOf(InputOp op) => op.Shape.Rank == 0 ? Partition.Single : new Partition(op.Shape[0]);
}
