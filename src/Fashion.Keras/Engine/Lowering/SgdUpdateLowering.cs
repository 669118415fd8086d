using Fashion.Keras.Graph;
using Fashion.Keras.Kernels;

namespace Fashion.Keras.Engine;

/// <summary>A step of gradient descent, with momentum or without.</summary>
internal sealed unsafe class SgdUpdateLowering : Lowering<SgdUpdateOp>
{
    /// <summary>The step as a function of gradients.</summary>
    public static OptimizerUpdate.Apply Compile(SgdUpdateOp op, Slot rate, PlanBuilder plan)
    {
        Slot weight = plan.Variable(op.Weight);
        if (op.Velocity is null)
            return (frame, gradients, offset, count) => SgdUpdate.Plain(frame[weight] + offset, gradients, *frame[rate], count);
        Slot velocity = plan.Variable(op.Velocity);
        float momentum = op.Momentum;
        bool nesterov = op.Nesterov;
        return (frame, gradients, offset, count) =>
            SgdUpdate.Momentum(frame[weight] + offset, frame[velocity] + offset, gradients, *frame[rate], momentum, nesterov, count);
    }

    protected override void Lower(SgdUpdateOp op, Node node, PlanBuilder plan) => OptimizerUpdate.Add(op, node, plan);
}
