using Fashion.Keras.Graph;
using Fashion.Keras.Kernels;

namespace Fashion.Keras.Engine;

/// <summary>Convolutions with pooling; images are shared out, few images are cut into rows.</summary>
internal sealed unsafe class PooledConv2DLowering : Lowering<PooledConv2DOp>
{
    protected override void Lower(PooledConv2DOp op, Node node, PlanBuilder plan)
    {
        Slot images = plan[node.Inputs[0]], kernel = plan[node.Inputs[1]], pooled = plan[node.Outputs[0]], places = plan[node.Outputs[1]];
        Slot? bias = node.Inputs.Length > 2 ? plan[node.Inputs[2]] : null;
        PooledConv2DSizes sizes = Sizes(op.Geometry, op.Window, node.Inputs[0].Shape, node.Inputs[1].Shape);
        bool relu = op.Relu;
        // Whatever the number of workers, or it would show in the last bits.
        if (sizes is { WindowHeight: 2, WindowWidth: 2 } && Winograd.Fits(Winograd.Needed(sizes)))
        {
            AddWinograd(images, WinogradLowering.Transform(kernel, Winograd.Needed(sizes), plan), bias, pooled, places,
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
            FinestParts = sizes.Conv.Batch * sizes.PooledHeight,
        });
    }

    private static void AddWinograd(Slot images, Slot kernel, Slot? bias, Slot pooled, Slot places, PooledConv2DSizes sizes, bool relu,
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
            Scratch = Winograd.ForwardScratch(Winograd.Needed(sizes)),
            Operations = Operations(sizes),
        });
    }

    /// <summary>Everything resolved, as the kernels want it.</summary>
    public static PooledConv2DSizes Sizes(Conv2DGeometry geometry, Size2D window, Shape image, Shape kernel)
    {
        (int height, int width) = geometry.Output(image, kernel);
        Conv2DSizes conv = Conv2DLowering.Sizes(geometry, image, kernel, [image[0], height, width, kernel[3]]);
        return new PooledConv2DSizes(conv, window.Height, window.Width, height / window.Height, width / window.Width);
    }

    private static long Operations(in PooledConv2DSizes s) => 2L * s.PooledCount * s.Area * s.Patch;
}
