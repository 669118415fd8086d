using Fashion.Keras.Graph;
using Fashion.Keras.Kernels;

namespace Fashion.Keras.Engine;

/// <summary>Pooled convolutions. Images are shared out; of a kernel's gradient the filters are, or, with small kernels, groups of images.</summary>
internal static unsafe class PooledConv2DLowering
{
    // So many partial gradients whatever the number of threads, so that the sums do not depend on it.
    private const int Groups = 8;

    public static void Lower(PooledConv2DOp op, Node node, PlanBuilder plan)
    {
        Slot images = plan[node.Inputs[0]], kernel = plan[node.Inputs[1]], pooled = plan[node.Outputs[0]], places = plan[node.Outputs[1]];
        Slot? bias = node.Inputs.Length > 2 ? plan[node.Inputs[2]] : null;
        PooledConv2DSizes sizes = Sizes(op.Geometry, op.Window, node.Inputs[0].Shape, node.Inputs[1].Shape);
        // Few images are cut into rows.
        bool whole = sizes.Conv.Batch >= plan.Workers, relu = op.Relu;
        var partition = new Partition(Math.Max(1, whole ? sizes.Conv.Batch : sizes.Conv.Batch * sizes.PooledHeight));
        int rows = whole ? sizes.PooledHeight : 1;
        Access[] accesses = [Access.Read(images, whole ? partition : Partition.Any), Access.Read(kernel), Access.Write(pooled, partition), Access.Write(places, partition)];
        plan.Add(new SharedStep(partition, (frame, first, end, scratch) =>
            PooledConv2D.Forward(frame[images], frame[kernel], bias is null ? null : frame[bias], frame[pooled], (int*)frame[places], sizes, first * rows, end * rows, relu, scratch),
            bias is null ? accesses : [.. accesses, Access.Read(bias)]) { Scratch = PooledConv2D.ForwardScratch(sizes), Operations = Operations(sizes) });
    }

    public static void Lower(PooledConv2DBackwardInputOp op, Node node, PlanBuilder plan)
    {
        Slot kernel = plan[node.Inputs[0]], gradients = plan[node.Inputs[1]], places = plan[node.Inputs[2]], images = plan[node.Output];
        PooledConv2DSizes sizes = Sizes(op.Geometry, op.Window, op.Image, node.Inputs[0].Shape);
        var partition = new Partition(Math.Max(1, sizes.Conv.Batch));
        plan.Add(new SharedStep(partition, (frame, first, end, scratch) =>
            PooledConv2D.BackwardInput(frame[kernel], frame[gradients], (int*)frame[places], frame[images], sizes, first, end, scratch),
            Access.Read(kernel), Access.Read(gradients, partition), Access.Read(places, partition), Access.Write(images, partition)) { Scratch = PooledConv2D.BackwardInputScratch(sizes) });
    }

    public static void Lower(PooledConv2DBackwardKernelOp op, Node node, PlanBuilder plan)
    {
        Slot images = plan[node.Inputs[0]], gradients = plan[node.Inputs[1]], places = plan[node.Inputs[2]], kernel = plan[node.Output];
        PooledConv2DSizes sizes = Sizes(op.Geometry, op.Window, node.Inputs[0].Shape, op.Kernel);
        if (sizes.Patch <= PooledConv2D.FewTaps)
        {
            int groups = Math.Min(Groups, Math.Max(1, sizes.Conv.Batch)), batch = sizes.Conv.Batch, count = sizes.Conv.KernelCount;
            Slot parts = plan.Temporary(groups * count);
            var shares = new Partition(groups);
            plan.Add(new SharedStep(shares, (frame, first, end, scratch) =>
            {
                for (int i = first; i < end; i++)
                    PooledConv2D.BackwardSmallKernel(frame[images], frame[gradients], (int*)frame[places], frame[parts] + (nint)i * count, sizes, batch * i / groups, batch * (i + 1) / groups, scratch);
            }, Access.Read(images), Access.Read(gradients), Access.Read(places), Access.Write(parts, shares)) { Scratch = PooledConv2D.BackwardSmallKernelScratch(sizes) });
            ReduceLowering.Add(ReduceKind.Sum, parts, kernel, 1, groups, count, plan);
            return;
        }
        Slot turned = plan.Temporary(sizes.Conv.KernelCount);
        var filters = new Partition(sizes.Conv.Filters);
        var taps = new Partition(sizes.Patch, 16);
        plan.Add(new SharedStep(filters, (frame, first, end, scratch) =>
            PooledConv2D.BackwardKernel(frame[images], frame[gradients], (int*)frame[places], frame[turned], sizes, first, end, scratch),
            Access.Read(images), Access.Read(gradients), Access.Read(places), Access.Write(turned, filters)) { Scratch = PooledConv2D.BackwardKernelScratch(sizes) });
        plan.Add(new SharedStep(taps, (frame, first, end, _) =>
            Transposition.Copy(frame[turned] + first, sizes.Patch, frame[kernel] + (nint)first * sizes.Conv.Filters, sizes.Conv.Filters, sizes.Conv.Filters, end - first),
            Access.Read(turned), Access.Write(kernel, taps)));
    }

    private static PooledConv2DSizes Sizes(Conv2DGeometry geometry, Size2D window, Shape image, Shape kernel)
    {
        (int height, int width) = geometry.Output(image, kernel);
        Conv2DSizes conv = Conv2DLowering.Sizes(geometry, image, kernel, [image[0], height, width, kernel[3]]);
        return new PooledConv2DSizes(conv, window.Height, window.Width, height / window.Height, width / window.Width);
    }

    private static long Operations(in PooledConv2DSizes s) => 2L * s.PooledCount * s.Area * s.Patch;
}
