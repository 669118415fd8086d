using Fashion.Keras.Graph;
using Fashion.Keras.Kernels;

namespace Fashion.Keras.Engine;

/// <summary>Lowers dropout and random tensors. Every element has its own bits, so any way of sharing out gives the same numbers.</summary>
internal static unsafe class RandomLowering
{
    public static void Lower(DropoutOp op, Node node, PlanBuilder plan)
    {
        Slot x = plan[node.Inputs[0]], y = plan[node.Output];
        Partition partition = Rows.Flat(x, out int length);
        int[] sizes = [.. node.Output.Shape], noise = [.. op.NoiseShape];
        bool shared = node.Output.Shape != op.NoiseShape;
        plan.Add(new SharedStep(partition, (frame, first, end, _) =>
        {
            ulong key = RandomBits.Key(op.Seed, op.Stream, frame.Run);
            if (shared) Dropout.ForwardShared(frame[x], frame[y], op.Rate, key, sizes, noise, first * length, end * length);
            else Dropout.Forward(frame[x], frame[y], op.Rate, key, first * length, end * length);
        }, Access.Read(x, partition), Access.Write(y, partition))
        { Kernels = shared ? null : Dropout.ForwardCode, Reuses = (x, y) });
    }

    public static void Lower(RandomOp op, Node node, PlanBuilder plan)
    {
        Slot y = plan[node.Output];
        Partition partition = Partition.Lines(y.Count);
        plan.Add(new SharedStep(partition, (frame, first, end, _) =>
        {
            ulong key = RandomBits.Key(op.Seed, op.Stream, frame.Run);
            if (op.Kind == RandomKind.Uniform) RandomNumbers.Uniform(frame[y], key, first, end);
            else RandomNumbers.Normal(frame[y], key, first, end);
        }, Access.Write(y, partition)));
    }

    public static void Lower(VariateOp op, Node node, PlanBuilder plan)
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
