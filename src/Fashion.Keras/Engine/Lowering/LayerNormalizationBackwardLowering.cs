using Fashion.Keras.Graph;
using Fashion.Keras.Kernels;

namespace Fashion.Keras.Engine;

/// <summary>
/// Gradients of layer normalization: blocks of rows are shared out, and their sums for gamma and beta are added in the order of the blocks.
/// </summary>
internal sealed unsafe class LayerNormalizationBackwardLowering : Lowering<LayerNormalizationBackwardOp>
{
    protected override void Lower(LayerNormalizationBackwardOp op, Node node, PlanBuilder plan)
    {
        Slot x = plan[node.Inputs[0]], gamma = plan[node.Inputs[1]], saved = plan[node.Inputs[3]], dy = plan[node.Inputs[4]];
        Slot dx = plan[node.Outputs[0]], dgamma = plan[node.Outputs[1]], dbeta = plan[node.Outputs[2]];
        var b = new NormalizationBlocks(node.Inputs[0].Shape);
        int blocks = b.Partition.Rows, width = b.Channels;
        Slot factors = plan.Temporary((long)blocks * width), summands = plan.Temporary((long)blocks * width);
        plan.Add(new SharedStep(b.Partition, (frame, first, end, _) =>
        {
            for (int i = first; i < end; i++)
                LayerNormalization.Backward(frame[x] + b.Rows.Offset(i), frame[gamma], frame[saved] + 2 * (nint)i * b.Rows.BlockRows,
                    frame[dy] + b.Rows.Offset(i), frame[dx] + b.Rows.Offset(i), frame[factors] + (nint)i * width,
                    frame[summands] + (nint)i * width, b.Rows.RowsOf(i), width);
        }, Access.Read(x, b.Data), Access.Read(dy, b.Data), Access.Read(gamma), Access.Read(saved, b.Data), Access.Write(dx, b.Data),
            Access.Write(factors, b.Partition), Access.Write(summands, b.Partition))
        { Kernels = LayerNormalization.BackwardCode, Reuses = (dy, dx) });
        ReduceLowering.AddSum(factors, dgamma, 1, blocks, width, plan);
        ReduceLowering.AddSum(summands, dbeta, 1, blocks, width, plan);
    }
}
