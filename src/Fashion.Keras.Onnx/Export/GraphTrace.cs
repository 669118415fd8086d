using Fashion.Keras.Graph;
using Fashion.Keras.Layers;

namespace Fashion.Keras.Onnx.Export;

/// <summary>What a model computes for inputs of given shapes.</summary>
/// <param name="Nodes">The operations that the outputs depend on, in order.</param>
/// <param name="Inputs">Where data enters.</param>
/// <param name="Outputs">What is predicted.</param>
/// <param name="Sizes">What stands for the free sizes.</param>
/// <param name="Writer">An operation that changes a weight; null when there is none.</param>
internal sealed record GraphTrace(IReadOnlyList<Node> Nodes, IReadOnlyList<Value> Inputs, IReadOnlyList<Value> Outputs, int[] Sizes,
    Node? Writer)
{
    /// <summary>Traces a model in prediction.</summary>
    public static GraphTrace Of(Model model, IReadOnlyList<Shape> shapes, int[] sizes)
    {
        using var graph = new GraphBuilder();
        Value[] inputs = [.. shapes.Select((shape, i) =>
            graph.Input(model.InputNames.Count == shapes.Count ? model.InputNames[i] : $"input_{i + 1}", shape))];
        SymbolicTensors outputs = model.Apply([.. inputs.Select(input => new GraphTensor(input))], new CallContext(training: false));
        Value[] results = [.. outputs.Select(output => output.Resolve(graph))];
        HashSet<Node> needed = NeededNodes.Of(results);
        needed.UnionWith(inputs.Select(input => input.Producer));
        return new GraphTrace([.. graph.Nodes.Where(needed.Contains)], inputs, results, sizes,
            graph.Nodes.FirstOrDefault(node => node.Op.Written.Count > 0));
    }

    /// <summary>The place of each operation among those that are needed.</summary>
    public IReadOnlyDictionary<Node, int> Places { get; } = Nodes.Index().ToDictionary(n => n.Item, n => n.Index);

    /// <summary>The first operation that is another one in another trace, sizes aside; null when there is none.</summary>
    public Node? FirstDifference(GraphTrace other)
    {
        for (int i = 0; i < Nodes.Count; i++)
            if (i >= other.Nodes.Count || !Same(Nodes[i], other.Nodes[i], other)) return Nodes[i];
        return other.Nodes.Count > Nodes.Count ? other.Nodes[Nodes.Count]
            : Outputs.Zip(other.Outputs).FirstOrDefault(o => Places[o.First.Producer] != other.Places[o.Second.Producer]
            || o.First.Index != o.Second.Index).First?.Producer;
    }

    private bool Same(Node left, Node right, GraphTrace other)
    {
        if (left.Inputs.Length != right.Inputs.Length) return false;
        for (int i = 0; i < left.Inputs.Length; i++)
            if (Places[left.Inputs[i].Producer] != other.Places[right.Inputs[i].Producer]
                || left.Inputs[i].Index != right.Inputs[i].Index) return false;
        for (int i = 0; i < left.Outputs.Length; i++)
            if (left.Outputs[i].Shape.Rank != right.Outputs[i].Shape.Rank) return false;
        if (left.Op is VariableOp a && right.Op is VariableOp b) return SameValues(a.Variable, b.Variable);
        return WithoutSizes(left.Op).Equals(WithoutSizes(right.Op));
    }

    // Arrays of numbers that a layer makes while it is traced are new ones in every trace. Other shapes are looked at where they are used.
    private static bool SameValues(Variable left, Variable right) => left == right ||
        (left.Name == right.Name && !left.Trainable && !right.Trainable
            && (left.Shape != right.Shape || left.ToArray().AsSpan().SequenceEqual(right.ToArray())));

    private static Op WithoutSizes(Op op) => op switch
    {
        ConstantOp constant => constant with { Shape = Shape.Scalar },
        InputOp input => input with { Shape = Shape.Scalar },
        BroadcastOp broadcast => broadcast with { Target = Shape.Scalar },
        ReshapeOp reshape => reshape with { Target = Shape.Scalar },
        SliceOp => new SliceOp(Shape.Scalar, Shape.Scalar),
        PadOp pad => pad with { Before = Shape.Scalar, After = Shape.Scalar },
        ScatterAddOp scatter => scatter with { Table = Shape.Scalar },
        AddAlongOp => new AddAlongOp(0),
        OneHotOp => new OneHotOp(0),
        Conv2DBackwardInputOp transposed => transposed with { Image = Shape.Scalar },
        RandomOp random => random with { Shape = Shape.Scalar },
        VariateOp variate => variate with { Shape = Shape.Scalar },
        DropoutOp dropout => dropout with { NoiseShape = Shape.Scalar },
        _ => op,
    };
}
