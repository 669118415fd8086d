namespace Fashion.Keras.Tests.Functions;

/// <summary>Keras's names of operations and the calls of <see cref="Ops"/> that compute the same: one part per area.</summary>
internal static partial class OpsTable
{
    private static readonly Dictionary<string, Func<OpsCall, IReadOnlyList<SymbolicTensor>>> Calls = new(
        [
            .. Elementwise(),
            .. Arrays(),
        ], StringComparer.Ordinal);

    /// <summary>The results of a golden case's operation.</summary>
    public static IReadOnlyList<SymbolicTensor> Call(string op, OpsCall call) =>
        Calls.TryGetValue(op, out Func<OpsCall, IReadOnlyList<SymbolicTensor>>? function)
            ? function(call)
            : throw new KeyNotFoundException($"{nameof(OpsTable)} has no row for keras.ops.{op}.");

    /// <summary>Keras's names of all operations in the table.</summary>
    public static IEnumerable<string> Names => Calls.Keys;

    private static KeyValuePair<string, Func<OpsCall, IReadOnlyList<SymbolicTensor>>> One(string op,
        Func<OpsCall, SymbolicTensor> function) => new(op, call => [function(call)]);

    private static KeyValuePair<string, Func<OpsCall, IReadOnlyList<SymbolicTensor>>> Several(string op,
        Func<OpsCall, IReadOnlyList<SymbolicTensor>> function) => new(op, function);

    private static KeyValuePair<string, Func<OpsCall, IReadOnlyList<SymbolicTensor>>> Unary(string op,
        Func<SymbolicTensor, SymbolicTensor> function) => One(op, call => function(call.X));

    private static KeyValuePair<string, Func<OpsCall, IReadOnlyList<SymbolicTensor>>> Binary(string op,
        Func<SymbolicTensor, SymbolicTensor, SymbolicTensor> function) => One(op, call => function(call.X, call.Y));
}
