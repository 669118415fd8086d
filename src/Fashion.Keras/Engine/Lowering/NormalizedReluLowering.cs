using Fashion.Keras.Graph;

namespace Fashion.Keras.Engine;

/// <summary>Batch normalization with relu, and what is added before it.</summary>
internal sealed class NormalizedReluLowering : Lowering<NormalizedReluOp>
{
    protected override void Lower(NormalizedReluOp op, Node node, PlanBuilder plan) =>
        BatchNormalizationLowering.Add(op.Epsilon, node.Inputs.Length > 3 ? plan[node.Inputs[3]] : null, true, node, plan);
}
