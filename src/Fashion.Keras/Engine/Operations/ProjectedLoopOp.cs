using Fashion.Keras.Data;
using Fashion.Keras.Graph;

namespace Fashion.Keras.Engine;

/// <summary>
/// A recurrent loop that projects its inputs itself, just before each step. Inputs: those of the loop, with the inputs of the projection
/// (batch, steps, inputs) in place of the projected ones; then the projection's kernel (inputs, gates * units) and its bias, if there is
/// one. Outputs: those of the loop.
/// </summary>
/// <param name="Loop">The loop.</param>
/// <param name="Bias">Whether the projection has a bias.</param>
internal sealed record ProjectedLoopOp(RecurrentLoopOp Loop, bool Bias) : Op
{
    public override string Name => $"dense + {Loop.Name}";

    /// <summary>Place of the projection's kernel among the inputs; the bias follows it.</summary>
    public int KernelInput => Loop.InputCount;

    internal override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs) =>
        Loop.Infer([new(inputs[0].Shape.With(2, inputs[KernelInput].Shape[1])), .. inputs[1..Loop.InputCount]]);
}
