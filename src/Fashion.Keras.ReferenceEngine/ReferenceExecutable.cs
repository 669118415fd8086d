using Fashion.Keras.Execution;
using Fashion.Keras.Graph;

namespace Fashion.Keras.Reference;

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
