using Fashion.Keras.Graph;

namespace Fashion.Keras.Engine;

/// <summary>
/// Gathers element-wise nodes of one shape that feed each other into one <see cref="ElementwiseOp"/>. A cluster runs at the
/// place of its last node. A node joins the cluster of a user when everybody else who needs it runs later than that, so
/// nothing ever waits for itself.
/// <para>
/// Large arrays that a later cluster (of gradients, mostly) wants from an earlier one are computed again there, when that reads
/// and writes less memory than keeping them: an elu's gradient starts from what went into the elu.
/// </para>
/// </summary>
internal static class ElementwiseClusters
{
    // Smaller ones stay in a core's own cache.
    private const int LargeArray = 1 << 15;
    private const int MostCostlyAgain = 3;

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
        foreach (Cluster cluster in clusters) cluster.Nodes.Reverse();
        if (fuse)
            foreach (Cluster cluster in clusters) FindAgain(cluster, graph, member);
        var read = new HashSet<Value>();
        foreach (Cluster cluster in clusters) read.UnionWith(External(cluster.All));
        foreach (Cluster cluster in clusters)
            Write(cluster, graph, v => read.Contains(v) || graph.IsOutput(v) || graph.Users(v).Any(u => !member.ContainsKey(u)));
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

    private static void FindAgain(Cluster cluster, GraphEditor graph, Dictionary<Node, Cluster> member)
    {
        int count = cluster.Last.Output.Shape.ElementCount;
        if (count < LargeArray) return;
        Value[] inputs = External(cluster.Nodes);
        foreach (IGrouping<Cluster, Value> wanted in inputs.Where(v => v.Shape.ElementCount == count && member.ContainsKey(v.Producer))
            .GroupBy(v => member[v.Producer]).ToArray())
        {
            var needed = new HashSet<Node>();
            foreach (Node node in wanted.Key.Nodes.AsEnumerable().Reverse())
                if (wanted.Contains(node.Output) || graph.Users(node.Output).Any(needed.Contains)) needed.Add(node);
            Node[] again = [.. wanted.Key.Nodes.Where(needed.Contains)];
            Value[] sources = External(again);
            // What has no other reader is neither written nor read any more; one read is for what must stay alive for it.
            int saved = wanted.Sum(v => graph.IsOutput(v) || graph.Users(v).Any(u => !member.ContainsKey(u)) ? 1 : 2);
            int read = 1 + sources.Count(v => v.Shape.ElementCount == count && v.Producer.Op is not ConstantOp && !inputs.Contains(v));
            if (saved > read && again.Count(IsCostly) <= MostCostlyAgain && sources.All(v => graph.MayReadAt(v, cluster.Last)))
                cluster.Again.AddRange(again);
        }
    }

    private static bool IsCostly(Node node) => node.Op is UnaryOp
    {
        Kind: UnaryKind.Exp or UnaryKind.Log or UnaryKind.Log1P or UnaryKind.Sin or UnaryKind.Cos or UnaryKind.Tanh or UnaryKind.Sigmoid
            or UnaryKind.Softplus or UnaryKind.Erf
            or >= UnaryKind.Tan and <= UnaryKind.ErfInv
    };

    // What nodes read from outside.
    private static Value[] External(IReadOnlyCollection<Node> nodes)
    {
        var own = new HashSet<Node>(nodes);
        return [.. nodes.SelectMany(n => n.Inputs).Distinct().Where(v => !own.Contains(v.Producer))];
    }

    private static void Write(Cluster cluster, GraphEditor graph, Func<Value, bool> isReadOutside)
    {
        Value[] external = External(cluster.All);
        Value[] inputs = [.. external.Where(v => v.Producer.Op is not ConstantOp)];
        Value[] constants = [.. external.Where(v => v.Producer.Op is ConstantOp)];
        var numbers = new Dictionary<Value, int>();
        foreach (Value value in inputs) numbers[value] = numbers.Count;
        foreach (Value value in constants) numbers[value] = numbers.Count;

        var instructions = new List<Instruction>();
        foreach (Node node in cluster.All)
        {
            var operands = new int[node.Inputs.Length];
            for (int i = 0; i < operands.Length; i++) operands[i] = numbers[node.Inputs[i]];
            if (node.Op is BroadcastOp && (cluster.Again.Contains(node) || !isReadOutside(node.Output)))
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
        Value[] results = [.. cluster.Nodes.Select(n => n.Output).Where(isReadOutside)];
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

        /// <summary>Nodes of earlier clusters that this one computes once more.</summary>
        public List<Node> Again { get; } = [];

        public IReadOnlyList<Node> All => Again.Count == 0 ? Nodes : [.. Again, .. Nodes];
    }
}
