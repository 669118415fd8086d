using Fashion.Keras.Graph;
using Fashion.Keras.Kernels;

namespace Fashion.Keras.Engine;

/// <summary>
/// The gradient of the kernel of a pooled convolution: the filters are shared out, or, with small kernels, groups of images.
/// </summary>
internal sealed unsafe class PooledConv2DBackwardKernelLowering : Lowering<PooledConv2DBackwardKernelOp>
{
    protected override void Lower(PooledConv2DBackwardKernelOp op, Node node, PlanBuilder plan)
    {
        Slot images = plan[node.Inputs[0]], kernel = plan[node.Outputs[0]], bias = plan[node.Outputs[1]];
        PooledConv2DSizes sizes = PooledConv2DLowering.Sizes(op.Geometry, op.Window, node.Inputs[0].Shape, op.Kernel);
        PooledGradientSlots slots = new(node, plan);
        if (sizes.Patch <= PooledConv2D.FewTaps) AddSmallKernel(images, slots, kernel, bias, sizes, plan);
        else AddLargeKernel(images, slots, kernel, bias, sizes, plan);
    }

    // The bias's gradient is one more row of each group's.
    private static void AddSmallKernel(Slot images, PooledGradientSlots slots, Slot kernel, Slot bias, PooledConv2DSizes sizes,
        PlanBuilder plan)
    {
        Slot sum = plan.Temporary((long)sizes.Conv.KernelCount + sizes.Conv.Filters);
        BatchPartialSums.Add(sizes.Conv.Batch, sum.Count, sum, plan, [Access.Read(images), .. slots.Reads(Partition.Any)],
            PooledConv2D.BackwardSmallKernelCode(sizes), PooledConv2D.BackwardSmallKernelScratch(sizes), 0,
            (frame, part, first, end, scratch) =>
                PooledConv2D.BackwardSmallKernel(frame[images], slots.In(frame), part, sizes, first, end, scratch));
        plan.Add(new SharedStep(Partition.Single, (frame, _, _, _) =>
        {
            new ReadOnlySpan<float>(frame[sum], kernel.Count).CopyTo(new Span<float>(frame[kernel], kernel.Count));
            new ReadOnlySpan<float>(frame[sum] + kernel.Count, bias.Count).CopyTo(new Span<float>(frame[bias], bias.Count));
        }, Access.Read(sum), Access.Write(kernel, Partition.Single), Access.Write(bias, Partition.Single)));
    }

    private static void AddLargeKernel(Slot images, PooledGradientSlots slots, Slot kernel, Slot bias, PooledConv2DSizes sizes,
        PlanBuilder plan)
    {
        Slot transposed = plan.Temporary(sizes.Conv.KernelCount);
        Partition filters = new(sizes.Conv.Filters), taps = new(sizes.Patch, 16);
        plan.Add(new SharedStep(filters, (frame, first, end, scratch) =>
            PooledConv2D.BackwardKernel(frame[images], slots.In(frame), frame[transposed], frame[bias], sizes, first, end, scratch),
            [Access.Read(images), .. slots.Reads(Partition.Any), Access.Write(transposed, filters), Access.Write(bias, filters)])
        { Kernels = PooledConv2D.BackwardKernelCode(sizes), Scratch = PooledConv2D.BackwardKernelScratch(sizes) });
        plan.Add(new SharedStep(taps, (frame, first, end, _) =>
            Transposition.Copy(frame[transposed] + first, sizes.Patch, frame[kernel] + (nint)first * sizes.Conv.Filters, sizes.Conv.Filters,
                sizes.Conv.Filters, end - first),
            Access.Read(transposed), Access.Write(kernel, taps)));
    }
}
