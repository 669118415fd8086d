using Fashion.Keras.Execution;
using Fashion.Keras.Graph;

namespace Fashion.Keras.Engine;

/// <summary>
/// The slow, obvious engine: runs a graph node by node in double precision with the scalar kernels. It is the oracle that
/// the fast engine is tested against, and the proof that the seam carries another engine.
/// </summary>
/// <param name="variables">
/// Variables whose values live here in double precision instead of in their float storage; for tests that compare finite
/// differences. Null: every variable is read from and written to its storage.
/// </param>
/// <param name="disturb">Told the results of every node, which it may change: for tests of how much a graph makes of small errors.</param>
internal sealed class ReferenceEngine(IDictionary<Variable, double[]>? variables = null, Action<double[]>? disturb = null) : IEngine
{
    public string Description => "reference engine: scalar, double precision, 1 thread";

    public IExecutable Compile(OpGraph graph, ExecutionOptions options) => new ReferenceExecutable(graph, variables, disturb);
}

/// <summary>Nothing is compiled: the graph itself is the plan.</summary>
internal sealed class ReferenceExecutable(OpGraph graph, IDictionary<Variable, double[]>? variables, Action<double[]>? disturb)
    : IExecutable
{
    public long BufferBytes => graph.Nodes.Sum(n => n.Outputs.Sum(o => (long)o.Shape.ElementCount * sizeof(double)));

    public long PlanBytes => 0;

    // It is for looking up numbers, not times.
    public IReadOnlyList<ProfileEntry> Profile() => [];

    public IExecution Rent() => new ReferenceExecution(graph, variables, disturb);
}
