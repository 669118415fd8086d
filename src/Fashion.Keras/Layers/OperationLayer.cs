using Fashion.Keras.Graph;

namespace Fashion.Keras.Layers;

/// <summary>An operation used between the layers of a functional model: <c>a + b</c>, <c>Ops.Exp(x)</c>.</summary>
internal sealed class OperationLayer : Layer
{
    private readonly SymbolicTensor?[] _fixed;
    private readonly Func<GraphBuilder, Value[], Value> _write;

    private OperationLayer(string operation, SymbolicTensor?[] fixedInputs, Func<GraphBuilder, Value[], Value> write) : base(Internal.Names.Next(operation))
    {
        _fixed = fixedInputs;
        _write = write;
    }

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
