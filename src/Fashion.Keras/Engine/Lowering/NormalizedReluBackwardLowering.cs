using Fashion.Keras.Graph;

namespace Fashion.Keras.Engine;

/// <summary>Gradients of batch normalization through the relu after it.</summary>
internal sealed class NormalizedReluBackwardLowering : Lowering<NormalizedReluBackwardOp>
{
    protected override void Lower(NormalizedReluBackwardOp op, Node node, PlanBuilder plan) =>
        BatchNormalizationBackwardLowering.Add(op.Epsilon, plan[node.Inputs[5]], node, plan);
}
