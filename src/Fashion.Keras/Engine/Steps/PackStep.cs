namespace Fashion.Keras.Engine;

/// <summary>Row-major values into memory in a kernel's own layout.</summary>
internal sealed unsafe class PackStep(Slot rowMajor, Slot packed, WeightLayout layout)
    : PlanStep(Access.Read(rowMajor, layout.Rows), Access.Write(packed, layout.Rows))
{
    public override void Run(Frame frame, int worker, int workers)
    {
        (int first, int end) = layout.Rows.Range(worker, workers);
        layout.Pack(new ReadOnlySpan<float>(frame[rowMajor], rowMajor.Count), new Span<float>(frame[packed], packed.Count), first, end);
    }
}
