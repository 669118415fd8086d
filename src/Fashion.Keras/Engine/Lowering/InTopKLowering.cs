using Fashion.Keras.Graph;
using Fashion.Keras.Kernels;

namespace Fashion.Keras.Engine;

/// <summary>Whether the target is among the best scores of its row; samples are shared out.</summary>
internal sealed unsafe class InTopKLowering : Lowering<InTopKOp>
{
    protected override void Lower(InTopKOp op, Node node, PlanBuilder plan)
    {
        Slot scores = plan[node.Inputs[0]], targets = plan[node.Inputs[1]], y = plan[node.Output];
        Partition batch = ScoreRows.Samples(node.Inputs[0]);
        (int rows, int width) = ScoreRows.Inner(node.Inputs[0]);
        int k = op.K;
        plan.Add(new SharedStep(batch, (frame, first, end, _) =>
        {
            nint row = (nint)first * rows;
            ClassRows.InTopK(frame[scores] + row * width, frame[targets] + row, frame[y] + row, (end - first) * rows, width, k);
        }, Access.Read(scores, batch), Access.Read(targets, batch), Access.Write(y, batch)));
    }
}
