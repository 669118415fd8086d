using Fashion.Keras.Graph;

namespace Fashion.Keras.Engine;

/// <summary>
/// How long one worker takes for a graph, roughly: enough to see whether a second one is worth the barriers. A single image's
/// prediction is not, least of all where other processes use the cores.
/// </summary>
internal static class WorkEstimate
{
    // Of one worker on a current processor: what products reach, what arrays in the caches cost, what any step costs.
    private const double FlopsPerNanosecond = 150, NanosecondsPerElement = 0.05, NanosecondsPerNode = 100;
    private const double WorthAnotherWorker = 60_000;

    /// <summary>Workers for a graph when the caller leaves it to the engine.</summary>
    public static int Workers(IEnumerable<Node> nodes) =>
        PhysicalCores.Count > 1 && Nanoseconds(nodes) >= WorthAnotherWorker ? PhysicalCores.Count : 1;

    private static double Nanoseconds(IEnumerable<Node> nodes)
    {
        double sum = 0;
        foreach (Node node in nodes)
        {
            long elements = 0;
            foreach (Value value in node.Outputs) elements += value.Shape.ElementCount;
            foreach (Value value in node.Inputs) elements += value.Shape.ElementCount;
            foreach (Variable written in node.Op.Written) elements += written.Shape.ElementCount;
            sum += NanosecondsPerNode + NanosecondsPerElement * elements + Flops(node) / FlopsPerNanosecond;
        }
        return sum;
    }

    private static double Flops(Node node) => node.Op switch
    {
        MatMulOp { TransposeLeft: var transposed } => 2.0 * node.Output.Shape.ElementCount * node.Inputs[0].Shape[transposed ? ^2 : ^1],
        DenseOp => 2.0 * node.Output.Shape.ElementCount * node.Inputs[0].Shape[^1],
        DenseUpdateOp => 2.0 * node.Inputs[0].Shape.ElementCount * node.Inputs[1].Shape[^1],
        RecurrentLoopOp or RecurrentLoopBackwardOp => 2.0 * node.Inputs[0].Shape.ElementCount * node.Inputs[1].Shape[0],
        ProjectedLoopOp { Loop.Gates: var gates } =>
            2.0 * gates * node.Outputs[0].Shape.ElementCount * (node.Inputs[0].Shape[2] + node.Inputs[1].Shape[0]),
        AttentionOp or AttentionBackwardOp => 4.0 * node.Inputs[0].Shape.ElementCount * node.Inputs[1].Shape[1],
        Conv2DOp or Conv2DBiasOp => Convolution(node.Output.Shape, node.Inputs[1].Shape),
        WinogradOp { Direct: Conv2DOp or Conv2DBiasOp } => Convolution(node.Output.Shape, node.Inputs[1].Shape),
        PooledConv2DOp op => Convolution(node.Outputs[0].Shape, node.Inputs[1].Shape) * op.Window.Height * op.Window.Width,
        Conv2DBackwardInputOp or WinogradOp { Direct: Conv2DBackwardInputOp } => Convolution(node.Inputs[1].Shape, node.Inputs[0].Shape),
        Conv2DBackwardKernelOp or WinogradOp => Convolution(node.Inputs[1].Shape, node.Output.Shape),
        _ => 0,
    };

    private static double Convolution(Shape results, Shape kernel) => 2.0 * results.ElementCount * kernel[0] * kernel[1] * kernel[2];
}
