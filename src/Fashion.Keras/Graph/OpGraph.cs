using System.Diagnostics.CodeAnalysis;
using Fashion.Keras.Internal;

namespace Fashion.Keras.Graph;

/// <summary>
/// A finished graph: nodes in the order in which they run. Reading a variable gives its value at that point; assignments
/// take effect in node order, so writers are always emitted after the last reader of the old value.
/// </summary>
[Experimental(ExperimentalApi.Engines)]
public sealed class OpGraph
{
    internal OpGraph(IReadOnlyList<Node> nodes, int forwardCount, IReadOnlyList<Value> inputs, int scalarCount,
        IReadOnlyList<Value> outputs)
    {
        Nodes = nodes;
        ForwardCount = forwardCount;
        Inputs = inputs;
        ScalarCount = scalarCount;
        Outputs = outputs;
    }

    /// <summary>The nodes in the order in which they run: inputs of a node are outputs of nodes before it.</summary>
    public IReadOnlyList<Node> Nodes { get; }

    /// <summary>
    /// How many nodes, from the first on, are the forward pass of the model: what it does with its weights in training and
    /// prediction alike.
    /// </summary>
    public int ForwardCount { get; }

    /// <summary>Values fed by the caller, one feed each, in this order.</summary>
    public IReadOnlyList<Value> Inputs { get; }

    /// <summary>How many host scalars (learning rate and the like) a run is given.</summary>
    public int ScalarCount { get; }

    /// <summary>Values that the caller may read after a run.</summary>
    public IReadOnlyList<Value> Outputs { get; }

    /// <summary>One line per node.</summary>
    public override string ToString() => string.Join('\n', Nodes);
}
