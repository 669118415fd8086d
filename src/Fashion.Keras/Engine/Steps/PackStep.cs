using Fashion.Keras.Graph;

namespace Fashion.Keras.Engine;

/// <summary>Row-major values into a variable that a kernel keeps in its own layout.</summary>
internal sealed unsafe class PackStep(Slot rowMajor, Slot variable, VariableLayout layout)
    : Step(Access.Read(rowMajor, Partition.Single), Access.Write(variable, Partition.Single))
{
    public override void Run(Frame frame, int worker, int workers)
    {
        if (worker == 0) layout.Pack(new ReadOnlySpan<float>(frame[rowMajor], rowMajor.Count), new Span<float>(frame[variable], variable.Count));
    }
}
