using Fashion.Keras.Graph;
using Fashion.Keras.Kernels;

namespace Fashion.Keras.Engine;

/// <summary>The gradient of crossentropy with class numbers; samples are shared out.</summary>
internal sealed unsafe class SparseCrossentropyBackwardLowering : Lowering<SparseCrossentropyBackwardOp>
{
    protected override void Lower(SparseCrossentropyBackwardOp op, Node node, PlanBuilder plan)
    {
        Slot scores = plan[node.Inputs[0]], classes = plan[node.Inputs[1]], gradients = plan[node.Inputs[2]], slopes = plan[node.Output];
        Partition batch = ScoreRows.Samples(node.Output);
        (int rows, int width) = ScoreRows.Inner(node.Output);
        bool logits = op.FromLogits;
        plan.Add(new SharedStep(batch, (frame, first, end, _) =>
        {
            nint row = (nint)first * rows;
            SparseCrossentropy.Backward(frame[scores] + row * width, frame[classes] + row, frame[gradients] + row,
                frame[slopes] + row * width, (end - first) * rows, width, logits);
        }, Access.Read(scores, batch), Access.Read(classes, batch), Access.Read(gradients, batch), Access.Write(slopes, batch))
        { Kernels = SparseCrossentropy.BackwardCode });
    }
}
