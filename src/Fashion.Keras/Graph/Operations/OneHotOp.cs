using Fashion.Keras.Data;

namespace Fashion.Keras.Graph;

/// <summary>Adds a last axis of Depth with 1 at the (truncated) number and 0 elsewhere; all 0 when it is out of range.</summary>
internal sealed record OneHotOp(int Depth) : Op
{
    public override string Name => "one_hot";

    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs) => [new((int[])[.. inputs[0].Shape, Depth])];
}
