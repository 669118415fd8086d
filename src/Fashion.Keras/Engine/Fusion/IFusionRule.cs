using Fashion.Keras.Graph;

namespace Fashion.Keras.Engine;

/// <summary>One rule that recognises a pattern of nodes and writes something better in its place.</summary>
internal interface IFusionRule
{
    /// <summary>Tries the rule at a node; where it fits, the graph is changed through the editor.</summary>
    /// <param name="node">The node at which the pattern is anchored; never one that was removed.</param>
    /// <param name="graph">The graph around it.</param>
    /// <returns>Whether the graph was changed.</returns>
    bool TryRewrite(Node node, GraphEditor graph);
}
