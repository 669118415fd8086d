using System.Text.Json;
using System.Text.Json.Nodes;
using Fashion.Keras.Configuration;
using Fashion.Keras.Layers;

namespace Fashion.Keras.Saving;

/// <summary>
/// Connects the layers of a functional model as its file says. A use of a layer stands there as
/// <c>{"args": [tensors], "kwargs": {}}</c> (Keras 3) or as <c>[["layer", use, output, {}], ...]</c> (Keras 2).
/// </summary>
/// <param name="config">Configuration of the model.</param>
internal sealed class FunctionalGraphReader(ConfigReader config)
{
    private readonly Dictionary<string, Layer> _layers = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Layer, int Use), IReadOnlyList<SymbolicTensor>> _outputs = [];
    private readonly List<Call> _calls = [];

    /// <summary>Output <see cref="Output"/> of use <see cref="Use"/> of a layer.</summary>
    private readonly record struct Place(string Layer, int Use, int Output);

    /// <summary>Use <see cref="Use"/> of a layer.</summary>
    private sealed record Call(Layer Layer, string Name, int Use, Place[] Inputs, bool Inference, ConfigReader Config)
    {
        /// <summary>How many of the uses that must come before this one have not been made.</summary>
        public int Waiting { get; set; }
    }

    /// <summary>Takes a layer and reads how it is used.</summary>
    public void Add(Layer layer, NestedConfig entry)
    {
        string name = JsonValues.TryText(entry.Json?["name"], out string given) ? given : layer.Name;
        if (!_layers.TryAdd(name, layer)) throw Wrong($"two layers are called '{name}'");
        if (layer is Input input) { _outputs[(name, 0)] = [input.Output]; return; }
        if (entry.Json?["inbound_nodes"] is not JsonArray nodes) throw Wrong($"layer '{name}' does not say where its inputs come from");
        foreach ((int use, JsonNode? node) in nodes.Index())
        {
            var places = new List<Place>();
            bool inference = node is JsonObject && IsInference(node["kwargs"], name);
            Collect(node is JsonObject call ? call["args"] as JsonArray ?? throw Wrong($"layer '{name}' is called without a list of arguments") : node, places, $"layer '{name}'", more => inference |= IsInference(more, name));
            if (places.Count == 0) throw Wrong($"layer '{name}' is used without an input");
            _calls.Add(new Call(layer, name, use, [.. places], inference, entry.Config));
        }
    }

    /// <summary>Uses the layers, each once what it needs is there; files need not be in order.</summary>
    public void Connect()
    {
        var ready = new Queue<Call>();
        var waiting = new Dictionary<(string Layer, int Use), List<Call>>();
        foreach (Call call in _calls)
        {
            foreach (var before in Before(call).Where(before => !_outputs.ContainsKey(before)))
            {
                if (!waiting.TryGetValue(before, out List<Call>? users)) waiting[before] = users = [];
                users.Add(call);
                call.Waiting++;
            }
            if (call.Waiting == 0) ready.Enqueue(call);
        }
        int made = 0;
        for (; ready.TryDequeue(out Call? call); made++)
        {
            IReadOnlyList<SymbolicTensor> outputs = ModelConfigReader.Try(call.Config, () => call.Layer.Apply([.. call.Inputs.Select(Tensor)]));
            ((LayerOutput)outputs[0]).Node.Inference = call.Inference;
            _outputs[(call.Name, call.Use)] = outputs;
            foreach (Call user in waiting.GetValueOrDefault((call.Name, call.Use)) ?? [])
                if (--user.Waiting == 0) ready.Enqueue(user);
        }
        if (made < _calls.Count) throw Wrong($"the inputs of layer '{_calls.First(call => call.Waiting > 0).Name}' lead nowhere or in circles");
    }

    // The uses of a shared layer are numbered, so they come in order.
    private static IEnumerable<(string Layer, int Use)> Before(Call call)
    {
        IEnumerable<(string, int)> inputs = call.Inputs.Select(i => (i.Layer, i.Use)).Distinct();
        return call.Use == 0 ? inputs : inputs.Append((call.Name, call.Use - 1)).Distinct();
    }

    /// <summary>The tensors that a key of the model names: one, a list, or by name.</summary>
    public ModelTensors Tensors(string key)
    {
        if (config.Json[key] is JsonObject named)
            return new Dictionary<string, SymbolicTensor>(named.Select(n => KeyValuePair.Create(n.Key, Tensors(n.Value, key) is [var only] ? only : throw Wrong($"{key} '{n.Key}' is not one tensor"))));
        return Tensors(config.Json[key], key) is { Length: > 0 } tensors ? tensors : throw Wrong($"{key} names no tensor");
    }

    private SymbolicTensor[] Tensors(JsonNode? node, string key)
    {
        var places = new List<Place>();
        Collect(node, places, key);
        return [.. places.Select(Tensor)];
    }

    private SymbolicTensor Tensor(Place place) =>
        _outputs.TryGetValue((place.Layer, place.Use), out var outputs) && place.Output < outputs.Count ? outputs[place.Output]
            : throw Wrong($"output {place.Output} of use {place.Use} of layer '{place.Layer}' does not exist");

    // Of the arguments beside the inputs only training=False is known: there the layer works as in Predict, also within Fit.
    private bool IsInference(JsonNode? arguments, string layer)
    {
        bool inference = false;
        if (arguments is not (null or JsonObject)) throw Wrong($"layer '{layer}' is called with {JsonValues.Short(arguments)} in place of named arguments");
        foreach (var (key, value) in arguments as JsonObject ?? [])
        {
            if (value is null) continue;
            if (key != "training" || value.GetValueKind() != JsonValueKind.False) throw Wrong($"layer '{layer}' is called with the argument '{key}', which is not supported");
            inference = true;
        }
        return inference;
    }

    private void Collect(JsonNode? node, List<Place> places, string user, Action<JsonNode?>? more = null)
    {
        switch (node)
        {
            case JsonObject { } tensor when JsonValues.TryText(tensor["class_name"], out string name) && name == "__keras_tensor__":
                Collect(tensor["config"] is JsonObject place ? place["keras_history"] : throw Wrong($"{user} takes a tensor that does not say where it comes from"), places, user, more);
                break;
            case JsonArray { Count: 3 or 4 } triple when JsonValues.TryText(triple[0], out string layer):
                if (triple.Count == 4) more?.Invoke(triple[3]);
                places.Add(new Place(layer, Number(triple[1]), Number(triple[2])));
                break;
            case JsonArray list:
                foreach (JsonNode? item in list) Collect(item, places, user, more);
                break;
            case null: break;
            default: throw Wrong($"{user} takes {JsonValues.Short(node)} beside the outputs of layers, which is not supported");
        }
    }

    private int Number(JsonNode? node) =>
        JsonValues.TryInt(node, out int number) && number >= 0 ? number : throw Wrong("a connection between layers is not given by numbers");

    private ModelFormatException Wrong(string what) => new($"{config.Place}: {what}.") { Entry = config.Place };
}
