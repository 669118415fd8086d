using Fashion.Keras.Data;

namespace Fashion.Keras.Graph;

/// <summary>The means of values over the ranks of a job, all in one message. Every rank runs it at the same place of the same graph.</summary>
/// <param name="Ranks">The ranks.</param>
internal sealed record AverageRanksOp(ICollective Ranks) : Op
{
    public override string Name => "average_ranks";

    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs) => inputs.ToArray();
}
