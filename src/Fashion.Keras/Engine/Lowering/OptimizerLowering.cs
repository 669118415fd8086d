using Fashion.Keras.Graph;
using Fashion.Keras.Kernels;

namespace Fashion.Keras.Engine;

/// <summary>Lowers the optimizers' fused steps. A weight that a kernel keeps in its own layout has its slots in the same one.</summary>
internal static unsafe class OptimizerLowering
{
    /// <summary>Takes a step with <paramref name="count"/> gradients on the elements of the weight that begin at an offset.</summary>
    public delegate void Apply(Frame frame, float* gradients, nint offset, int count);

    public static void Lower(Op op, Node node, PlanBuilder plan)
    {
        Slot scalar = plan[node.Inputs[1]];
        Apply apply = Compile(op, scalar, plan);
        WeightLayout? layout = ManagedPlacement.Of(op.Written[0])!.Layout;
        Slot gradient = layout is null ? plan[node.Inputs[0]] : plan.Packed(node.Inputs[0], layout);
        Partition lines = Partition.Lines(gradient.Count);
        plan.Add(new SharedStep(lines, (frame, first, end, _) => apply(frame, frame[gradient] + first, first, end - first),
            [Access.Read(gradient, lines), Access.Read(scalar), .. op.Written.Select(v => Access.Write(plan.Variable(v), lines))])
        { Kernels = CodeOf(op) });
        // 0 / 0 in the padding would spread from there: kernels multiply it by 0.
        if (layout is not null && op is AdamUpdateOp { Epsilon: 0 }) ClearPadding(plan.Variable(op.Written[0]), layout, plan);
    }

    private static void ClearPadding(Slot weight, WeightLayout layout, PlanBuilder plan) =>
        plan.Add(
            new SharedStep(layout.Rows, (frame, first, end,
                _) => layout.ClearPadding(new Span<float>(frame[weight], weight.Count), first, end), Access.Write(weight, layout.Rows)));

    /// <summary>The step as a function of gradients; the caller says which variables it touches.</summary>
    public static Apply Compile(Op op, Slot scalar, PlanBuilder plan)
    {
        return op switch
        {
            AdamUpdateOp adam => Compile(adam, scalar, plan),
            SgdUpdateOp sgd => Compile(sgd, scalar, plan),
            _ => throw new NotSupportedException($"'{op.Name}' is no optimizer step."),
        };
    }

    /// <summary>The code of what <see cref="Compile(Op, Slot, PlanBuilder)"/> returns.</summary>
    public static KernelCode CodeOf(Op op) => op switch
    {
        AdamUpdateOp => AdamUpdate.ApplyCode,
        SgdUpdateOp { Velocity: null } => SgdUpdate.PlainCode,
        _ => SgdUpdate.MomentumCode,
    };

    private static Apply Compile(AdamUpdateOp op, Slot alpha, PlanBuilder plan)
    {
        Slot weight = plan.Variable(op.Weight), momentum = plan.Variable(op.Momentum), velocity = plan.Variable(op.Velocity);
        Slot? largest = op.VelocityHat is null ? null : plan.Variable(op.VelocityHat);
        float rate1 = (float)(1 - op.Beta1), rate2 = (float)(1 - op.Beta2), epsilon = (float)op.Epsilon;
        return (frame, gradients, offset, count) => AdamUpdate.Apply(
            frame[weight] + offset, frame[momentum] + offset, frame[velocity] + offset, largest is null ? null : frame[largest] + offset,
            gradients,
            *frame[alpha], rate1, rate2, epsilon, count);
    }

    private static Apply Compile(SgdUpdateOp op, Slot rate, PlanBuilder plan)
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
}
