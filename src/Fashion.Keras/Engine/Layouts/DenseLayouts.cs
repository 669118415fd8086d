using Fashion.Keras.Graph;

namespace Fashion.Keras.Engine;

/// <summary>
/// Gives the weights of dense layers the layout of their kernels. Only graphs that train a weight decide about it; graphs
/// that just read it take it as it is.
/// </summary>
internal static class DenseLayouts
{
    public static void Apply(GraphEditor graph)
    {
        foreach (Node node in graph.Nodes)
        {
            if (node.Op is not DenseUpdateOp op) continue;
            var layout = new PanelLayout(op.Weight.Shape[0], op.Weight.Shape[1]);
            foreach (Variable variable in op.Written)
                if (variable.Storage.Layout is null) variable.Storage.Relayout(layout);
        }
    }
}
