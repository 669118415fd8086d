using Fashion.Keras.Data;
using Fashion.Keras.Graph;

namespace Fashion.Keras.Engine;

/// <summary>
/// The gradient of a dense weight and the optimizer's step on it, tile by tile, so that the gradient is never written to
/// memory: input 0 the layer's inputs (samples, inputs), input 1 the gradient of its sums (samples, units), input 2 the step's scalar.
/// </summary>
/// <param name="Update">The step: <see cref="AdamUpdateOp"/> or <see cref="SgdUpdateOp"/>.</param>
internal sealed record DenseUpdateOp(Op Update) : Op
{
    public override string Name => $"dense_backward + {Update.Name}";

    public override IReadOnlyList<Variable> Written => Update.Written;

    /// <summary>What is trained; the slots have its shape.</summary>
    public Variable Weight => Update.Written[0];

    internal override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs) => [];
}
