using Fashion.Keras.Graph;
using Fashion.Keras.Kernels;

namespace Fashion.Keras.Engine;

/// <summary>Lowers the optimizers' fused steps. A weight that a kernel keeps in its own layout has its slots in the same one.</summary>
internal static unsafe class OptimizerLowering
{
    public static void Lower(AdamUpdateOp op, Node node, PlanBuilder plan)
    {
        Slot weight = State(op.Weight, op.Weight, plan), momentum = State(op.Momentum, op.Weight, plan), velocity = State(op.Velocity, op.Weight, plan);
        Slot? largest = op.VelocityHat is null ? null : State(op.VelocityHat, op.Weight, plan);
        Slot gradient = Gradient(node, op.Weight, plan), alpha = plan[node.Inputs[1]];
        float rate1 = (float)(1 - op.Beta1), rate2 = (float)(1 - op.Beta2), epsilon = (float)op.Epsilon;
        Partition lines = Partition.Lines(weight.Count);
        Access[] accesses = [Access.Write(weight, lines), Access.Write(momentum, lines), Access.Write(velocity, lines), Access.Read(gradient, lines), Access.Read(alpha)];
        plan.Add(new SharedStep(lines, (frame, first, end, _) =>
            AdamUpdate.Apply(frame[weight], frame[momentum], frame[velocity], largest is null ? null : frame[largest], frame[gradient], *frame[alpha], rate1, rate2, epsilon, first, end),
            largest is null ? accesses : [.. accesses, Access.Write(largest, lines)]));
    }

    public static void Lower(SgdUpdateOp op, Node node, PlanBuilder plan)
    {
        Slot weight = State(op.Weight, op.Weight, plan);
        Slot? velocity = op.Velocity is null ? null : State(op.Velocity, op.Weight, plan);
        Slot gradient = Gradient(node, op.Weight, plan), rate = plan[node.Inputs[1]];
        Partition lines = Partition.Lines(weight.Count);
        float momentum = (float)op.Momentum;
        bool nesterov = op.Nesterov;
        Access[] accesses = [Access.Write(weight, lines), Access.Read(gradient, lines), Access.Read(rate)];
        if (velocity is null)
            plan.Add(new SharedStep(lines, (frame, first, end, _) => SgdUpdate.Plain(frame[weight], frame[gradient], *frame[rate], first, end), accesses));
        else
            plan.Add(new SharedStep(lines, (frame, first, end, _) => SgdUpdate.Momentum(frame[weight], frame[velocity], frame[gradient], *frame[rate], momentum, nesterov, first, end),
                [.. accesses, Access.Write(velocity, lines)]));
    }

    private static Slot State(Variable variable, Variable weight, PlanBuilder plan)
    {
        variable.Storage.Relayout(weight.Storage.Layout);
        return plan.Variable(variable);
    }

    private static Slot Gradient(Node node, Variable weight, PlanBuilder plan)
    {
        Slot rowMajor = plan[node.Inputs[0]];
        if (weight.Storage.Layout is not { } layout) return rowMajor;
        Slot packed = plan.Temporary(layout.PackedCount);
        plan.Add(new PackStep(rowMajor, packed, layout));
        return packed;
    }
}
