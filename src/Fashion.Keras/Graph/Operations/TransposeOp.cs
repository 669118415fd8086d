using Fashion.Keras.Data;

namespace Fashion.Keras.Graph;

/// <summary>Axes in another order: output axis i is input axis Axes[i].</summary>
internal sealed record TransposeOp(Shape Axes) : Op
{
    public override string Name => "transpose";

    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        Shape shape = inputs[0].Shape;
        return [inputs[0] with { Shape = Axes.Select(a => shape[a]).ToArray() }];
    }
}
