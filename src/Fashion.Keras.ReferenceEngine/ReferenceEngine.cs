using System.Diagnostics.CodeAnalysis;
using Fashion.Keras.Execution;
using Fashion.Keras.Graph;

namespace Fashion.Keras.Reference;

/// <summary>
/// The slow, obvious engine: runs a graph node by node in double precision, in plain loops, on the thread that calls. It is the oracle for
/// faster engines, and an example of one: it knows every operation, and of Fashion.Keras only what is public.
/// </summary>
/// <example><code>
/// model.Options = new ModelOptions { Engine = new ReferenceEngine() };
/// </code></example>
[Experimental("FKENGINE001")]
public sealed class ReferenceEngine : IEngine
{
    private readonly IDictionary<Variable, double[]>? _variables;
    private readonly Action<double[]>? _disturb;

    /// <summary>An engine that reads every variable from its weight, and writes it there.</summary>
    public ReferenceEngine() { }

    /// <summary>For tests of numbers.</summary>
    /// <param name="variables">
    /// Variables whose values live here in double precision instead of in their float storage: for finite differences. Null: none.
    /// </param>
    /// <param name="disturb">
    /// Told the results of every node, which it may change: for tests of how much a graph makes of small errors.
    /// </param>
    internal ReferenceEngine(IDictionary<Variable, double[]>? variables, Action<double[]>? disturb = null) =>
        (_variables, _disturb) = (variables, disturb);

    /// <inheritdoc/>
    public string Description => "reference engine: scalar, double precision, 1 thread";

    /// <inheritdoc/>
    public IExecutable Compile(OpGraph graph, ExecutionOptions options)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return new ReferenceExecutable(graph, _variables, _disturb);
    }
}
