using Fashion.Keras.Graph;

namespace Fashion.Keras.Onnx.Export;

/// <summary>Operations on the way to some values.</summary>
internal static class NeededNodes
{
    /// <summary>All operations that the values depend on.</summary>
    public static HashSet<Node> Of(IEnumerable<Value> values)
    {
        var needed = new HashSet<Node>();
        var open = new Stack<Node>(values.Select(v => v.Producer));
        while (open.TryPop(out Node? node))
            if (needed.Add(node))
                foreach (Value input in node.Inputs) open.Push(input.Producer);
        return needed;
    }
}
