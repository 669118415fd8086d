using Fashion.Keras.Graph;
using Fashion.Keras.Kernels;

namespace Fashion.Keras.Engine;

/// <summary>A step of Adam.</summary>
internal sealed unsafe class AdamUpdateLowering : Lowering<AdamUpdateOp>
{
    /// <summary>The step as a function of gradients.</summary>
    public static OptimizerUpdate.Apply Compile(AdamUpdateOp op, Slot alpha, PlanBuilder plan)
    {
        Slot weight = plan.Variable(op.Weight), momentum = plan.Variable(op.Momentum), velocity = plan.Variable(op.Velocity);
        Slot? largest = op.VelocityHat is null ? null : plan.Variable(op.VelocityHat);
        float rate1 = (float)(1 - op.Beta1), rate2 = (float)(1 - op.Beta2), epsilon = (float)op.Epsilon;
        return (frame, gradients, offset, count) => AdamUpdate.Apply(
            frame[weight] + offset, frame[momentum] + offset, frame[velocity] + offset, largest is null ? null : frame[largest] + offset,
            gradients,
            *frame[alpha], rate1, rate2, epsilon, count);
    }

    protected override void Lower(AdamUpdateOp op, Node node, PlanBuilder plan) => OptimizerUpdate.Add(op, node, plan);
}
