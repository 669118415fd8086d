using System.Text.Json.Nodes;
using Fashion.Keras.Layers;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Saving;

/// <summary>Connects the layers and operations of a functional model as its file says.</summary>
/// <param name="config">Configuration of the model.</param>
internal sealed class FunctionalGraphReader(ConfigReader config)
{
    private readonly Dictionary<string, Layer?> _layers = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Layer, int Use), IReadOnlyList<SymbolicTensor>> _outputs = [];
    private readonly List<Use> _uses = [];
    private UseNumbers _numbers = null!;

    /// <summary>One use of a layer or an operation.</summary>
    private sealed record Use(string Name, int Number, LayerCall Call, Func<LayerCall, IReadOnlyList<SymbolicTensor>> Make,
        ConfigReader Config)
    {
        /// <summary>How many of the uses that must come before this one have not been made.</summary>
        public int Waiting { get; set; }
    }

    /// <summary>Takes a layer and reads how it is used.</summary>
    public void Add(Layer layer, NestedConfig entry)
    {
        string name = NameOf(entry) ?? layer.Name;
        if (layer is Input input) _outputs[(name, 0)] = [input.Source];
        Add(name, layer, entry, layer is Input ? _ => [] : call => Apply(layer, BoundCall.Of(layer, call)));
    }

    /// <summary>
    /// Takes a layer in place of the one in the file, which may have been called with arguments that only that one knows.
    /// </summary>
    public void AddReplacement(Layer layer, NestedConfig entry) =>
        Add(NameOf(entry) ?? layer.Name, layer, entry, call => Apply(layer, BoundCall.OfReplaced(layer, call)));

    /// <summary>Takes an operation and reads how it is used; each use becomes a layer.</summary>
    /// <param name="entry">Its entry.</param>
    /// <param name="operation">What it is, and how the arguments of a call and the configuration give its own.</param>
    public void Add(NestedConfig entry, OperationEntry operation)
    {
        string name = NameOf(entry) ?? operation.Operation.ClassName;
        int made = 0;
        Add(name, null, entry,
            call => OperationLayer.Apply(made++ == 0 ? name : FormattableString.Invariant($"{name}_use_{made}"), operation.Operation,
                operation.Arguments(call, Tensor)));
    }

    /// <summary>Uses everything, each once what it needs is there; files need not be in order.</summary>
    public void Connect()
    {
        var inner = _layers.Where(l => l.Value is Model)
            .Select(l => (l.Key, _uses.Count(u => u.Name == l.Key), l.Value is Model { HasOwnCall: false } and not Sequential));
        _numbers = new UseNumbers(inner,
            _uses.SelectMany(u => u.Call.Places).Concat(Places("input_layers")).Concat(Places("output_layers")));
        var ready = new Queue<Use>();
        var waiting = new Dictionary<(string Layer, int Use), List<Use>>();
        foreach (Use use in _uses)
        {
            foreach (var before in Before(use).Where(before => !_outputs.ContainsKey(before)))
            {
                if (!waiting.TryGetValue(before, out List<Use>? users)) waiting[before] = users = [];
                users.Add(use);
                use.Waiting++;
            }
            if (use.Waiting == 0) ready.Enqueue(use);
        }
        int made = 0;
        for (; ready.TryDequeue(out Use? use); made++)
        {
            _outputs[(use.Name, use.Number)] = ModelConfigReader.Try(use.Config, () => use.Make(use.Call));
            foreach (Use user in waiting.GetValueOrDefault((use.Name, use.Number)) ?? [])
                if (--user.Waiting == 0) ready.Enqueue(user);
        }
        if (made < _uses.Count) throw Wrong($"the inputs of layer '{_uses.First(use => use.Waiting > 0).Name}' lead nowhere or in circles");
    }

    /// <summary>The tensors that a key of the model names: one, a list, or by name.</summary>
    public ModelTensors Tensors(string key)
    {
        if (config.Json[key] is JsonObject named)
            return new Dictionary<string, SymbolicTensor>(
                named.Select(n => KeyValuePair.Create(n.Key,
                    Places(n.Value) is [var only] ? Tensor(only) : throw Wrong($"{key} '{n.Key}' is not one tensor"))));
        return Places(key) is { Length: > 0 } places ? (SymbolicTensor[])[.. places.Select(Tensor)] : throw Wrong($"{key} names no tensor");
    }

    private void Add(string name, Layer? layer, NestedConfig entry, Func<LayerCall, IReadOnlyList<SymbolicTensor>> make)
    {
        if (!_layers.TryAdd(name, layer)) throw Wrong($"two layers are called '{name}'");
        if (layer is Input) return;
        if (entry.Json?["inbound_nodes"] is not JsonArray nodes) throw Wrong($"layer '{name}' does not say where its inputs come from");
        foreach ((int number, JsonNode? node) in nodes.Index())
        {
            LayerCall call = Named(name, () => LayerCall.Of(node));
            if (!Named(name, () => call.Places.Any())) throw Wrong($"layer '{name}' is used without an input");
            _uses.Add(new Use(name, number, call, make, entry.Config));
        }
    }

    private IReadOnlyList<SymbolicTensor> Apply(Layer layer, BoundCall call) =>
        layer.Connect([.. call.Inputs.Select(Tensor)], call.Arguments,
            call.Masks is { } masks ? [.. masks.Select(m => m is { } mask ? Tensor(mask) : null)] : null);

    // The uses of a shared layer are numbered, so they come in order.
    private IEnumerable<(string Layer, int Use)> Before(Use use)
    {
        IEnumerable<(string, int)> inputs = use.Call.Places.Select(_numbers.FromZero).Select(p => (p.Layer, p.Use));
        return (use.Number == 0 ? inputs : inputs.Append((use.Name, use.Number - 1))).Distinct();
    }

    private TensorPlace[] Places(string key) =>
        config.Json[key] is JsonObject named ? [.. named.SelectMany(n => Places(n.Value))] : Places(config.Json[key]);

    private TensorPlace[] Places(JsonNode? node) => Named("", () => TensorPlace.Of(node, TensorPlace.Source.Model)) is { } place
        ? [place]
        : node switch
        {
            JsonArray list => [.. list.SelectMany(Places)],
            null => [],
            _ => throw Wrong($"{JsonValues.Short(node)} names no tensor"),
        };

    private SymbolicTensor Tensor(TensorPlace named)
    {
        TensorPlace place = _numbers.FromZero(named);
        return _outputs.TryGetValue((place.Layer, place.Use), out var outputs) && place.Output < outputs.Count ? outputs[place.Output]
            : throw Wrong($"output {named.Output} of use {named.Use} of layer '{named.Layer}' does not exist");
    }

    private static string? NameOf(NestedConfig entry) => JsonValues.TryText(entry.Json?["name"], out string given) ? given : null;

    private T Named<T>(string layer, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (ArgumentException e)
        {
            throw Wrong(layer.Length == 0 ? e.Message : $"layer '{layer}': {e.Message}");
        }
    }

    private ModelFormatException Wrong(string what) => new($"{config.Place}: {what}.") { Entry = config.Place };
}
