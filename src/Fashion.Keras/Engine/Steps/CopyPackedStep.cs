namespace Fashion.Keras.Engine;

/// <summary>
/// New values for a variable in a kernel's own layout, which are in that layout already. The variable's padding stays 0, whatever
/// a computation made of the padding of its operands.
/// </summary>
internal sealed unsafe class CopyPackedStep(Slot source, Slot destination, WeightLayout layout)
    : PlanStep(Access.Read(source, layout.Rows), Access.Write(destination, layout.Rows))
{
    public override void Run(Frame frame, int worker, int workers)
    {
        (int first, int end) = layout.Rows.Range(worker, workers);
        layout.Copy(new ReadOnlySpan<float>(frame[source], source.Count), new Span<float>(frame[destination], destination.Count), first,
            end);
    }
}
