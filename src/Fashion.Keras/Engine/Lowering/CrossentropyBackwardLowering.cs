using Fashion.Keras.Graph;
using Fashion.Keras.Kernels;

namespace Fashion.Keras.Engine;

/// <summary>The gradient of crossentropy; samples are shared out.</summary>
internal sealed unsafe class CrossentropyBackwardLowering : Lowering<CrossentropyBackwardOp>
{
    protected override void Lower(CrossentropyBackwardOp op, Node node, PlanBuilder plan)
    {
        Slot scores = plan[node.Inputs[0]], targets = plan[node.Inputs[1]], gradients = plan[node.Inputs[2]], slopes = plan[node.Output];
        Partition batch = ScoreRows.Samples(node.Output);
        (int rows, int width) = ScoreRows.Inner(node.Output);
        bool logits = op.FromLogits;
        plan.Add(new SharedStep(batch, (frame, first, end, _) =>
        {
            nint row = (nint)first * rows;
            Crossentropy.Backward(frame[scores] + row * width, frame[targets] + row * width, frame[gradients] + row,
                frame[slopes] + row * width, (end - first) * rows, width, logits);
        }, Access.Read(scores, batch), Access.Read(targets, batch), Access.Read(gradients, batch), Access.Write(slopes, batch)));
    }
}
