using System.Text.Json.Nodes;
using Fashion.Keras.Layers;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Saving;

/// <summary>
/// One use of a layer or an operation as its file tells it: <c>{"args": [...], "kwargs": {}}</c> (Keras 3) or
/// <c>[["layer", use, output, {}], ...]</c> (Keras 1 and 2).
/// </summary>
internal sealed class LayerCall
{
    private LayerCall(TensorPlace.Source from, IReadOnlyList<JsonNode?> positional, JsonObject keywords) =>
        (From, Positional, Keywords, Places) =
            (from, positional, keywords, [.. positional.SelectMany(node => Find(node, from)).Concat(Find(keywords, from))]);

    /// <summary>The form.</summary>
    public TensorPlace.Source From { get; }

    /// <summary>Arguments in order; in the old form all tensors are one list.</summary>
    public IReadOnlyList<JsonNode?> Positional { get; }

    /// <summary>Arguments by name.</summary>
    public JsonObject Keywords { get; }

    /// <summary>All tensors, in Keras's order.</summary>
    public IReadOnlyList<TensorPlace> Places { get; }

    /// <summary>The tensors among the arguments in order.</summary>
    public IEnumerable<TensorPlace> Inputs => Positional.SelectMany(Find);

    /// <summary>Reads a use.</summary>
    /// <exception cref="ArgumentException">It has neither form.</exception>
    public static LayerCall Of(JsonNode? node)
    {
        if (node is JsonObject call)
        {
            if (call["kwargs"] is not (null or JsonObject))
                throw new ArgumentException($"it is called with {JsonValues.Short(call["kwargs"])} in place of named arguments");
            return new LayerCall(TensorPlace.Source.Call,
                [.. call["args"] as JsonArray ?? throw new ArgumentException("it is called without a list of arguments")],
                call["kwargs"] as JsonObject ?? []);
        }
        JsonArray list = node as JsonArray ?? throw new ArgumentException("it is called without arguments");
        // A single tensor may stand there without a list around it.
        JsonNode?[] items = list is [JsonValue, ..] ? [list] : [.. list];
        JsonObject keywords =
            items.Select(i => i is JsonArray { Count: 4 } four ? four[3] as JsonObject : null).FirstOrDefault(k => k is not null) ?? [];
        return new LayerCall(TensorPlace.Source.List, items, keywords);
    }

    /// <summary>The tensors in a node and below it.</summary>
    public IEnumerable<TensorPlace> Find(JsonNode? node) => Find(node, From);

    private static IEnumerable<TensorPlace> Find(JsonNode? node,
        TensorPlace.Source from) => TensorPlace.Of(node, from) is { } place ? [place] : node switch
        {
            JsonArray list => list.SelectMany(item => Find(item, from)),
            JsonObject json => json.SelectMany(member => Find(member.Value, from)),
            _ => [],
        };

    /// <summary>A node with the outputs of layers in the places of their names.</summary>
    public object? Value(JsonNode? node,
        Func<TensorPlace, SymbolicTensor> tensor) => TensorPlace.Of(node, From) is { } place ? tensor(place)
        : node is JsonArray list && list.Any(item => Find(item).Any()) ? list.Select(item => Value(item, tensor)).ToArray()
        : OperationArguments.ClassOf(node) == "__tuple__" ? node!["items"] : node;
}
