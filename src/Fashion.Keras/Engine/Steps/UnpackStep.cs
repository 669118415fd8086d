using Fashion.Keras.Graph;

namespace Fashion.Keras.Engine;

/// <summary>A variable in a kernel's own layout as a row-major copy, for a step that knows no other.</summary>
internal sealed unsafe class UnpackStep(Slot variable, VariableLayout layout, Slot rowMajor)
    : Step(Access.Read(variable, Partition.Single), Access.Write(rowMajor, Partition.Single))
{
    public override void Run(Frame frame, int worker, int workers)
    {
        if (worker == 0) layout.Unpack(new ReadOnlySpan<float>(frame[variable], variable.Count), new Span<float>(frame[rowMajor], rowMajor.Count));
    }
}
