using Fashion.Keras.Graph;

namespace Fashion.Keras.Engine;

/// <summary>Recurrent loops that project their inputs; samples are shared out as in <see cref="RecurrentLoopLowering"/>.</summary>
internal sealed class ProjectedLoopLowering : Lowering<ProjectedLoopOp>
{
    protected override void Lower(ProjectedLoopOp op, Node node, PlanBuilder plan) =>
        RecurrentLoopLowering.AddForward(op.Loop, node, plan, op);
}
