using Fashion.Keras.Graph;

namespace Fashion.Keras.Engine;

/// <summary>The same elements in another shape: no step, and no memory of its own.</summary>
internal sealed class ReshapeLowering : Lowering<ReshapeOp>
{
    protected override void Lower(ReshapeOp op, Node node, PlanBuilder plan) => plan.Alias(node.Output, plan[node.Inputs[0]]);
}
