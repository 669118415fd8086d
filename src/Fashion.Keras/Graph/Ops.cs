using System.Text.Json.Nodes;
using Fashion.Keras.Graph;

namespace Fashion.Keras;

/// <summary>
/// The operations that layers, losses and metrics are written with: ours and yours. They describe what is to be computed;
/// gradients, fusion and speed follow from that. They are used inside <c>Call</c>, inside functions given to
/// <c>Loss.Create</c> and <c>Metric.Create</c>, and on the tensors between the layers of a functional model.
/// </summary>
public static partial class Ops
{
    /// <summary>Writes operations for these inputs into the current graph, or defers them to a layer of their own.</summary>
    /// <param name="name">Name of the method here.</param>
    /// <param name="inputs">Its inputs.</param>
    /// <param name="write">Writes it.</param>
    /// <param name="settings">Its other arguments under Keras's names, for files; null for none.</param>
    /// <param name="roles">Keras's names of the inputs, where some of its are left out; null for its first ones.</param>
    internal static SymbolicTensor Write(string name, SymbolicTensor[] inputs, Func<GraphBuilder, Value[], Value> write,
        Func<JsonObject>? settings = null, string[]? roles = null)
    {
        foreach (SymbolicTensor input in inputs)
        {
            ArgumentNullException.ThrowIfNull(input);
            if (input.Defer(name, inputs, write, settings, roles) is { } deferred) return deferred;
        }
        GraphBuilder graph = GraphBuilder.Current ?? throw new InvalidOperationException(
            $"Ops.{name} was given a tensor of something that is no longer being written down. Use operations on values, inside a " +
            "layer's Call, in a function given to Loss.Create or Metric.Create, or on the tensors of a functional model (Input.Of).");
        var values = new Value[inputs.Length];
        for (int i = 0; i < values.Length; i++) values[i] = inputs[i].Resolve(graph);
        return new GraphTensor(write(graph, values));
    }

    /// <summary>Writes an operation that is made of others: between layers it is one operation, on values one graph.</summary>
    /// <param name="name">Name of the method here.</param>
    /// <param name="inputs">Its inputs.</param>
    /// <param name="function">Writes it with other operations; all sizes of its inputs are known.</param>
    /// <param name="settings">Its other arguments under Keras's names, for files; null for none.</param>
    /// <param name="roles">Keras's names of the inputs, where some of its are left out; null for its first ones.</param>
    internal static SymbolicTensor Compose(string name, SymbolicTensor[] inputs, Func<SymbolicTensor[], SymbolicTensor> function,
        Func<JsonObject>? settings = null, string[]? roles = null) =>
        Write(name, inputs, (g, v) => function(Array.ConvertAll(v, value => (SymbolicTensor)new GraphTensor(value))).Resolve(g), settings,
            roles);

    /// <summary>Writes an operation with several results that is made of others: between layers it is one operation.</summary>
    /// <param name="name">Name of the method here.</param>
    /// <param name="inputs">Its inputs.</param>
    /// <param name="function">Writes it with other operations; all sizes of its inputs are known.</param>
    /// <param name="settings">Its other arguments under Keras's names, for files; null for none.</param>
    internal static IReadOnlyList<SymbolicTensor> ComposeAll(string name, SymbolicTensor[] inputs,
        Func<SymbolicTensor[], IReadOnlyList<SymbolicTensor>> function, Func<JsonObject>? settings = null)
    {
        foreach (SymbolicTensor input in inputs)
        {
            ArgumentNullException.ThrowIfNull(input);
            if (input.DeferAll(name, inputs, function, settings) is { } deferred) return deferred;
        }
        return function(inputs);
    }

    private static SymbolicTensor Unary(string name, UnaryKind kind, SymbolicTensor x) =>
        Write(name, [x], (g, v) => g.Add(new UnaryOp(kind), v[0]));

    private static SymbolicTensor Binary(string name, BinaryKind kind, SymbolicTensor left, SymbolicTensor right) =>
        Write(name, [left, right], (g, v) => g.Add(new BinaryOp(kind), v[0], v[1]));

    private static JsonArray Sizes(IEnumerable<int> sizes) => [.. sizes.Select(s => (JsonNode)JsonValue.Create(s))];

    /// <summary>Fixed numbers, row-major, that are no weights: sampling matrices, places of pixels.</summary>
    internal static SymbolicTensor Fixed(Shape shape, float[] values) => new ValueTensor(shape, values);

    private static SymbolicTensor Fixed(Shape shape, Func<int, float> number) =>
        Fixed(shape, [.. Enumerable.Range(0, shape.ElementCount).Select(number)]);
}
