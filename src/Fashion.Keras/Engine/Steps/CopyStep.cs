namespace Fashion.Keras.Engine;

/// <summary>Copies one slot to another of the same size.</summary>
internal sealed unsafe class CopyStep(Slot source, Slot destination, Partition partition)
    : PlanStep(Access.Read(source, partition), Access.Write(destination, partition))
{
    public override void Run(Frame frame, int worker, int workers)
    {
        (int first, int end) = partition.Range(worker, workers);
        int unit = source.Count / partition.Rows;
        new ReadOnlySpan<float>(frame[source] + first * unit, (end - first) * unit).CopyTo(
            new Span<float>(frame[destination] + first * unit, (end - first) * unit));
    }
}
