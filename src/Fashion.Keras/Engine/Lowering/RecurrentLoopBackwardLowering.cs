using Fashion.Keras.Graph;

namespace Fashion.Keras.Engine;

/// <summary>Gradients of recurrent loops; samples are shared out as in <see cref="RecurrentLoopLowering"/>.</summary>
internal sealed class RecurrentLoopBackwardLowering : Lowering<RecurrentLoopBackwardOp>
{
    protected override void Lower(RecurrentLoopBackwardOp op, Node node, PlanBuilder plan) =>
        RecurrentLoopLowering.AddBackward(op, node, plan);
}
