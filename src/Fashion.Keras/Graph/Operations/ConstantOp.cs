using Fashion.Keras.Data;

namespace Fashion.Keras.Graph;

/// <summary>A tensor filled with one number.</summary>
internal sealed record ConstantOp(float Fill, Shape Shape) : Op
{
    public override string Name => "constant";

    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs) => [new(Shape)];
}
