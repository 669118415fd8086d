using Fashion.Keras.Data;
using Fashion.Keras.Execution;
using Fashion.Keras.Graph;
using Fashion.Keras.Kernels;

namespace Fashion.Keras.Engine;

/// <summary>Brings row numbers of a table in: whole numbers, checked, exact whatever the type of the caller's data.</summary>
internal sealed unsafe class RowNumberFeedStep(InputOp op, Slot numbers, RowNumberRange range)
    : PlanStep(Access.Write(numbers, FeedStep.PartitionOf(op)))
{
    // There may be no rows: counts of nothing.
    private readonly int _rowLength = numbers.Count / Math.Max(FeedStep.PartitionOf(op).Rows, 1);

    public override bool MayRefuse => true;

    public override void Run(Frame frame, int worker, int workers)
    {
        if (_rowLength == 0) return;
        ref readonly Feed feed = ref frame.Feed(op.Feed);
        PinnedSource source = feed.Source;
        FeedStep.RequireRowLength(op, source, _rowLength);
        (int first, int end) = FeedStep.PartitionOf(op).Range(worker, workers);
        int* destination = (int*)frame[numbers] + (nint)first * _rowLength;
        nint rowBytes = (nint)_rowLength * ArraySource.SizeOf(source.Type);
        for (int i = first; i < end; i++, destination += _rowLength)
        {
            int wrong = Convert(source.Type, feed.At(i, rowBytes), destination, _rowLength, range.Rows);
            if (wrong >= 0) throw range.Error(feed, i * _rowLength + wrong);
        }
    }

    private static int Convert(ElementType type, byte* source, int* destination, int count, int rows) => type switch
    {
        ElementType.Single => RowNumbers.FromReal((float*)source, destination, count, rows),
        ElementType.Double => RowNumbers.FromReal((double*)source, destination, count, rows),
        ElementType.Half => RowNumbers.FromReal((Half*)source, destination, count, rows),
        ElementType.Byte or ElementType.Boolean => RowNumbers.FromWhole(source, destination, count, rows),
        ElementType.SByte => RowNumbers.FromWhole((sbyte*)source, destination, count, rows),
        ElementType.Int16 => RowNumbers.FromWhole((short*)source, destination, count, rows),
        ElementType.UInt16 => RowNumbers.FromWhole((ushort*)source, destination, count, rows),
        ElementType.Int32 => RowNumbers.FromWhole((int*)source, destination, count, rows),
        ElementType.UInt32 => RowNumbers.FromWhole((uint*)source, destination, count, rows),
        ElementType.Int64 => RowNumbers.FromWhole((long*)source, destination, count, rows),
        ElementType.UInt64 => RowNumbers.FromWhole((ulong*)source, destination, count, rows),
        _ => throw new NotSupportedException($"Data of type {type} cannot be row numbers."),
    };
}
