using System.Diagnostics.CodeAnalysis;
using Fashion.Keras.Internal;

namespace Fashion.Keras.Execution;

/// <summary>A compiled graph: immutable, shared by threads. Each running thread rents an <see cref="IExecution"/>.</summary>
[Experimental(ExperimentalApi.Engines)]
public interface IExecutable
{
    /// <summary>Rents the buffers for running it; give them back by disposing.</summary>
    IExecution Rent();

    /// <summary>Bytes of buffers that one execution needs, variables not counted.</summary>
    long BufferBytes { get; }

    /// <summary>Bytes that it occupies while it is idle, buffers not counted; an estimate.</summary>
    long PlanBytes { get; }

    /// <summary>Mean times of the steps so far; empty unless <see cref="ExecutionOptions.Profile"/> asked for them.</summary>
    IReadOnlyList<ProfileEntry> Profile();
}

/// <summary>
/// Buffers of a compiled graph, used by one thread at a time. <see cref="Run"/> should allocate nothing. While it runs, its thread alone
/// may read and write the variables of the graph.
/// </summary>
[Experimental(ExperimentalApi.Engines)]
public interface IExecution : IDisposable
{
    /// <summary>Runs the graph once.</summary>
    /// <param name="feeds">One per graph input, in order.</param>
    /// <param name="scalars">One per host scalar, in order.</param>
    /// <param name="run">Number of this run; random operations draw other numbers for another one.</param>
    void Run(ReadOnlySpan<Feed> feeds, ReadOnlySpan<float> scalars, ulong run);

    /// <summary>Copies a graph output of the last run, row-major.</summary>
    /// <param name="output">Place among the graph's outputs.</param>
    /// <param name="destination">Room for all of its elements.</param>
    void Read(int output, Span<float> destination);
}
