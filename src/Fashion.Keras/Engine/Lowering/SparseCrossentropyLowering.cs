using Fashion.Keras.Graph;
using Fashion.Keras.Kernels;

namespace Fashion.Keras.Engine;

/// <summary>Crossentropy with class numbers; samples are shared out.</summary>
internal sealed unsafe class SparseCrossentropyLowering : Lowering<SparseCrossentropyOp>
{
    protected override void Lower(SparseCrossentropyOp op, Node node, PlanBuilder plan)
    {
        Slot scores = plan[node.Inputs[0]], classes = plan[node.Inputs[1]], values = plan[node.Output];
        Partition batch = ScoreRows.Samples(node.Inputs[0]);
        (int rows, int width) = ScoreRows.Inner(node.Inputs[0]);
        bool logits = op.FromLogits;
        plan.Add(new SharedStep(batch, (frame, first, end, _) =>
        {
            nint row = (nint)first * rows;
            SparseCrossentropy.Forward(frame[scores] + row * width, frame[classes] + row, frame[values] + row, (end - first) * rows, width,
                logits);
        }, Access.Read(scores, batch), Access.Read(classes, batch), Access.Write(values, batch))
        { Kernels = SparseCrossentropy.ForwardCode });
    }
}
