using System.Text.Json.Nodes;
using Fashion.Keras.Layers;

namespace Fashion.Keras.Graph;

// Computes at once.
internal abstract partial class KnownTensor
{
    internal override SymbolicTensor? Defer(string name, SymbolicTensor[] inputs, Func<GraphBuilder, Value[], Value> write,
        Func<JsonObject>? settings, string[]? roles) => EagerGraph.Compute(inputs, write);

    internal override IReadOnlyList<SymbolicTensor>? TakenBy(IApplicable layer, IReadOnlyList<SymbolicTensor> inputs, bool training) =>
        GraphBuilder.Current is null && inputs.All(input => input.HasValue)
            ? ((Layer)layer).CallValues([.. inputs.Select(input => input.Known!)], training)
            : null;
}
