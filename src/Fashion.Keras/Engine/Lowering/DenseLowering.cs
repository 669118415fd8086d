using Fashion.Keras.Graph;
using Fashion.Keras.Kernels;

namespace Fashion.Keras.Engine;

/// <summary>
/// Dense layers whose weight lies in panels. All three directions are shared out by inputs, the rows of the weight: a worker
/// meets the weights that it has updated itself, and the gradients of a weight and of its inputs need no sums of others. Only
/// the layer's own sums do: they are made in a number of parts that does not depend on the number of workers. Where there are more
/// samples than inputs (steps of sequences), the weight is what is small, and the samples are shared out instead.
/// </summary>
internal sealed unsafe class DenseLowering : Lowering<DenseOp>
{
    /// <summary>Rows of the weight that are updated together.</summary>
    public const int UpdateRows = 16;

    // Parts of the sums, and inputs that make a part worth while.
    private const int MostParts = 4, LeastInputs = 64;

    /// <summary>Whether a value is a weight in panels.</summary>
    public static bool IsPanels(Value value) =>
        value.Producer.Op is VariableOp { Variable: var weight } && ManagedPlacement.Of(weight)?.Layout is PanelLayout;

    /// <summary>matmul(x, w) with the layer's bias, if the node has one, and an activation.</summary>
    public static void AddForward(UnaryKind? activation, Node node, PlanBuilder plan)
    {
        Value weight = node.Inputs[1];
        if (!IsPanels(weight))
        {
            AddRowMajor(activation, node, plan);
            return;
        }
        Slot x = plan[node.Inputs[0]], w = plan.Variable(((VariableOp)weight.Producer.Op).Variable), y = plan[node.Output];
        Slot? bias = node.Inputs.Length > 2 ? plan[node.Inputs[2]] : null;
        int inputs = weight.Shape[0], units = weight.Shape[1], samples = node.Output.Shape.ElementCount / units,
            panels = Dense.Panels(units);
        DenseSizes sizes = new(samples, inputs, units);
        if (samples > inputs)
        {
            AddBySamples(activation, x, w, bias, y, sizes, plan);
            return;
        }
        int count = Math.Clamp(inputs / LeastInputs, 1, MostParts);
        Slot parts = plan.Temporary((long)count * samples * units);
        plan.Add(new SharedStep(new Partition(count * panels), (frame, first, end, _) =>
        {
            for (int i = first; i < end; i++)
            {
                (int part, int panel) = Math.DivRem(i, panels);
                Dense.Forward(frame[x], frame[w], frame[parts] + (nint)part * samples * units, sizes, panel, Edge(part), Edge(part + 1));
            }
        }, Access.Read(x), Access.Read(w), Access.Write(parts))
        { Kernels = Dense.ForwardCode(sizes), Operations = sizes.Operations });

        var rows = new Partition(Math.Max(1, samples));
        Access[] accesses = [Access.Read(parts), Access.Write(y, rows)];
        plan.Add(new SharedStep(rows, (frame, first, end, _) =>
        {
            nint at = (nint)first * units;
            Dense.Combine(frame[parts] + at, count, (nint)samples * units, bias is null ? null : frame[bias], frame[y] + at, end - first,
                units);
            if (activation is { } kind) UnaryDispatch.Run(kind, frame[y] + at, frame[y] + at, (end - first) * units);
        }, bias is null ? accesses : [.. accesses, Access.Read(bias)])
        { Kernels = KernelCode.All(count > 1 || bias is not null ? Dense.CombineCode : null, UnaryDispatch.CodeOf(activation)) });

        // Where update and gradient cut as well, or near.
        int Edge(int part) => Math.Min(inputs, (inputs * part / count + UpdateRows - 1) / UpdateRows * UpdateRows);
    }

    /// <summary>matmul(dy, w^T), the gradient of the layer's inputs.</summary>
    public static void AddBackwardInput(Node node, PlanBuilder plan)
    {
        Value weight = node.Inputs[1];
        Slot dy = plan[node.Inputs[0]], w = plan.Variable(((VariableOp)weight.Producer.Op).Variable), dx = plan[node.Output];
        int inputs = weight.Shape[0], units = weight.Shape[1], samples = node.Output.Shape.ElementCount / inputs;
        DenseSizes sizes = new(samples, inputs, units);
        if (samples > inputs)
        {
            var rows = new Partition(samples, UpdateRows);
            plan.Add(new SharedStep(rows, (frame, first, end, scratch) =>
                Dense.BackwardInput(frame[dy] + (nint)first * units, frame[w], frame[dx] + (nint)first * inputs,
                    sizes with { Samples = end - first }, 0, inputs, scratch),
                Access.Read(dy, rows), Access.Read(w), Access.Write(dx, rows))
            {
                Kernels = Dense.BackwardInputCode(sizes),
                Scratch = Dense.BackwardInputScratch(units),
                Operations = sizes.Operations,
            });
            return;
        }
        var partition = new Partition(inputs, UpdateRows);
        // A worker's inputs are columns of dx, no consecutive memory, so nothing is said about which part is whose.
        plan.Add(new SharedStep(partition, (frame, first, end, scratch) =>
            Dense.BackwardInput(frame[dy], frame[w], frame[dx], sizes, first, end, scratch),
            Access.Read(dy), Access.Read(w, partition), Access.Write(dx))
        {
            Kernels = Dense.BackwardInputCode(sizes),
            Scratch = Dense.BackwardInputScratch(units),
            Operations = sizes.Operations,
        });
    }

    protected override void Lower(DenseOp op, Node node, PlanBuilder plan) => AddForward(op.Activation, node, plan);

    private static void AddBySamples(UnaryKind? activation, Slot x, Slot w, Slot? bias, Slot y, DenseSizes sizes, PlanBuilder plan)
    {
        int inputs = sizes.Inputs, units = sizes.Units;
        var rows = new Partition(sizes.Samples);
        Access[] accesses = [Access.Read(x, rows), Access.Read(w), Access.Write(y, rows)];
        plan.Add(new SharedStep(rows, (frame, first, end, _) =>
        {
            float* results = frame[y] + (nint)first * units;
            Dense.ForwardRows(frame[x] + (nint)first * inputs, frame[w], bias is null ? null : frame[bias], results,
                sizes with { Samples = end - first });
            if (activation is { } kind) UnaryDispatch.Run(kind, results, results, (end - first) * units);
        }, bias is null ? accesses : [.. accesses, Access.Read(bias)])
        { Kernels = KernelCode.All(Dense.ForwardCode(sizes), UnaryDispatch.CodeOf(activation)), Operations = sizes.Operations });
    }

    private static void AddRowMajor(UnaryKind? activation, Node node, PlanBuilder plan)
    {
        int units = node.Inputs[1].Shape[1];
        Slot? bias = node.Inputs.Length > 2 ? plan[node.Inputs[2]] : null;
        Slot y = plan[node.Output];
        MatMulLowering.AddProduct(new MatMulOp(), node, plan, bias, (frame, first, end) =>
        {
            if (activation is { } kind)
                UnaryDispatch.Run(kind, frame[y] + (nint)first * units, frame[y] + (nint)first * units, (end - first) * units);
        }, UnaryDispatch.CodeOf(activation));
    }
}
