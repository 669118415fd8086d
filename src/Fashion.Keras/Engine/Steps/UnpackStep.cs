namespace Fashion.Keras.Engine;

/// <summary>Memory in a kernel's own layout as a row-major copy, for a step that knows no other.</summary>
internal sealed unsafe class UnpackStep(Slot packed, WeightLayout layout, Slot rowMajor)
    : PlanStep(Access.Read(packed, layout.Rows), Access.Write(rowMajor, layout.Rows))
{
    public override void Run(Frame frame, int worker, int workers)
    {
        (int first, int end) = layout.Rows.Range(worker, workers);
        layout.Unpack(new ReadOnlySpan<float>(frame[packed], packed.Count), new Span<float>(frame[rowMajor], rowMajor.Count), first, end);
    }
}
