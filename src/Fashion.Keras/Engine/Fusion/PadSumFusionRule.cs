using Fashion.Keras.Graph;

namespace Fashion.Keras.Engine;

/// <summary>
/// A sum of zero-padded pieces that fill an axis side by side, which is what the gradient of cutting a tensor into slices comes
/// to (the steps of a recurrent layer): one concatenation.
/// </summary>
internal sealed class PadSumFusionRule : IFusionRule
{
    public bool TryRewrite(Node node, GraphEditor graph)
    {
        if (!IsSum(node) || (graph.OnlyUser(node.Output) is { } user && IsSum(user))) return false;
        var pieces = new List<Node>();
        if (!Collect(node, graph, pieces) || pieces.Count < 2) return false;
        Shape whole = node.Output.Shape;
        int axis = Axis(pieces[0], whole);
        if (axis < 0 || pieces.Any(p => Axis(p, whole) != axis)) return false;
        Node[] ordered = [.. pieces.OrderBy(p => Pad(p).Before[axis])];
        int end = 0;
        foreach (Node piece in ordered)
        {
            if (Pad(piece).Before[axis] != end) return false;
            end += piece.Inputs[0].Shape[axis];
        }
        if (end != whole[axis]) return false;
        graph.Replace(node.Output, graph.InsertBefore(node, new ConcatOp(axis), [.. ordered.Select(p => p.Inputs[0])]).Output);
        return true;
    }

    private static bool IsSum(Node node) => node.Op is BinaryOp { Kind: BinaryKind.Add } && node.Inputs[0].Shape == node.Inputs[1].Shape;

    private static PadOp Pad(Node piece) => (PadOp)piece.Op;

    // The leaves of a tree of additions; false where one is no padded piece, or is needed elsewhere.
    private static bool Collect(Node sum, GraphEditor graph, List<Node> pieces)
    {
        var open = new Stack<Node>([sum]);
        while (open.TryPop(out Node? next))
            foreach (Value input in next.Inputs)
            {
                if (graph.OnlyUser(input) is null) return false;
                if (input.Producer.Op is PadOp { Fill: 0 }) pieces.Add(input.Producer);
                else if (IsSum(input.Producer)) open.Push(input.Producer);
                else return false;
            }
        return true;
    }

    // The only axis along which a piece is padded; -1 if there is none or another.
    private static int Axis(Node piece, Shape whole)
    {
        int axis = -1;
        for (int i = 0; i < whole.Rank; i++)
        {
            if (piece.Inputs[0].Shape[i] == whole[i]) continue;
            if (axis >= 0) return -1;
            axis = i;
        }
        return axis;
    }
}
