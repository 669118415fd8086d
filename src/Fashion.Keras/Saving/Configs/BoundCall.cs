using System.Text.Json;
using System.Text.Json.Nodes;
using Fashion.Keras.Layers;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Saving;

/// <summary>The arguments of one use of a layer by what they are to it: inputs, masks, flags.</summary>
internal sealed class BoundCall
{
    private readonly Layer _layer;
    private readonly LayerCall _call;
    private readonly List<(string? Name, TensorPlace Place)> _inputs = [];
    private readonly List<string> _flags = [];
    private readonly Dictionary<string, TensorPlace> _named = new(StringComparer.Ordinal);
    private TensorPlace?[]? _masks;
    private bool? _training;

    private BoundCall(Layer layer, LayerCall call) => (_layer, _call) = (layer, call);

    /// <summary>The inputs in the layer's order.</summary>
    public IEnumerable<TensorPlace> Inputs => _inputs.Select(input => input.Place);

    /// <summary>Names of the inputs, and flags.</summary>
    public LayerArguments Arguments => new([.. _inputs.Select(input => input.Name).OfType<string>()], _flags) { Training = _training };

    /// <summary>Masks by input; null for none.</summary>
    public IReadOnlyList<TensorPlace?>? Masks =>
        _named.Count > 0
            ? [.. _inputs.Select(input => _named.TryGetValue($"{input.Name}_mask", out TensorPlace mask) ? mask : (TensorPlace?)null)]
            : _masks;

    /// <summary>The arguments for a layer.</summary>
    /// <exception cref="ArgumentException">An argument that the layer does not have, or of the wrong kind.</exception>
    public static BoundCall Of(Layer layer, LayerCall call)
    {
        var bound = new BoundCall(layer, call);
        IEnumerable<KeyValuePair<string, JsonNode?>> keywords = call.Keywords;
        if (layer.Form.Order.Length > 0) keywords = bound.TakeNamed(keywords);
        else if (layer.StatesKeyword is { } states) keywords = bound.TakeList(keywords, states);
        else bound.TakeList(call.Positional);
        foreach (var (key, value) in keywords) bound.TakeKeyword(key, value);
        return bound._inputs.Count > 0 ? bound : throw new ArgumentException($"layer '{layer.Name}' is used without an input");
    }

    /// <summary>The arguments for a layer in the place of another one, whose arguments are not known: all tensors are inputs.</summary>
    public static BoundCall OfReplaced(Layer layer, LayerCall call)
    {
        var bound = new BoundCall(layer, call);
        bound._inputs.AddRange(call.Inputs.Concat(call.Keywords.Where(k => k.Key != "mask").SelectMany(k => call.Find(k.Value)))
            .Select(place => ((string?)null, place)));
        foreach (var (key, value) in call.Keywords.Where(k => k.Key is "mask" or "training")) bound.TakeKeyword(key, value);
        return bound;
    }

    private Dictionary<string, JsonNode?> TakeNamed(IEnumerable<KeyValuePair<string, JsonNode?>> keywords)
    {
        CallForm form = _layer.Form;
        if (_call.Positional.Count > form.Order.Length)
            throw new ArgumentException($"layer '{_layer.Name}' ({_layer.ClassName}) is called with {_call.Positional.Count} arguments " +
                $"without names; it has {form.Order.Length}: {string.Join(", ", form.Order)}");
        var all = new Dictionary<string, JsonNode?>(StringComparer.Ordinal);
        foreach ((string name, JsonNode? argument) in form.Order.Zip(_call.Positional)) all[name] = argument;
        foreach (var (name, argument) in keywords)
            if (!all.TryAdd(name, argument))
                throw new ArgumentException($"layer '{_layer.Name}' ({_layer.ClassName}) is called with the argument '{name}' twice");
        foreach (string name in form.Tensors)
            if (all.Remove(name, out JsonNode? argument) && argument is not null) _inputs.Add((name, Place(name, argument)));
        foreach (string name in form.Tensors.Select(tensor => tensor + "_mask").Where(name => !form.Tensors.Contains(name)))
            if (all.Remove(name, out JsonNode? argument) && argument is not null && !form.PassedOver.Contains(name))
                _named[name] = Place(name, argument);
        return all;
    }

    private IEnumerable<KeyValuePair<string, JsonNode?>> TakeList(IEnumerable<KeyValuePair<string, JsonNode?>> keywords, string rest)
    {
        TakeList(_call.Positional.Append(_call.Keywords[rest]));
        return keywords.Where(k => k.Key != rest);
    }

    private void TakeList(IEnumerable<JsonNode?> arguments)
    {
        foreach (JsonNode? argument in arguments)
        {
            if (Constants(argument).FirstOrDefault() is { } constant)
                throw new ArgumentException($"layer '{_layer.Name}' takes {JsonValues.Short(constant)} in addition to the outputs of " +
                    "layers, which is not supported");
            _inputs.AddRange(_call.Find(argument).Select(place => ((string?)null, place)));
        }
    }

    // Arguments that are not tensors.
    private IEnumerable<JsonNode?> Constants(JsonNode? node) => TensorPlace.Of(node, _call.From) is not null || node is null ? []
        : node is JsonArray list ? list.SelectMany(Constants) : [node];

    private void TakeKeyword(string key, JsonNode? value)
    {
        if (value is null) return;
        JsonValueKind kind = value.GetValueKind();
        bool isFlag = kind is JsonValueKind.True or JsonValueKind.False;
        if (key == "training" && isFlag) _training = value.GetValue<bool>();
        else if (_layer.Form.Flags.Contains(key) && isFlag) { if (value.GetValue<bool>()) _flags.Add(key); }
        else if (key == "mask" && _layer.Form.Order.Length == 0) _masks = MasksOf(value);
        else throw new ArgumentException(
            $"layer '{_layer.Name}' ({_layer.ClassName}) is called with the argument '{key}', which is not supported");
    }

    private TensorPlace?[]? MasksOf(JsonNode value)
    {
        if (TensorPlace.Of(value, _call.From) is { } one) return [one];
        TensorPlace?[] masks =
            [.. (value as JsonArray ?? throw NoTensor("mask")).Select(mask => mask is null ? (TensorPlace?)null : Place("mask", mask))];
        return masks.Any(mask => mask is not null) ? masks : null;
    }

    private TensorPlace Place(string name, JsonNode argument) => TensorPlace.Of(argument, _call.From) ?? throw NoTensor(name);

    private ArgumentException NoTensor(string name) =>
        new($"layer '{_layer.Name}' is called with {(name == "mask" ? "a mask" : $"the argument '{name}'")} that is no tensor");
}
