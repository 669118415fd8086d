using System.Text.Json.Nodes;
using Fashion.Keras.Graph;

namespace Fashion.Keras.Layers;

/// <summary>A tensor between layers: output <paramref name="index"/> of one use of a layer.</summary>
internal sealed class LayerOutput(LayerNode node, int index, Shape shape) : SymbolicTensor(shape)
{
    public LayerNode Node { get; } = node;

    public int Index { get; } = index;

    internal override bool IsBetweenLayers => true;

    internal override IReadOnlyList<SymbolicTensor>? Together => Index == 0 && Node.Outputs.Count > 1 ? Node.Outputs : null;

    private protected override string Source => Node.Layer.Name;

    internal override Value Resolve(GraphBuilder graph) => throw new InvalidOperationException(
        $"The output of layer '{Node.Layer.Name}' belongs to a functional model and has no value here; pass it to a layer instead.");

    internal override SymbolicTensor? Defer(string name, SymbolicTensor[] inputs, Func<GraphBuilder, Value[], Value> write,
        Func<JsonObject>? settings, string[]? roles) =>
        OperationLayer.Apply(name, inputs, settings?.Invoke(), roles, arguments => [Ops.Write(name, [.. arguments.Tensors], write)])[0];

    internal override IReadOnlyList<SymbolicTensor>? DeferAll(string name, SymbolicTensor[] inputs,
        Func<SymbolicTensor[], IReadOnlyList<SymbolicTensor>> function, Func<JsonObject>? settings) =>
        OperationLayer.Apply(name, inputs, settings?.Invoke(), null, arguments => function([.. arguments.Tensors]));

    public override string ToString() => $"{Node.Layer.Name} {Shape}";
}
