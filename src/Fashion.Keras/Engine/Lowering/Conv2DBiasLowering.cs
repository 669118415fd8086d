using Fashion.Keras.Graph;

namespace Fashion.Keras.Engine;

/// <summary>A convolution with its bias and its activation.</summary>
internal sealed class Conv2DBiasLowering : Lowering<Conv2DBiasOp>
{
    protected override void Lower(Conv2DBiasOp op, Node node, PlanBuilder plan) =>
        Conv2DLowering.Add(Conv2DLowering.Sizes(op.Geometry, node.Inputs[0].Shape, node.Inputs[1].Shape, node.Output.Shape),
            plan[node.Inputs[2]], op.Activation, node, plan);
}
