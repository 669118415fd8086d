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
        // Many samples are packed once, by the worker of the panel, if there is a panel for everybody.
        bool byPanels = samples > inputs && panels >= plan.Workers;
        Partition partition = byPanels ? new Partition(panels) : new Partition(inputs, DenseLowering.UpdateRows);
        plan.Add(new SharedStep(partition, (frame, first, end, scratch) =>
        {
            float* rows = scratch + packed;
            (int firstPanel, int endPanel, int firstInput, int endInput) = byPanels ? (first, end, 0, inputs) : (0, panels, first, end);
            for (int panel = firstPanel; panel < endPanel; panel++)
            {
                Dense.PackGradients(frame[dy], scratch, sizes, panel);
                for (int k = firstInput; k < endInput; k += DenseLowering.UpdateRows)
                {
                    int count = Math.Min(DenseLowering.UpdateRows, endInput - k);
                    Dense.BackwardKernel(frame[x], scratch, rows, sizes, k, count);
                    apply(frame, rows, ((nint)panel * inputs + k) * Dense.PanelWidth, count * Dense.PanelWidth);
                }
            }
        }, [Access.Read(x), Access.Read(dy), Access.Read(scalar), .. op.Written.Select(v => Access.Write(plan.Variable(v), partition))])
        {
            Kernels = KernelCode.All(Dense.BackwardKernelCode(sizes), OptimizerUpdate.CodeOf(op.Update)),
            Scratch = packed + DenseLowering.UpdateRows * Dense.PanelWidth,
            Operations = sizes.Operations,
            FinestParts = new Partition(inputs, DenseLowering.UpdateRows).Groups,
        });
    }
}
