using Fashion.Keras.Execution;
using Fashion.Keras.Kernels;

namespace Fashion.Keras.Engine;

/// <summary>Makes checked row numbers of computed floats.</summary>
internal sealed unsafe class RowNumberStep(Slot floats, Slot numbers, RowNumberRange range, Partition partition)
    : PlanStep(Access.Read(floats, partition), Access.Write(numbers, partition))
{
    private readonly int _rowLength = numbers.Count / partition.Rows;

    public override bool MayRefuse => true;

    public override void Run(Frame frame, int worker, int workers)
    {
        (int first, int end) = partition.Range(worker, workers);
        nint at = (nint)first * _rowLength;
        int wrong = RowNumbers.FromReal(frame[floats] + at, (int*)frame[numbers] + at, (end - first) * _rowLength, range.Rows);
        if (wrong >= 0) throw range.Error(frame[floats][at + wrong], (int)at + wrong);
    }
}
