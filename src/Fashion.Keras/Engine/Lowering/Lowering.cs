using Fashion.Keras.Graph;

namespace Fashion.Keras.Engine;

/// <summary>The lowering of one kind of op; <see cref="LoweringTable"/> knows it.</summary>
/// <typeparam name="TOp">The op.</typeparam>
internal abstract class Lowering<TOp> : ILowering
    where TOp : Op
{
    /// <inheritdoc/>
    public void Lower(Node node, PlanBuilder plan) => Lower((TOp)node.Op, node, plan);

    /// <summary>Adds the steps of a node.</summary>
    /// <param name="op">What the node does.</param>
    /// <param name="node">Its values and their shapes.</param>
    /// <param name="plan">Where slots come from and steps go.</param>
    protected abstract void Lower(TOp op, Node node, PlanBuilder plan);
}
