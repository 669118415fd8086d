using Fashion.Keras.Data;

namespace Fashion.Keras.Graph;

/// <summary>A value fed by the caller.</summary>
internal sealed record InputOp(string InputName, int Feed, Shape Shape) : Op
{
    public override string Name => "input";

    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs) => [new(Shape)];
}
