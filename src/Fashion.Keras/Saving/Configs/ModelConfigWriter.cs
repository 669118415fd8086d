using System.Text.Json.Nodes;
using Fashion.Keras.Layers;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Saving;

/// <summary>Writes a model's architecture in the form of Keras 3: <c>config.json</c> without the training settings.</summary>
internal static class ModelConfigWriter
{
    /// <summary>The model as module, class name and configuration.</summary>
    /// <param name="model">The model.</param>
    /// <param name="keepsState">Whether vocabularies are written into it, because the file has no other place for them.</param>
    /// <exception cref="InvalidOperationException">The model has a layer that cannot be written.</exception>
    public static JsonObject Write(Model model,
        bool keepsState = false) => model is Sequential sequential ? Sequential(sequential, keepsState)
        : model.HasOwnCall ? LayerEntry.Of(model, keepsState) : Functional(model, model.Topology!, keepsState);

    private static JsonObject Sequential(Sequential model, bool keepsState)
    {
        if (model.Layers.GroupBy(l => l).FirstOrDefault(uses => uses.Count() > 1) is { } repeated)
            throw new InvalidOperationException($"Model '{model.Name}' applies layer '{repeated.Key.Name}' {repeated.Count()} times, " +
                "which the file of a Sequential cannot say; make a functional Model of it: new Model(model.Inputs, model.Outputs).");
        JsonNode? shape = model.Topology is null
            ? null
            : ConfigWriter.Sizes(model.InputLayer!.InputShape!.Prepend(model.InputLayer.BatchSize ?? Shape.Unknown));
        Layer[] layers = model.InputLayer is { } input ? [input, .. model.Layers] : [.. model.Layers];
        var config = new JsonObject
        {
            ["name"] = model.Name,
            ["trainable"] = model.Trainable,
            ["dtype"] = "float32",
            ["layers"] = new JsonArray([.. layers.Select(l => l.ToEntry(keepsState))]),
        };
        if (shape is not null) config["build_input_shape"] = shape;
        return LayerEntry.Make("keras", "Sequential", config, null, shape?.DeepClone());
    }

    private static JsonObject Functional(Model model, LayerGraph topology, bool keepsState)
    {
        // A layer may have been used in other models too; only uses in this one are written, counted from 0.
        ILookup<Layer, LayerNode> uses = topology.Nodes.OrderBy(n => n.Index).ToLookup(n => n.Layer);
        var use = uses.SelectMany(layer => layer.Index()).ToDictionary(n => n.Item, n => n.Index);
        JsonArray Place(LayerOutput tensor) => new(tensor.Node.Layer.Name, use[tensor.Node], tensor.Index);
        // A functional model has a built-in first use, which Keras counts in the outputs only.
        JsonArray Outside(LayerOutput tensor) =>
            tensor.Node.Layer is Model { HasOwnCall: false } and not Keras.Sequential
                ? new(tensor.Node.Layer.Name, Place(tensor)[1]!.GetValue<int>() + 1, tensor.Index)
                : Place(tensor);
        JsonNode Places(IReadOnlyList<LayerOutput> tensors) =>
            tensors is [var only] ? Outside(only) : new JsonArray([.. tensors.Select(Outside)]);
        JsonObject Tensor(LayerOutput tensor) => new()
        {
            ["class_name"] = "__keras_tensor__",
            ["config"] = new JsonObject
            {
                ["shape"] = ConfigWriter.Sizes(tensor.Shape),
                ["dtype"] = tensor.Node.Layer switch { Input input => input.DType, HostLayer host => host.OutputType, _ => "float32" },
                ["keras_history"] = Place(tensor)
            },
        };
        JsonObject Node(LayerNode node)
        {
            if (node.Layer is OperationLayer { IsMerge: false } operation)
                return new JsonObject { ["args"] = operation.CallArguments(node.Inputs, Tensor), ["kwargs"] = new JsonObject() };
            JsonObject[] tensors = [.. node.Inputs.Select(Tensor)];
            // Merging layers, and the operations that stand for them, take a list, also of one.
            var keywords = new JsonObject();
            JsonArray? inOrder = Named(node, tensors, Tensor, keywords);
            bool named = node.Layer.StatesKeyword is not null, list = node.Layer is MergeLayer || (tensors.Length != 1 && !named);
            if (named && tensors.Length > 1) keywords[node.Layer.StatesKeyword!] = node.Layer.NestStates(tensors[1..]);
            if (node.Training is { } training) keywords["training"] = training;
            foreach (string flag in node.Arguments.Flags) keywords[flag] = true;
            if (inOrder is not null) return new JsonObject { ["args"] = inOrder, ["kwargs"] = keywords };
            if (node.Masks is { } masks) keywords["mask"] =
                list ? new JsonArray([.. masks.Select(m => m is null ? null : (JsonNode)Tensor(m))]) : Tensor(masks[0]!);
            return new JsonObject { ["args"] = new JsonArray(list ? new JsonArray([.. tensors]) : tensors[0]), ["kwargs"] = keywords };
        }

        var layers = new JsonArray();
        foreach (Layer layer in topology.Layers)
        {
            JsonObject entry = layer.ToEntry(keepsState);
            entry["name"] = layer.Name;
            entry["inbound_nodes"] = layer is Input ? [] : new JsonArray([.. uses[layer].Select(Node)]);
            layers.Add((JsonNode)entry);
        }
        var config = new JsonObject
        {
            ["name"] = model.Name,
            ["trainable"] = model.Trainable,
            ["layers"] = layers,
            ["input_layers"] = Places(topology.Inputs),
            ["output_layers"] = topology.OutputNames is { } names
                ? new JsonObject(names.Zip(topology.Outputs, (name, output) => KeyValuePair.Create(name, (JsonNode?)Outside(output))))
                : Places(topology.Outputs),
        };
        return LayerEntry.Make("keras.src.models.functional", "Functional", config, "Functional", null);
    }

    // Arguments of a layer that has names for them: as far as possible in order, the others by name; null for other layers.
    private static JsonArray? Named(LayerNode node, JsonObject[] tensors, Func<LayerOutput, JsonObject> tensor, JsonObject keywords)
    {
        CallForm form = node.Layer.Form;
        if (form.Order.Length == 0) return null;
        var inOrder = new JsonArray();
        foreach ((int i, string name) in node.Arguments.Names.Index())
        {
            if (inOrder.Count == i && i < form.Order.Length && form.Order[i] == name) inOrder.Add((JsonNode)tensors[i]);
            else keywords[name] = tensors[i];
            if (node.Masks is { } masks && i < masks.Count && masks[i] is { } mask) keywords[name + "_mask"] = tensor(mask);
        }
        return inOrder;
    }
}
