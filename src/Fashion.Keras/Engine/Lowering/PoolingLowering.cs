using Fashion.Keras.Graph;
using Fashion.Keras.Kernels;

namespace Fashion.Keras.Engine;

/// <summary>Lowers max and average pooling and their gradients; images are shared out.</summary>
internal static unsafe class PoolingLowering
{
    public static void Lower(MaxPool2DOp op, Node node, PlanBuilder plan)
    {
        Slot x = plan[node.Inputs[0]], y = plan[node.Outputs[0]], position = plan[node.Outputs[1]];
        Partition batch = Rows.Batch(node.Inputs[0]);
        Pool2DWindow window = Window(op.Geometry, node.Inputs[0].Shape, node.Outputs[0].Shape);
        plan.Add(new SharedStep(batch,
            (frame, first, end, _) => MaxPool2D.Forward(frame[x], frame[y], (int*)frame[position], window, first, end),
            Access.Read(x, batch), Access.Write(y, batch), Access.Write(position, batch))
        { Kernels = MaxPool2D.ForwardCode });
    }

    public static void Lower(MaxPool2DBackwardOp op, Node node, PlanBuilder plan)
    {
        Slot position = plan[node.Inputs[0]], dy = plan[node.Inputs[1]], dx = plan[node.Output];
        Partition batch = Rows.Batch(node.Output);
        Pool2DWindow window = Window(op.Geometry, op.Image, node.Inputs[1].Shape);
        plan.Add(new SharedStep(batch,
            (frame, first, end, _) => MaxPool2D.Backward((int*)frame[position], frame[dy], frame[dx], window, first, end),
            Access.Read(position, batch), Access.Read(dy, batch), Access.Write(dx, batch))
        { Kernels = MaxPool2D.BackwardCode });
    }

    public static void Lower(AveragePool2DOp op, Node node, PlanBuilder plan)
    {
        Slot x = plan[node.Inputs[0]], y = plan[node.Output];
        Partition batch = Rows.Batch(node.Output);
        Pool2DWindow window = Window(op.Geometry, node.Inputs[0].Shape, node.Output.Shape);
        plan.Add(new SharedStep(batch, (frame, first, end, _) => AveragePool2D.Forward(frame[x], frame[y], window, first, end),
            Access.Read(x, batch), Access.Write(y, batch))
        { Kernels = AveragePool2D.ForwardCode });
    }

    public static void Lower(AveragePool2DBackwardOp op, Node node, PlanBuilder plan)
    {
        Slot dy = plan[node.Inputs[0]], dx = plan[node.Output];
        Partition batch = Rows.Batch(node.Output);
        Pool2DWindow window = Window(op.Geometry, op.Image, node.Inputs[0].Shape);
        plan.Add(new SharedStep(batch, (frame, first, end, _) => AveragePool2D.Backward(frame[dy], frame[dx], window, first, end),
            Access.Read(dy, batch), Access.Write(dx, batch))
        { Kernels = AveragePool2D.BackwardCode });
    }

    private static Pool2DWindow Window(Pool2DGeometry g, Shape image, Shape result) =>
        new(image[1], image[2], image[3], result[1], result[2], g.Window.Height, g.Window.Width, g.Strides.Height, g.Strides.Width,
            g.PadTop, g.PadLeft);
}
