using System.Text.Json.Nodes;

namespace Fashion.Keras.Graph;

// Operations on tensors whose numbers are known are computed at once, outside of what is being written down.

internal sealed partial class ValueTensor
{
    internal override SymbolicTensor? Defer(string name, SymbolicTensor[] inputs, Func<GraphBuilder, Value[], Value> write, Func<JsonObject>? settings) => EagerGraph.Compute(inputs, write);
}

internal sealed partial class VariableTensor
{
    internal override SymbolicTensor? Defer(string name, SymbolicTensor[] inputs, Func<GraphBuilder, Value[], Value> write, Func<JsonObject>? settings) => EagerGraph.Compute(inputs, write);
}

internal sealed partial class ConstantTensor
{
    internal override SymbolicTensor? Defer(string name, SymbolicTensor[] inputs, Func<GraphBuilder, Value[], Value> write, Func<JsonObject>? settings) => EagerGraph.Compute(inputs, write);
}
