using System.Diagnostics.CodeAnalysis;
using Fashion.Keras.Data;
using Fashion.Keras.Internal;

namespace Fashion.Keras.Graph;

/// <summary>
/// What a node does, with every size resolved: a small immutable record. An op knows its shape rule and its gradient rule;
/// how it is computed is the engine's business. The records that derive from it are all that there are: other assemblies cannot add any.
/// </summary>
/// <remarks>
/// Records compare by value. Two equal ops on the same inputs give the same result, except those that change variables (<see
/// cref="Written"/>), read variables, or talk to other processes (<see cref="IsJoint"/>). Random ones are functions of their attributes and
/// the number of the run.
/// </remarks>
[Experimental(ExperimentalApi.Engines)]
public abstract record Op
{
    private protected Op() { }

    /// <summary>Name as printed in plans and profiles: <c>conv2d</c>, <c>matmul</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Variables that running it changes; nodes that change some are never removed.</summary>
    public virtual IReadOnlyList<Variable> Written => [];

    /// <summary>Whether other processes wait for it: such nodes are never removed.</summary>
    public virtual bool IsJoint => false;

    /// <summary>Checks the inputs and says what comes out.</summary>
    internal abstract TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs);

    /// <summary>
    /// Writes the operations that turn gradients of the outputs (null where there is none) into gradients of the inputs.
    /// A rule may leave out (null) what is not in <paramref name="needed"/>. The default: not differentiable, all null.
    /// </summary>
    /// <param name="graph">Where to write.</param>
    /// <param name="node">The node to differentiate.</param>
    /// <param name="outputGradients">One entry per output of the node.</param>
    /// <param name="needed">The values whose gradient is needed.</param>
    internal virtual Value?[] Gradient(GraphBuilder graph, Node node, Value?[] outputGradients, IReadOnlySet<Value> needed) =>
        new Value?[node.Inputs.Length];

    /// <summary>
    /// The answer of an operation that does have a slope, but whose rule is not known: a gradient without it would be wrong.
    /// </summary>
    /// <param name="what">What is differentiated a second time, for the message.</param>
    private protected static NotSupportedException OnlyOnce(string what) =>
        new($"The gradient of a gradient through {what} is not supported. Take gradients of gradients only through other operations, or " +
            "stop the inner one with Ops.StopGradient.");
}
