using Fashion.Keras.Data;

namespace Fashion.Keras.Graph;

/// <summary>A number that the host gives with every run; <paramref name="Index"/> is its place among the run's scalars.</summary>
internal sealed record ScalarOp(string ScalarName, int Index) : Op
{
    public override string Name => "scalar";

    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs) => [new(Shape.Scalar)];
}
