using Fashion.Keras.Graph;
using Fashion.Keras.Kernels;

namespace Fashion.Keras.Engine;

/// <summary>
/// Pooled convolutions. Images are shared out; of a kernel's gradient the filters are, or, with small kernels, groups of images.
/// </summary>
internal static unsafe class PooledConv2DLowering
{
    public static void Lower(PooledConv2DOp op, Node node, PlanBuilder plan)
    {
        Slot images = plan[node.Inputs[0]], kernel = plan[node.Inputs[1]], pooled = plan[node.Outputs[0]], places = plan[node.Outputs[1]];
        Slot? bias = node.Inputs.Length > 2 ? plan[node.Inputs[2]] : null;
        PooledConv2DSizes sizes = Sizes(op.Geometry, op.Window, node.Inputs[0].Shape, node.Inputs[1].Shape);
        bool relu = op.Relu;
        // Whatever the number of workers, or it would show in the last bits.
        if (sizes is { WindowHeight: 2, WindowWidth: 2 } && Winograd.Fits(sizes.Conv))
        {
            LowerWinograd(images, WinogradLowering.Transform(kernel, sizes.Conv.Channels, sizes.Conv.Filters, plan), bias, pooled, places,
                sizes, relu, plan);
            return;
        }
        // Few images are cut into rows.
        bool whole = sizes.Conv.Batch >= plan.Workers;
        var partition = new Partition(Math.Max(1, whole ? sizes.Conv.Batch : sizes.Conv.Batch * sizes.PooledHeight));
        int rows = whole ? sizes.PooledHeight : 1;
        Access[] accesses = [Access.Read(images, whole ? partition : Partition.Any), Access.Read(kernel), Access.Write(pooled, partition),
            Access.Write(places, partition)];
        plan.Add(new SharedStep(partition, (frame, first, end, scratch) =>
            PooledConv2D.Forward(frame[images], frame[kernel], bias is null ? null : frame[bias], frame[pooled], (int*)frame[places], sizes,
                first * rows, end * rows, relu, scratch),
            bias is null ? accesses : [.. accesses, Access.Read(bias)])
        {
            Kernels = PooledConv2D.ForwardCode(sizes),
            Scratch = PooledConv2D.ForwardScratch(sizes),
            Operations = Operations(sizes),
        });
    }

    private static void LowerWinograd(Slot images, Slot kernel, Slot? bias, Slot pooled, Slot places, PooledConv2DSizes sizes, bool relu,
        PlanBuilder plan)
    {
        var partition = new Partition(sizes.Conv.Batch);
        Access[] accesses = [Access.Read(images, partition), Access.Read(kernel), Access.Write(pooled, partition),
            Access.Write(places, partition)];
        plan.Add(new SharedStep(partition, (frame, first, end, scratch) =>
            Winograd.ForwardPooled(frame[images], frame[kernel], bias is null ? null : frame[bias], frame[pooled], (int*)frame[places],
                sizes, first, end, relu, scratch),
            bias is null ? accesses : [.. accesses, Access.Read(bias)])
        {
            Kernels = Winograd.ForwardPooledCode(sizes),
            Scratch = Winograd.ForwardScratch(sizes.Conv),
            Operations = Operations(sizes),
        });
    }

    public static void Lower(PooledConv2DBackwardInputOp op, Node node, PlanBuilder plan)
    {
        Slot kernel = plan[node.Inputs[0]], images = plan[node.Output];
        PooledConv2DSizes sizes = Sizes(op.Geometry, op.Window, op.Image, node.Inputs[0].Shape);
        var partition = new Partition(Math.Max(1, sizes.Conv.Batch));
        Slots slots = new(node, plan);
        plan.Add(new SharedStep(partition, (frame, first, end, scratch) =>
            PooledConv2D.BackwardInput(frame[kernel], slots.In(frame), frame[images], sizes, first, end, scratch),
            [Access.Read(kernel), .. slots.Reads(partition), Access.Write(images, partition)])
        { Kernels = PooledConv2D.BackwardInputCode, Scratch = PooledConv2D.BackwardInputScratch(sizes) });
    }

    public static void Lower(PooledConv2DBackwardKernelOp op, Node node, PlanBuilder plan)
    {
        Slot images = plan[node.Inputs[0]], kernel = plan[node.Outputs[0]], bias = plan[node.Outputs[1]];
        PooledConv2DSizes sizes = Sizes(op.Geometry, op.Window, node.Inputs[0].Shape, op.Kernel);
        Slots slots = new(node, plan);
        if (sizes.Patch <= PooledConv2D.FewTaps) LowerSmallKernel(images, slots, kernel, bias, sizes, plan);
        else LowerLargeKernel(images, slots, kernel, bias, sizes, plan);
    }

    // The bias's gradient is one more row of each group's.
    private static void LowerSmallKernel(Slot images, Slots slots, Slot kernel, Slot bias, PooledConv2DSizes sizes, PlanBuilder plan)
    {
        Slot sum = plan.Temporary((long)sizes.Conv.KernelCount + sizes.Conv.Filters);
        ImageGroups.Add(sizes.Conv.Batch, sum.Count, sum, plan, [Access.Read(images), .. slots.Reads(Partition.Any)],
            PooledConv2D.BackwardSmallKernelCode(sizes), PooledConv2D.BackwardSmallKernelScratch(sizes), 0,
            (frame, part, first, end, scratch) =>
                PooledConv2D.BackwardSmallKernel(frame[images], slots.In(frame), part, sizes, first, end, scratch));
        plan.Add(new SharedStep(Partition.Single, (frame, _, _, _) =>
        {
            new ReadOnlySpan<float>(frame[sum], kernel.Count).CopyTo(new Span<float>(frame[kernel], kernel.Count));
            new ReadOnlySpan<float>(frame[sum] + kernel.Count, bias.Count).CopyTo(new Span<float>(frame[bias], bias.Count));
        }, Access.Read(sum), Access.Write(kernel, Partition.Single), Access.Write(bias, Partition.Single)));
    }

    private static void LowerLargeKernel(Slot images, Slots slots, Slot kernel, Slot bias, PooledConv2DSizes sizes, PlanBuilder plan)
    {
        Slot turned = plan.Temporary(sizes.Conv.KernelCount);
        Partition filters = new(sizes.Conv.Filters), taps = new(sizes.Patch, 16);
        plan.Add(new SharedStep(filters, (frame, first, end, scratch) =>
            PooledConv2D.BackwardKernel(frame[images], slots.In(frame), frame[turned], frame[bias], sizes, first, end, scratch),
            [Access.Read(images), .. slots.Reads(Partition.Any), Access.Write(turned, filters), Access.Write(bias, filters)])
        { Kernels = PooledConv2D.BackwardKernelCode(sizes), Scratch = PooledConv2D.BackwardKernelScratch(sizes) });
        plan.Add(new SharedStep(taps, (frame, first, end, _) =>
            Transposition.Copy(frame[turned] + first, sizes.Patch, frame[kernel] + (nint)first * sizes.Conv.Filters, sizes.Conv.Filters,
                sizes.Conv.Filters, end - first),
            Access.Read(turned), Access.Write(kernel, taps)));
    }

    /// <summary>Where the parts of a sparse gradient lie: inputs 1 and 2 of both backward operations.</summary>
    private sealed class Slots(Node node, PlanBuilder plan)
    {
        private readonly Slot _gradients = plan[node.Inputs[1]], _places = plan[node.Inputs[2]];

        public PooledGradient In(Frame frame) => new(frame[_gradients], (int*)frame[_places]);

        public IEnumerable<Access> Reads(Partition partition)
        {
            yield return Access.Read(_gradients, partition);
            yield return Access.Read(_places, partition);
        }
    }

    private static PooledConv2DSizes Sizes(Conv2DGeometry geometry, Size2D window, Shape image, Shape kernel)
    {
        (int height, int width) = geometry.Output(image, kernel);
        Conv2DSizes conv = Conv2DLowering.Sizes(geometry, image, kernel, [image[0], height, width, kernel[3]]);
        return new PooledConv2DSizes(conv, window.Height, window.Width, height / window.Height, width / window.Width);
    }

    private static long Operations(in PooledConv2DSizes s) => 2L * s.PooledCount * s.Area * s.Patch;
}
