using Fashion.Keras.Data;
using Fashion.Keras.Execution;
using Fashion.Keras.Graph;
using Fashion.Keras.Internal;

namespace Fashion.Keras;

/// <summary>
/// Computes operations on tensors whose numbers are known, at once: writes them into a graph of their own, whose inputs are these
/// tensors, and runs it. Graphs of the same operations and shapes are compiled once.
/// </summary>
internal sealed unsafe class EagerGraph : GraphBuilder
{
    private const long MostBytes = 16 << 20;

    private static readonly Lazy<IEngine> Engine = new(DefaultEngine.Create);
    private static readonly Lock Gate = new();
    private static readonly RecentCache<GraphKey, IExecutable> CompiledGraphs = new(executable => executable.PlanBytes);
    private static long s_runs;

    private readonly List<ArraySource> _fed = [];
    private readonly Dictionary<SymbolicTensor, Value> _values = new(ReferenceEqualityComparer.Instance);

    /// <summary>How many graphs are compiled and kept.</summary>
    internal static int CompiledCount
    {
        get
        {
            lock (Gate) return CompiledGraphs.Items.Count();
        }
    }

    public override Value? Feed(SymbolicTensor known)
    {
        if (_values.TryGetValue(known, out Value? value)) return value;
        ValueTensor tensor = known.Known!;
        // What is fed has an axis of samples.
        Shape fed = tensor.Shape.Rank > 0 ? tensor.Shape : [1];
        value = Input("value", fed);
        if (fed != tensor.Shape) value = Add(new ReshapeOp(tensor.Shape), value);
        _fed.Add(ArraySource.From(tensor.Values, fed));
        return _values[known] = value;
    }

    /// <summary>
    /// The result of an operation, when the numbers of all inputs are known and nothing is being written down; else null.
    /// </summary>
    /// <param name="inputs">Its inputs.</param>
    /// <param name="write">Writes it.</param>
    /// <param name="run">What random numbers in it follow from; null for others in every call.</param>
    public static SymbolicTensor? Compute(SymbolicTensor[] inputs, Func<GraphBuilder, Value[], Value> write, ulong? run = null)
    {
        if (Current is not null || !Array.TrueForAll(inputs, input => input.HasValue)) return null;
        using var graph = new EagerGraph();
        return graph.Run(write(graph, Array.ConvertAll(inputs, input => input.Resolve(graph))),
            run ?? (ulong)Interlocked.Increment(ref s_runs));
    }

    private ValueTensor Run(Value result, ulong run)
    {
        Output(result);
        IExecutable executable = Compiled(new GraphKey(Nodes, result));
        PinnedSource[] pinned = [.. _fed.Select(source => source.Pin())];
        try
        {
            using IExecution execution = executable.Rent();
            execution.Run([.. pinned.Select(source => new Feed(source, 0))], [], run);
            float[] values = Allocation.Of<float>(result.Shape.ElementCount, $"A tensor of shape {result.Shape}");
            execution.Read(0, values);
            return new ValueTensor(result.Shape, values);
        }
        finally
        {
            foreach (PinnedSource source in pinned) source.Dispose();
        }
    }

    private IExecutable Compiled(GraphKey key)
    {
        lock (Gate)
        {
            if (CompiledGraphs.Find(key) is { } known) return known;
            IExecutable compiled = Engine.Value.Compile(Build(), new ExecutionOptions());
            CompiledGraphs.Add(key, compiled, MostBytes);
            return compiled;
        }
    }
}
