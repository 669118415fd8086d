using System.Text.Json.Nodes;
using Fashion.Keras.Internal;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

/// <summary>
/// The one place that pairs Keras's operations between layers with ours, in both directions. An operation that has a method in
/// <see cref="Ops"/> is written under its Keras class; all of them are read.
/// </summary>
internal static partial class OperationTable
{
    private static readonly Dictionary<(string Module, string ClassName), KerasOperation> ByClass =
        All().ToDictionary(o => (o.Module, o.ClassName));

    private static readonly Dictionary<string, KerasOperation> ByMethod =
        ByClass.Values.SelectMany(o => new[] { o.Method, o.Alias }, (o, method) => (Operation: o, Method: method))
            .Where(p => p.Method is not null).ToDictionary(p => p.Method!, p => p.Operation, StringComparer.Ordinal);

    /// <summary>The operation for a method of <see cref="Ops"/>; null when Keras has none.</summary>
    public static KerasOperation? ForMethod(string method) => ByMethod.GetValueOrDefault(method);

    /// <summary>The operation of a class, in whatever module; null when it is not known.</summary>
    public static KerasOperation? ForClass(string className) =>
        Modules.Select(m => ByClass.GetValueOrDefault((m, className))).FirstOrDefault(o => o is not null);

    /// <summary>
    /// Whether an entry of a file is an operation: its module says so, not its class, which may be a layer's too. Keras 3 leaves
    /// the module out of .h5 files; there an operation has none of the settings that every layer has.
    /// </summary>
    public static bool IsOperation(NestedConfig entry)
    {
        if (entry.Module is { } module)
            return module.StartsWith("keras.src.ops", StringComparison.Ordinal) || module.StartsWith("keras.ops", StringComparison.Ordinal);
        return !entry.Config.Contains("trainable") && entry.Json?["inbound_nodes"] is JsonArray { Count: > 0 } nodes
            && nodes[0] is JsonObject && ForClass(entry.ClassName) is not null;
    }

    /// <summary>The operation that an entry of a file names.</summary>
    /// <exception cref="ModelFormatException">It is not known.</exception>
    public static KerasOperation From(NestedConfig entry) => ByClass.GetValueOrDefault((entry.Module ?? "", entry.ClassName))
        ?? ForClass(entry.ClassName)
        ?? throw new ModelFormatException($"{entry.Config.Place}: '{ShortText.Of(entry.Name ?? "")}' is the operation " +
            $"{ShortText.Of(entry.ClassName)} ({ShortText.Of(entry.Module ?? "")}) between layers, which is not supported. Rebuild the " +
            $"model with layers, or put one of your own in its place: CustomObjects {{ {{ \"{ShortText.Of(entry.Name ?? "name")}\", _ => " +
            "new YourLayer() } }.")
        { Entry = entry.Config.Place };

    private static readonly string[] Modules =
        [KerasOperation.Numpy, KerasOperation.Networks, KerasOperation.Mathematics, KerasOperation.Core, KerasOperation.Linear,
            KerasOperation.Pictures];

    private static IEnumerable<KerasOperation> All() =>
        [.. Elementwise(), .. Comparisons(), .. Reductions(), .. Arrangements(), .. Sequences(), .. Networks(), .. Normalizations(),
            .. Windows(), .. Images()];

    private static KerasOperation Unary(string className, Func<SymbolicTensor, SymbolicTensor> function,
        string module = KerasOperation.Numpy, string? method = null) =>
        new(className, module, ["x"], [], a => function(a.Tensor("x"))) { Method = method };

    private static KerasOperation Binary(string className, Func<SymbolicTensor, SymbolicTensor, SymbolicTensor> function,
        string? method = null, string first = "x1", string second = "x2") =>
        new(className, KerasOperation.Numpy, [first, second], [], a => function(a.Tensor(first), a.Tensor(second))) { Method = method };
}
