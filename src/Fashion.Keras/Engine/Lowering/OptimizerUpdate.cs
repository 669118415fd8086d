using Fashion.Keras.Graph;
using Fashion.Keras.Kernels;

namespace Fashion.Keras.Engine;

/// <summary>The optimizers' fused steps. A weight that a kernel keeps in its own layout has its slots in the same one.</summary>
internal static unsafe class OptimizerUpdate
{
    /// <summary>Takes a step with <paramref name="count"/> gradients on the elements of the weight that begin at an offset.</summary>
    public delegate void Apply(Frame frame, float* gradients, nint offset, int count);

    /// <summary>Adds the step on a whole weight.</summary>
    public static void Add(Op op, Node node, PlanBuilder plan)
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

    /// <summary>The step as a function of gradients; the caller says which variables it touches.</summary>
    public static Apply Compile(Op op, Slot scalar, PlanBuilder plan) => op switch
    {
        AdamUpdateOp adam => AdamUpdateLowering.Compile(adam, scalar, plan),
        SgdUpdateOp sgd => SgdUpdateLowering.Compile(sgd, scalar, plan),
        _ => throw new NotSupportedException($"'{op.Name}' is no optimizer step."),
    };

    /// <summary>The code of what <see cref="Compile"/> returns.</summary>
    public static KernelCode CodeOf(Op op) => op switch
    {
        AdamUpdateOp => AdamUpdate.ApplyCode,
        SgdUpdateOp { Velocity: null } => SgdUpdate.PlainCode,
        _ => SgdUpdate.MomentumCode,
    };

    private static void ClearPadding(Slot weight, WeightLayout layout, PlanBuilder plan) =>
        plan.Add(
            new SharedStep(layout.Rows, (frame, first, end,
                _) => layout.ClearPadding(new Span<float>(frame[weight], weight.Count), first, end), Access.Write(weight, layout.Rows)));
}
