using Fashion.Keras.Data;

namespace Fashion.Keras.Graph;

/// <summary>Mean over the real cells of every window and channel; padding is not counted.</summary>
internal sealed record AveragePool2DOp(Pool2DGeometry Geometry) : Op
{
    public override string Name => "average_pool2d";

    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs) => [new(Geometry.Output(inputs[0].Shape))];

    public override Value?[] Gradient(GraphBuilder graph, Node node, Value?[] outputGradients, IReadOnlySet<Value> needed) =>
        [graph.Add(new AveragePool2DBackwardOp(Geometry, node.Inputs[0].Shape), outputGradients[0]!)];
}

/// <summary>Spreads each gradient evenly over the real cells of its window; input: output gradient.</summary>
internal sealed record AveragePool2DBackwardOp(Pool2DGeometry Geometry, Shape Image) : Op
{
    public override string Name => "average_pool2d_backward";

    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs) => [new(Image)];

    public override Value?[] Gradient(GraphBuilder graph, Node node, Value?[] outputGradients, IReadOnlySet<Value> needed) =>
        [graph.Add(new AveragePool2DOp(Geometry), outputGradients[0]!)];
}
