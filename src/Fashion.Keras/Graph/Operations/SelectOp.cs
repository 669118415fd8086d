using Fashion.Keras.Data;

namespace Fashion.Keras.Graph;

/// <summary>Where the condition (input 0) is not 0 the second input, elsewhere the third; with broadcasting.</summary>
internal sealed record SelectOp : Op
{
    public override string Name => "select";

    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs) =>
        [new(BinaryOp.Broadcast(inputs[0].Shape, BinaryOp.Broadcast(inputs[1].Shape, inputs[2].Shape)))];
}
