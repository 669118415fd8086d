using Fashion.Keras.Graph;

namespace Fashion.Keras.Layers;

/// <summary>An operation used between the layers of a functional model: <c>a + b</c>, <c>Ops.Exp(x)</c>.</summary>
internal sealed class OperationLayer : Layer
{
    private readonly SymbolicTensor?[] _fixed;
    private readonly Func<GraphBuilder, Value[], Value> _write;

    private readonly string _operation;

    private OperationLayer(string operation, SymbolicTensor?[] fixedInputs, Func<GraphBuilder, Value[], Value> write) : base(Internal.Names.Next(operation))
    {
        _operation = operation;
        _fixed = fixedInputs;
        _write = write;
    }

    /// <summary>Whether a merging layer of the same name computes the same: two outputs of layers with equally many axes.</summary>
    public bool IsMerge => _operation is nameof(Layers.Add) or nameof(Subtract) or nameof(Multiply) or nameof(Maximum) or nameof(Minimum)
        && _fixed.All(f => f is null) && BuiltShapes is [var left, var right] && left.Rank == right.Rank;

    /// <summary>The merging layer in whose place it stands, as files and summaries call it.</summary>
    public override string ClassName => IsMerge ? _operation : base.ClassName;

    /// <summary>Puts the operation behind the layers that its inputs come from; numbers and weights stay where they are.</summary>
    public static SymbolicTensor Apply(string operation, SymbolicTensor[] inputs, Func<GraphBuilder, Value[], Value> write)
    {
        var layer = new OperationLayer(operation, [.. inputs.Select(i => i is LayerOutput ? null : i)], write);
        return layer.Apply([.. inputs.OfType<LayerOutput>()])[0];
    }

    protected override IReadOnlyList<SymbolicTensor> Call(IReadOnlyList<SymbolicTensor> inputs, CallContext context)
    {
        int next = 0;
        SymbolicTensor[] all = [.. _fixed.Select(f => f ?? inputs[next++])];
        return [Ops.Write(Name, all, _write)];
    }
}
