using Fashion.Keras.Graph;

namespace Fashion.Keras.Engine;

/// <summary>
/// Gathers element-wise nodes of one shape that feed each other into one <see cref="ElementwiseOp"/>. A cluster runs at the
/// place of its last node. A node joins the cluster of a user when everybody else who needs it runs later than that, so
/// nothing ever waits for itself.
/// </summary>
internal static class ElementwiseClusters
{
    public static void Apply(GraphEditor graph, bool fuse)
    {
        var clusters = new List<Cluster>();
        var member = new Dictionary<Node, Cluster>();
        foreach (Node node in graph.Nodes.Reverse().ToArray())
        {
            if (!IsElementwise(node.Op)) continue;
            Cluster? cluster = fuse ? FindCluster(node, graph, member) : null;
            if (cluster is null) clusters.Add(cluster = new Cluster(node));
            cluster.Nodes.Add(node);
            member[node] = cluster;
        }
        foreach (Cluster cluster in clusters) Write(cluster, graph);
    }

    private static bool IsElementwise(Op op) => op is UnaryOp or BinaryOp or SelectOp or BroadcastOp;

    private static Cluster? FindCluster(Node node, GraphEditor graph, Dictionary<Node, Cluster> member)
    {
        Node At(Node user) => member.TryGetValue(user, out Cluster? cluster) ? cluster.Last : user;
        Cluster? first = null;
        foreach (Node user in graph.Users(node.Output))
            if (member.TryGetValue(user, out Cluster? cluster) && cluster.Last.Output.Shape == node.Output.Shape
                && (first is null || graph.IsBefore(cluster.Last, first.Last))) first = cluster;
        if (first is null) return null;
        foreach (Node user in graph.Users(node.Output))
            if (At(user) != first.Last && graph.IsBefore(At(user), first.Last)) return null;
        return node.Inputs.All(i => graph.MayReadAt(i, first.Last)) ? first : null;
    }

    private static void Write(Cluster cluster, GraphEditor graph)
    {
        cluster.Nodes.Reverse();
        var nodes = new HashSet<Node>(cluster.Nodes);
        Value[] external = [.. cluster.Nodes.SelectMany(n => n.Inputs).Distinct().Where(v => !nodes.Contains(v.Producer))];
        Value[] inputs = [.. external.Where(v => v.Producer.Op is not ConstantOp)];
        Value[] constants = [.. external.Where(v => v.Producer.Op is ConstantOp)];
        var numbers = new Dictionary<Value, int>();
        foreach (Value value in (Value[])[.. inputs, .. constants]) numbers[value] = numbers.Count;

        var instructions = new List<Instruction>();
        foreach (Node node in cluster.Nodes)
        {
            var operands = new int[node.Inputs.Length];
            for (int i = 0; i < operands.Length; i++) operands[i] = numbers[node.Inputs[i]];
            bool isResult = graph.IsOutput(node.Output) || graph.Users(node.Output).Any(u => !nodes.Contains(u));
            if (node.Op is BroadcastOp && !isResult)
            {
                numbers[node.Output] = operands[0];
                continue;
            }
            numbers[node.Output] = inputs.Length + constants.Length + instructions.Count;
            instructions.Add(node.Op switch
            {
                UnaryOp op => new Instruction(InstructionKind.Unary, op.Kind, default, operands[0], -1, -1),
                BinaryOp op => new Instruction(InstructionKind.Binary, default, op.Kind, operands[0], operands[1], -1),
                SelectOp => new Instruction(InstructionKind.Select, default, default, operands[0], operands[1], operands[2]),
                _ => new Instruction(InstructionKind.Copy, default, default, operands[0], -1, -1),
            });
        }
        Value[] results = [.. cluster.Nodes.Select(n => n.Output).Where(v => graph.IsOutput(v) || graph.Users(v).Any(u => !nodes.Contains(u)))];
        var fills = new float[constants.Length];
        for (int i = 0; i < fills.Length; i++) fills[i] = ((ConstantOp)constants[i].Producer.Op).Fill;
        var written = new int[results.Length];
        for (int i = 0; i < written.Length; i++) written[i] = numbers[results[i]];
        var program = new ElementwiseProgram(inputs.Length, fills, [.. instructions], written);
        Node fused = graph.InsertBefore(cluster.Last, new ElementwiseOp(program, cluster.Last.Output.Shape), inputs);
        for (int i = 0; i < results.Length; i++) graph.Replace(results[i], fused.Outputs[i]);
    }

    private sealed class Cluster(Node last)
    {
        /// <summary>The node at whose place the cluster runs.</summary>
        public Node Last { get; } = last;

        public List<Node> Nodes { get; } = [];
    }
}
