using Fashion.Keras.Data;
using Fashion.Keras.Graph;
using Fashion.Keras.Kernels;

namespace Fashion.Keras.Engine;

/// <summary>
/// The gradient of a weight in panels and the optimizer's step on it; inputs are shared out as in <see cref="DenseLowering"/>.
/// </summary>
internal sealed unsafe class DenseUpdateLowering : Lowering<DenseUpdateOp>
{
    protected override void Lower(DenseUpdateOp op, Node node, PlanBuilder plan)
    {
        Slot x = plan[node.Inputs[0]], dy = plan[node.Inputs[1]], scalar = plan[node.Inputs[2]];
        int samples = node.Inputs[0].Shape[0], inputs = op.Weight.Shape[0], units = op.Weight.Shape[1];
        DenseSizes sizes = new(samples, inputs, units);
        OptimizerUpdate.Apply apply = OptimizerUpdate.Compile(op.Update, scalar, plan);
        int packed = Sizes.Buffer((long)samples * Dense.PanelWidth, "The gradients of a panel"), panels = Dense.Panels(units);
        int groups = new Partition(inputs, DenseLowering.UpdateRows).Groups;
        // Many samples are packed once, by the worker of the panel, if there is a panel for everybody. Few rows are shared out panel by
        // panel, so that more workers find some; several of them pack the same samples then.
        bool byPanels = samples > inputs && panels >= plan.Workers, byTiles = !byPanels && groups < plan.Workers && panels > 1;
        Partition partition = byPanels ? new Partition(panels) : byTiles ? new Partition(panels * groups)
            : new Partition(inputs, DenseLowering.UpdateRows);
        plan.Add(new SharedStep(partition, (frame, first, end, scratch) =>
        {
            float* rows = scratch + packed;
            (int firstPanel, int endPanel) = byPanels ? (first, end) : byTiles ? (first / groups, (end - 1) / groups + 1) : (0, panels);
            for (int panel = firstPanel; panel < endPanel; panel++)
            {
                (int firstInput, int endInput) = byPanels ? (0, inputs)
                    : byTiles ? (Edge(first - panel * groups), Edge(end - panel * groups)) : (first, end);
                Dense.PackGradients(frame[dy], scratch, sizes, panel);
                for (int k = firstInput; k < endInput; k += DenseLowering.UpdateRows)
                {
                    int count = Math.Min(DenseLowering.UpdateRows, endInput - k);
                    Dense.BackwardKernel(frame[x], scratch, rows, sizes, k, count);
                    apply(frame, rows, ((nint)panel * inputs + k) * Dense.PanelWidth, count * Dense.PanelWidth);
                }
            }
        }, [Access.Read(x), Access.Read(dy), Access.Read(scalar),
            .. op.Written.Select(v => Access.Write(plan.Variable(v), byTiles ? Partition.Any : partition))])
        {
            Kernels = KernelCode.All(Dense.BackwardKernelCode(sizes), OptimizerUpdate.CodeOf(op.Update)),
            Scratch = packed + DenseLowering.UpdateRows * Dense.PanelWidth,
            Operations = sizes.Operations,
            FinestParts = panels * groups,
        });

        // First input of a group of rows, counted from the panel's first one.
        int Edge(int group) => Math.Clamp(group * DenseLowering.UpdateRows, 0, inputs);
    }
}
