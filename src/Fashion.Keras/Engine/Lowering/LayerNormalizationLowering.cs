using Fashion.Keras.Graph;
using Fashion.Keras.Kernels;

namespace Fashion.Keras.Engine;

/// <summary>Layer normalization; rows are shared out in blocks.</summary>
internal sealed unsafe class LayerNormalizationLowering : Lowering<LayerNormalizationOp>
{
    protected override void Lower(LayerNormalizationOp op, Node node, PlanBuilder plan)
    {
        Slot x = plan[node.Inputs[0]], gamma = plan[node.Inputs[1]], beta = plan[node.Inputs[2]];
        Slot y = plan[node.Outputs[0]], saved = plan[node.Outputs[1]];
        var b = new NormalizationBlocks(node.Inputs[0].Shape);
        float epsilon = op.Epsilon;
        plan.Add(new SharedStep(b.Partition, (frame, first, end, _) =>
        {
            for (int i = first; i < end; i++)
                LayerNormalization.Forward(frame[x] + b.Rows.Offset(i), frame[gamma], frame[beta], frame[y] + b.Rows.Offset(i),
                    frame[saved] + 2 * (nint)i * b.Rows.BlockRows, b.Rows.RowsOf(i), b.Channels, epsilon);
        }, Access.Read(x, b.Data), Access.Read(gamma), Access.Read(beta), Access.Write(y, b.Data), Access.Write(saved, b.Data))
        { Kernels = LayerNormalization.ForwardCode, Reuses = (x, y) });
    }
}
