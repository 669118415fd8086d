using Fashion.Keras.Onnx.Protocol;

namespace Fashion.Keras.Onnx.Export;

/// <summary>Removes what no output depends on: products that became part of another operation, and their arrays.</summary>
internal static class Pruning
{
    /// <summary>Removes it from a graph.</summary>
    public static void Apply(GraphProto graph)
    {
        var needed = new HashSet<string>(graph.Output.Select(output => output.Name), StringComparer.Ordinal);
        var kept = new List<NodeProto>();
        foreach (NodeProto node in graph.Node.Reverse())
        {
            if (!node.Output.Any(needed.Contains)) continue;
            AddReads(node, needed);
            kept.Add(node);
        }
        kept.Reverse();
        graph.Node.Clear();
        graph.Node.AddRange(kept);
        TensorProto[] arrays = [.. graph.Initializer.Where(array => needed.Contains(array.Name))];
        graph.Initializer.Clear();
        graph.Initializer.AddRange(arrays);
    }

    // The bodies of loops read values of the graph around them.
    private static void AddReads(NodeProto node, HashSet<string> needed)
    {
        needed.UnionWith(node.Input);
        foreach (NodeProto inner in node.Attribute.Where(a => a.G is not null).SelectMany(a => a.G.Node)) AddReads(inner, needed);
        foreach (ValueInfoProto output in node.Attribute.Where(a => a.G is not null).SelectMany(a => a.G.Output)) needed.Add(output.Name);
    }
}
