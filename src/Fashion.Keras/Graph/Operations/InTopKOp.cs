using Fashion.Keras.Data;

namespace Fashion.Keras.Graph;

/// <summary>
/// 1 where the score of the target class is at least the K-th largest of its row, else 0: input 0 scores (N, classes),
/// input 1 class numbers (N). Ties at the boundary are hits. Not differentiable.
/// </summary>
internal sealed record InTopKOp(int K) : Op
{
    public override string Name => "in_top_k";

    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs) => [new(inputs[0].Shape[..^1])];
}
