using Fashion.Keras.Graph;
using Fashion.Keras.Kernels;

namespace Fashion.Keras.Engine;

/// <summary>
/// Lowers work on rows of class scores (softmax, crossentropies, argmax, top-k) and on class numbers; the batch is shared out.
/// </summary>
internal static unsafe class ClassScoreLowering
{
    public static void Lower(SoftmaxOp op, Node node, PlanBuilder plan)
    {
        Slot x = plan[node.Inputs[0]], y = plan[node.Output];
        Partition batch = Samples(node.Output);
        (int rows, int width) = Inner(node.Output);
        bool log = op.Log;
        plan.Add(new SharedStep(batch, (frame, first, end, _) =>
        {
            nint at = (nint)first * rows * width;
            if (log) Softmax.LogForward(frame[x] + at, frame[y] + at, (end - first) * rows, width);
            else Softmax.Forward(frame[x] + at, frame[y] + at, (end - first) * rows, width);
        }, Access.Read(x, batch), Access.Write(y, batch))
        { Kernels = log ? null : Softmax.ForwardCode });
    }

    public static void Lower(CrossentropyOp op, Node node, PlanBuilder plan)
    {
        Slot scores = plan[node.Inputs[0]], targets = plan[node.Inputs[1]], values = plan[node.Output];
        Partition batch = Samples(node.Inputs[0]);
        (int rows, int width) = Inner(node.Inputs[0]);
        bool logits = op.FromLogits;
        plan.Add(new SharedStep(batch, (frame, first, end, _) =>
        {
            nint row = (nint)first * rows;
            Crossentropy.Forward(frame[scores] + row * width, frame[targets] + row * width, frame[values] + row, (end - first) * rows,
                width, logits);
        }, Access.Read(scores, batch), Access.Read(targets, batch), Access.Write(values, batch)));
    }

    public static void Lower(CrossentropyBackwardOp op, Node node, PlanBuilder plan)
    {
        Slot scores = plan[node.Inputs[0]], targets = plan[node.Inputs[1]], gradients = plan[node.Inputs[2]], slopes = plan[node.Output];
        Partition batch = Samples(node.Output);
        (int rows, int width) = Inner(node.Output);
        bool logits = op.FromLogits;
        plan.Add(new SharedStep(batch, (frame, first, end, _) =>
        {
            nint row = (nint)first * rows;
            Crossentropy.Backward(frame[scores] + row * width, frame[targets] + row * width, frame[gradients] + row,
                frame[slopes] + row * width, (end - first) * rows, width, logits);
        }, Access.Read(scores, batch), Access.Read(targets, batch), Access.Read(gradients, batch), Access.Write(slopes, batch)));
    }

    public static void Lower(SparseCrossentropyOp op, Node node, PlanBuilder plan)
    {
        Slot scores = plan[node.Inputs[0]], classes = plan[node.Inputs[1]], values = plan[node.Output];
        Partition batch = Samples(node.Inputs[0]);
        (int rows, int width) = Inner(node.Inputs[0]);
        bool logits = op.FromLogits;
        plan.Add(new SharedStep(batch, (frame, first, end, _) =>
        {
            nint row = (nint)first * rows;
            SparseCrossentropy.Forward(frame[scores] + row * width, frame[classes] + row, frame[values] + row, (end - first) * rows, width,
                logits);
        }, Access.Read(scores, batch), Access.Read(classes, batch), Access.Write(values, batch))
        { Kernels = SparseCrossentropy.ForwardCode });
    }

    public static void Lower(SparseCrossentropyBackwardOp op, Node node, PlanBuilder plan)
    {
        Slot scores = plan[node.Inputs[0]], classes = plan[node.Inputs[1]], gradients = plan[node.Inputs[2]], slopes = plan[node.Output];
        Partition batch = Samples(node.Output);
        (int rows, int width) = Inner(node.Output);
        bool logits = op.FromLogits;
        plan.Add(new SharedStep(batch, (frame, first, end, _) =>
        {
            nint row = (nint)first * rows;
            SparseCrossentropy.Backward(frame[scores] + row * width, frame[classes] + row, frame[gradients] + row,
                frame[slopes] + row * width, (end - first) * rows, width, logits);
        }, Access.Read(scores, batch), Access.Read(classes, batch), Access.Read(gradients, batch), Access.Write(slopes, batch))
        { Kernels = SparseCrossentropy.BackwardCode });
    }

    public static void Lower(ArgMaxOp _, Node node, PlanBuilder plan)
    {
        Slot x = plan[node.Inputs[0]], y = plan[node.Output];
        Partition batch = Samples(node.Inputs[0]);
        (int rows, int width) = Inner(node.Inputs[0]);
        plan.Add(new SharedStep(batch, (frame, first, end, _) =>
        {
            nint row = (nint)first * rows;
            ClassRows.ArgMax(frame[x] + row * width, frame[y] + row, (end - first) * rows, width);
        }, Access.Read(x, batch), Access.Write(y, batch)));
    }

    public static void Lower(InTopKOp op, Node node, PlanBuilder plan)
    {
        Slot scores = plan[node.Inputs[0]], targets = plan[node.Inputs[1]], y = plan[node.Output];
        Partition batch = Samples(node.Inputs[0]);
        (int rows, int width) = Inner(node.Inputs[0]);
        int k = op.K;
        plan.Add(new SharedStep(batch, (frame, first, end, _) =>
        {
            nint row = (nint)first * rows;
            ClassRows.InTopK(frame[scores] + row * width, frame[targets] + row, frame[y] + row, (end - first) * rows, width, k);
        }, Access.Read(scores, batch), Access.Read(targets, batch), Access.Write(y, batch)));
    }

    public static void Lower(OneHotOp op, Node node, PlanBuilder plan)
    {
        Slot indices = plan[node.Inputs[0]], y = plan[node.Output];
        Partition batch = Rows.Batch(node.Inputs[0]);
        int rows = Rows.Length(node.Inputs[0]), depth = op.Depth;
        plan.Add(new SharedStep(batch, (frame, first, end, _) =>
            ClassRows.OneHot(frame[indices] + (nint)first * rows, frame[y] + (nint)first * rows * depth, (end - first) * rows, depth),
            Access.Read(indices, batch), Access.Write(y, batch)));
    }

    // The first axis, unless it is the scores themselves.
    private static Partition Samples(Value scores) => scores.Shape.Rank == 1 ? Partition.Single : Rows.Batch(scores);

    // Rows per sample and their width; a tensor with one axis is a single row.
    private static (int Rows, int Width) Inner(Value value) =>
        value.Shape.Rank == 1 ? (1, value.Shape[0]) : (value.Shape[1..^1].ElementCount, value.Shape[^1]);
}
