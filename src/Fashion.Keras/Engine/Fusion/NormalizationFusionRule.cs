using Fashion.Keras.Graph;

namespace Fashion.Keras.Engine;

/// <summary>
/// relu(batch_normalization(x)), and relu of its sum with a shortcut: one pass over memory. Without a shortcut the gradient's
/// mask follows from what the gradients of the normalization read anyway, so the masked gradient is not written.
/// </summary>
internal sealed class NormalizationFusionRule : IFusionRule
{
    public bool TryRewrite(Node node, GraphEditor graph)
    {
        if (node.Op is not BatchNormalizationOp { Epsilon: var epsilon } || graph.OnlyUser(node.Outputs[0]) is not { } relu) return false;
        Value? shortcut = null;
        if (relu is { Op: BinaryOp { Kind: BinaryKind.Add } } sum && sum.Inputs[0].Shape == sum.Inputs[1].Shape)
        {
            shortcut = sum.Inputs[0] == node.Outputs[0] ? sum.Inputs[1] : sum.Inputs[0];
            // What is fused runs at the normalization's place: others want its mean and variance before the relu.
            if (!graph.IsBefore(shortcut.Producer, node) || !graph.MayReadAt(shortcut, sum) || graph.OnlyUser(sum.Output) is not { } user)
                return false;
            relu = user;
        }
        if (relu is not { Op: UnaryOp { Kind: UnaryKind.Relu } }) return false;
        Value[] inputs = shortcut is null ? [.. node.Inputs] : [.. node.Inputs, shortcut];
        Node fused = graph.InsertBefore(node, new NormalizedReluOp(epsilon), inputs);
        graph.Replace(relu.Output, fused.Outputs[0]);
        for (int i = 1; i < node.Outputs.Length; i++) graph.Replace(node.Outputs[i], fused.Outputs[i]);
        if (shortcut is null) RewriteGradients(fused, epsilon, graph);
        return true;
    }

    private static void RewriteGradients(Node fused, float epsilon, GraphEditor graph)
    {
        Node[] masks = [.. graph.Users(fused.Outputs[0]).Where(u => u.Op is SelectOp && u.Inputs[0] == fused.Outputs[0])];
        foreach (Node mask in masks)
        {
            Value gradient = mask.Inputs[1];
            if (mask.Inputs[2].Producer.Op is not ConstantOp { Fill: 0 } || gradient.Shape != mask.Output.Shape) continue;
            if (graph.OnlyUser(mask.Output) is not { Op: BatchNormalizationBackwardOp } backward || backward.Inputs[0] != fused.Inputs[0]
                || backward.Inputs[4] != mask.Output || backward.Inputs[2] != fused.Outputs[1]) continue;
            if (!graph.MayReadAt(fused.Inputs[2], backward)) continue;
            Node direct = graph.InsertBefore(backward, new NormalizedReluBackwardOp(epsilon),
                [.. backward.Inputs[..4], gradient, fused.Inputs[2]]);
            for (int i = 0; i < backward.Outputs.Length; i++) graph.Replace(backward.Outputs[i], direct.Outputs[i]);
        }
    }
}
