using System.Text.Json.Nodes;

namespace Fashion.Keras.Tests.Functions;

/// <summary>The arguments of one golden case, as a call of <see cref="Ops"/> takes them.</summary>
/// <param name="inputs">The tensors.</param>
/// <param name="arguments">The other arguments, by Keras's names.</param>
public sealed class OpsCall(IReadOnlyList<SymbolicTensor> inputs, JsonObject arguments)
{
    public IReadOnlyList<SymbolicTensor> Inputs => inputs;

    public SymbolicTensor X => inputs[0];

    public SymbolicTensor Y => inputs[1];

    public bool Has(string name) => arguments[name] is not null;

    /// <summary>An argument as it stands in the file.</summary>
    public JsonNode? this[string name] => arguments[name];

    public int Int(string name, int fallback) => arguments[name]?.GetValue<int>() ?? fallback;

    public int? IntOrNull(string name) => arguments[name]?.GetValue<int>();

    /// <summary>A whole number or a list of them; null for none.</summary>
    public int[]? Ints(string name) => arguments[name] switch
    {
        null => null,
        JsonArray list => [.. list.Select(item => item!.GetValue<int>())],
        var one => [one.GetValue<int>()],
    };

    public double Number(string name, double fallback) => arguments[name]?.GetValue<double>() ?? fallback;

    public float? NumberOrNull(string name) => (float?)arguments[name]?.GetValue<double>();

    /// <summary>A number or a list of them.</summary>
    public double[] Numbers(string name) =>
        arguments[name] is JsonArray list ? [.. list.Select(item => item!.GetValue<double>())] : [arguments[name]!.GetValue<double>()];

    public bool Bool(string name, bool fallback = false) => arguments[name]?.GetValue<bool>() ?? fallback;

    public string Text(string name, string fallback) => arguments[name]?.GetValue<string>() ?? fallback;
}
