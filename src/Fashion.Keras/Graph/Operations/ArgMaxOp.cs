using Fashion.Keras.Data;

namespace Fashion.Keras.Graph;

/// <summary>Position of the largest number along the last axis, as a float; the first one wins a tie. Not differentiable.</summary>
internal sealed record ArgMaxOp : Op
{
    public override string Name => "argmax";

    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs) => [new(inputs[0].Shape[..^1])];
}
