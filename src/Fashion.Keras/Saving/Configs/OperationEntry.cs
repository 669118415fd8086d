using System.Text.Json.Nodes;
using Fashion.Keras.Layers;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Saving;

/// <summary>An operation of a file, and how its calls and its configuration give its arguments.</summary>
/// <param name="Operation">What it is.</param>
/// <param name="Arguments">The arguments of a call by Keras's names.</param>
internal sealed record OperationEntry(KerasOperation Operation,
    Func<LayerCall, Func<TensorPlace, SymbolicTensor>, OperationArguments> Arguments)
{
    /// <summary>The operation that an entry is; null when it is a layer.</summary>
    /// <exception cref="ModelFormatException">An operation that is not known.</exception>
    public static OperationEntry? Find(NestedConfig entry)
    {
        if (TensorFlowOperations.Find(entry) is { } old) return old;
        if (!OperationTable.IsOperation(entry)) return null;
        KerasOperation operation = OperationTable.From(entry);
        return new OperationEntry(operation, (call, tensor) => Bind(operation, entry.Config, call, tensor));
    }

    private static OperationArguments Bind(KerasOperation operation, ConfigReader config, LayerCall call,
        Func<TensorPlace, SymbolicTensor> tensor)
    {
        var values = new Dictionary<string, object?>(StringComparer.Ordinal);
        if (operation.TakesMany) values[operation.Inputs[0]] = call.Positional.Select(argument => call.Value(argument, tensor)).ToArray();
        else if (call.Positional.Count > operation.Inputs.Length)
            throw new ArgumentException($"the operation {operation.ClassName} is called with {call.Positional.Count} arguments; " +
                $"{operation.Inputs.Length} are known ({string.Join(", ", operation.Inputs)})");
        else foreach ((int i, JsonNode? argument) in call.Positional.Index()) values[operation.Inputs[i]] = call.Value(argument, tensor);
        foreach (var (key, argument) in call.Keywords)
        {
            if (argument is null) continue;
            if (!operation.Inputs.Contains(key) && !operation.Settings.Contains(key))
                throw new ArgumentException(
                    $"the operation {operation.ClassName} is called with the argument '{key}', which is not supported");
            values[key] = call.Value(argument, tensor);
        }
        foreach (string key in operation.Settings)
            if (config.Json.TryGetPropertyValue(key, out JsonNode? setting) && (setting is not null || !values.ContainsKey(key)))
                values[key] = setting;
        return new OperationArguments(values);
    }
}
