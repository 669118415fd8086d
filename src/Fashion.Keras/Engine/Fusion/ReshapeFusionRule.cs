using Fashion.Keras.Graph;

namespace Fashion.Keras.Engine;

/// <summary>
/// conv2d, a reshape that keeps the channels (a convolution over sequences is one over images of one row), and then a bias or an
/// activation: these come first and the reshape last, so that the rules for convolutions find them.
/// </summary>
internal sealed class ReshapeFusionRule : IFusionRule
{
    public bool TryRewrite(Node node, GraphEditor graph)
    {
        if (node.Op is not Conv2DOp) return false;
        bool moved = false;
        for (Node last = node; TryMove(ref last, graph);) moved = true;
        return moved;
    }

    private static bool TryMove(ref Node last, GraphEditor graph)
    {
        if (graph.OnlyUser(last.Output) is not { Op: ReshapeOp } reshape || reshape.Output.Shape[^1] != last.Output.Shape[^1]
            || graph.OnlyUser(reshape.Output) is not { } after || !IsPerChannel(after, reshape.Output)) return false;
        last = graph.InsertBefore(after, after.Op, [last.Output, .. after.Inputs.AsSpan()[1..]]);
        graph.Replace(after.Output, graph.InsertBefore(after, new ReshapeOp(after.Output.Shape), last.Output).Output);
        graph.Remove(after);
        graph.Remove(reshape);
        return true;
    }

    private static bool IsPerChannel(Node node, Value results) =>
        node.Op is UnaryOp || (node.Op is BinaryOp && node.Inputs[0] == results && node.Inputs[1].Shape is { Rank: 1 } shape
            && shape[0] == results.Shape[^1]);
}
