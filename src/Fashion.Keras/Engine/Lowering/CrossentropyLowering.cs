using Fashion.Keras.Graph;
using Fashion.Keras.Kernels;

namespace Fashion.Keras.Engine;

/// <summary>Crossentropy; samples are shared out.</summary>
internal sealed unsafe class CrossentropyLowering : Lowering<CrossentropyOp>
{
    protected override void Lower(CrossentropyOp op, Node node, PlanBuilder plan)
    {
        Slot scores = plan[node.Inputs[0]], targets = plan[node.Inputs[1]], values = plan[node.Output];
        Partition batch = ScoreRows.Samples(node.Inputs[0]);
        (int rows, int width) = ScoreRows.Inner(node.Inputs[0]);
        bool logits = op.FromLogits;
        plan.Add(new SharedStep(batch, (frame, first, end, _) =>
        {
            nint row = (nint)first * rows;
            Crossentropy.Forward(frame[scores] + row * width, frame[targets] + row * width, frame[values] + row, (end - first) * rows,
                width, logits);
        }, Access.Read(scores, batch), Access.Read(targets, batch), Access.Write(values, batch)));
    }
}
