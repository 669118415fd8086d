using Fashion.Keras.Graph;
using Fashion.Keras.Kernels;

namespace Fashion.Keras.Engine;

/// <summary>
/// Dense layers whose weight lies in panels. Forward and update are shared out by panels (and samples or inputs within them),
/// so a worker mostly meets weights that it has updated itself; the gradient of the inputs is shared out by inputs.
/// </summary>
internal static unsafe class DenseLowering
{
    // Samples that stay together going forward, and rows of the weight that are updated together.
    private const int SampleBlock = 8, UpdateRows = 16;

    /// <summary>Whether a value is a weight in panels.</summary>
    public static bool IsPanels(Value value) => value.Producer.Op is VariableOp { Variable.Storage.Layout: PanelLayout };

    public static void Lower(DenseOp op, Node node, PlanBuilder plan)
    {
        Value weight = node.Inputs[1];
        if (!IsPanels(weight))
        {
            LowerRowMajor(op, node, plan);
            return;
        }
        Slot x = plan[node.Inputs[0]], w = plan.Variable(((VariableOp)weight.Producer.Op).Variable), y = plan[node.Output];
        Slot? bias = node.Inputs.Length > 2 ? plan[node.Inputs[2]] : null;
        int inputs = weight.Shape[0], units = weight.Shape[1], samples = node.Output.Shape.ElementCount / units;
        int blocks = (samples + SampleBlock - 1) / SampleBlock;
        UnaryKind? activation = op.Activation;
        // Consecutive columns are not consecutive memory, so nothing is said about which part is whose.
        Access[] accesses = [Access.Read(x), Access.Read(w), Access.Write(y)];
        plan.Add(new SharedStep(new Partition(Math.Max(1, Dense.Panels(units) * blocks)), (frame, first, end, _) =>
        {
            while (first < end)
            {
                int panel = first / blocks, block = first % blocks, next = Math.Min(blocks, block + end - first);
                int from = block * SampleBlock, to = Math.Min(samples, next * SampleBlock), column = panel * Dense.PanelWidth;
                Dense.Forward(frame[x], frame[w], bias is null ? null : frame[bias], frame[y], inputs, units, panel, from, to);
                if (activation is { } kind)
                    for (int n = from; n < to; n++)
                    {
                        float* row = frame[y] + (nint)n * units + column;
                        UnaryDispatch.Run(kind, row, row, Math.Min(Dense.PanelWidth, units - column));
                    }
                first += next - block;
            }
        }, bias is null ? accesses : [.. accesses, Access.Read(bias)]) { Operations = 2L * samples * inputs * units });
    }

    /// <summary>matmul(dy, w^T), the gradient of the layer's inputs.</summary>
    public static void LowerBackwardInput(Node node, PlanBuilder plan)
    {
        Value weight = node.Inputs[1];
        Slot dy = plan[node.Inputs[0]], w = plan.Variable(((VariableOp)weight.Producer.Op).Variable), dx = plan[node.Output];
        int inputs = weight.Shape[0], units = weight.Shape[1], samples = node.Output.Shape.ElementCount / inputs;
        plan.Add(new SharedStep(new Partition(inputs, 16), (frame, first, end, scratch) =>
            Dense.BackwardInput(frame[dy], frame[w], frame[dx], samples, inputs, units, first, end, scratch),
            Access.Read(dy), Access.Read(w), Access.Write(dx)) { Scratch = Dense.BackwardInputScratch(units), Operations = 2L * samples * inputs * units });
    }

    public static void Lower(DenseUpdateOp op, Node node, PlanBuilder plan)
    {
        Slot x = plan[node.Inputs[0]], dy = plan[node.Inputs[1]], scalar = plan[node.Inputs[2]];
        int samples = node.Inputs[0].Shape[0], inputs = op.Weight.Shape[0], units = op.Weight.Shape[1];
        OptimizerLowering.Apply apply = OptimizerLowering.Compile(op.Update, scalar, plan);
        int packed = samples * Dense.PanelWidth;
        var partition = new Partition(Dense.Panels(units) * inputs, UpdateRows);
        plan.Add(new SharedStep(partition, (frame, first, end, scratch) =>
        {
            float* rows = scratch + packed;
            while (first < end)
            {
                int panel = first / inputs, last = Math.Min(end, (panel + 1) * inputs);
                Dense.PackGradients(frame[dy], scratch, samples, units, panel);
                for (; first < last; first += UpdateRows)
                {
                    int count = Math.Min(UpdateRows, last - first);
                    Dense.BackwardKernel(frame[x], scratch, rows, samples, inputs, first - panel * inputs, count);
                    apply(frame, rows, (nint)first * Dense.PanelWidth, count * Dense.PanelWidth);
                }
                first = last;
            }
        }, [Access.Read(x), Access.Read(dy), Access.Read(scalar), .. op.Written.Select(v => Access.Write(plan.Variable(v), partition))])
        { Scratch = packed + UpdateRows * Dense.PanelWidth, Operations = 2L * samples * inputs * units });
    }

    private static void LowerRowMajor(DenseOp op, Node node, PlanBuilder plan)
    {
        int units = node.Inputs[1].Shape[1];
        Slot? bias = node.Inputs.Length > 2 ? plan[node.Inputs[2]] : null;
        Slot y = plan[node.Output];
        UnaryKind? activation = op.Activation;
        MatMulLowering.Lower(new MatMulOp(), node, plan, bias, (frame, first, end) =>
        {
            if (activation is { } kind) UnaryDispatch.Run(kind, frame[y] + (nint)first * units, frame[y] + (nint)first * units, (end - first) * units);
        });
    }
}
