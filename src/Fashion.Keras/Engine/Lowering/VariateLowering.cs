using Fashion.Keras.Graph;
using Fashion.Keras.Kernels;

namespace Fashion.Keras.Engine;

/// <summary>
/// Random tensors of other distributions. Every element has its own bits, so any way of sharing out gives the same numbers.
/// </summary>
internal sealed unsafe class VariateLowering : Lowering<VariateOp>
{
    protected override void Lower(VariateOp op, Node node, PlanBuilder plan)
    {
        Slot y = plan[node.Output];
        Slot[] inputs = [.. node.Inputs.Select(input => plan[input])];
        // A permutation is drawn number by number.
        Partition partition = op.Kind == VariateKind.Permutation ? Partition.Single : Partition.Lines(y.Count);
        plan.Add(new SharedStep(partition, (frame, first, end, _) =>
        {
            ulong key = RandomBits.Key(op.Seed, op.Stream, frame.Run);
            switch (op.Kind)
            {
                case VariateKind.TruncatedNormal: RandomVariates.TruncatedNormal(frame[y], key, first, end); break;
                case VariateKind.Permutation: RandomVariates.Permutation(frame[y], key, y.Count); break;
                case VariateKind.Gamma: RandomVariates.Gamma(frame[inputs[0]], frame[y], key, first, end); break;
                case VariateKind.Beta: RandomVariates.Beta(frame[inputs[0]], frame[inputs[1]], frame[y], key, first, end); break;
                case VariateKind.Binomial: RandomVariates.Binomial(frame[inputs[0]], frame[inputs[1]], frame[y], key, first, end); break;
            }
        }, [.. inputs.Select(input => Access.Read(input, partition)), Access.Write(y, partition)]));
    }
}
