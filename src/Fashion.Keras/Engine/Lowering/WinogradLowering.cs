using Fashion.Keras.Graph;
using Fashion.Keras.Kernels;

namespace Fashion.Keras.Engine;

/// <summary>
/// Convolutions by minimal filtering: the kernel is transformed once, images are shared out; of the kernel's gradient groups of images are,
/// and channels where those are too few.
/// </summary>
internal sealed unsafe class WinogradLowering : Lowering<WinogradOp>
{
    protected override void Lower(WinogradOp op, Node node, PlanBuilder plan)
    {
        switch (op.Direct)
        {
            case Conv2DOp direct: LowerForward(direct.Geometry, null, null, node, plan); break;
            case Conv2DBiasOp direct: LowerForward(direct.Geometry, plan[node.Inputs[2]], direct.Activation, node, plan); break;
            case Conv2DBackwardInputOp direct: LowerBackwardInput(direct, node, plan); break;
            case Conv2DBackwardKernelOp direct: LowerBackwardKernel(direct, node, plan); break;
            default: throw new NotSupportedException($"'{op.Direct.Name}' is no convolution.");
        }
    }

    /// <summary>The convolution of gradients with the rotated kernel whose results are the images' gradients.</summary>
    public static Conv2DSizes Rotated(in Conv2DSizes s) => s with
    {
        Height = s.OutHeight,
        Width = s.OutWidth,
        Channels = s.Filters,
        Filters = s.Channels,
        OutHeight = s.Height,
        OutWidth = s.Width,
        PadTop = 2 - s.PadTop,
        PadLeft = 2 - s.PadLeft,
    };

    /// <summary>Adds the step that transforms a kernel (3, 3, channel, filter) as it lies in a slot.</summary>
    public static Slot Transform(Slot kernel, Conv2DSizes sizes, PlanBuilder plan)
    {
        Slot transformed = plan.Temporary(Winograd.KernelFloats(sizes));
        var rows = new Partition(sizes.Channels);
        // Rows of all places: no consecutive memory, so nothing is said about which part is whose.
        plan.Add(
            new SharedStep(rows,
                (frame, first, end, scratch) =>
                    Winograd.TransformKernel(frame[kernel], frame[transformed], sizes, first, end, scratch),
                Access.Read(kernel), Access.Write(transformed))
            { Kernels = Winograd.TransformKernelCode(sizes), Scratch = Winograd.TileScratch });
        return transformed;
    }

    private static void LowerForward(Conv2DGeometry geometry, Slot? bias, UnaryKind? activation, Node node, PlanBuilder plan)
    {
        Conv2DSizes sizes = Conv2DLowering.Sizes(geometry, node.Inputs[0].Shape, node.Inputs[1].Shape, node.Output.Shape);
        Slot kernel = Transform(plan[node.Inputs[1]], sizes, plan);
        AddForward(plan[node.Inputs[0]], kernel, bias, activation, plan[node.Output], sizes, plan);
    }

    private static void LowerBackwardInput(Conv2DBackwardInputOp op, Node node, PlanBuilder plan)
    {
        Conv2DSizes sizes = Conv2DLowering.Sizes(op.Geometry, op.Image, node.Inputs[0].Shape, node.Inputs[1].Shape);
        Slot kernel = plan[node.Inputs[0]], rotated = plan.Temporary(sizes.KernelCount);
        plan.Add(new SharedStep(new Partition(sizes.Filters),
            (frame, first, end, _) => Winograd.RotateKernel(frame[kernel], frame[rotated], sizes.Channels, sizes.Filters, first, end),
            Access.Read(kernel), Access.Write(rotated)));
        Conv2DSizes turned = Rotated(sizes);
        AddForward(plan[node.Inputs[1]], Transform(rotated, turned, plan), null, null, plan[node.Output], turned, plan);
    }

    private static void AddForward(Slot images, Slot kernel, Slot? bias, UnaryKind? activation, Slot results, Conv2DSizes sizes,
        PlanBuilder plan) =>
        Conv2DLowering.AddByImages(sizes, bias, activation, images, kernel, results, plan, Winograd.ForwardCode(sizes),
            Winograd.ForwardScratch(sizes), (frame, biases, first, end, relu, scratch) =>
                Winograd.Forward(frame[images], frame[kernel], biases, frame[results], sizes, first, end, relu, scratch));

    private static void LowerBackwardKernel(Conv2DBackwardKernelOp op, Node node, PlanBuilder plan)
    {
        Slot images = plan[node.Inputs[0]], gradients = plan[node.Inputs[1]], kernel = plan[node.Output];
        Conv2DSizes sizes = Conv2DLowering.Sizes(op.Geometry, node.Inputs[0].Shape, op.Kernel, node.Inputs[1].Shape);
        int blocks = Winograd.GradientBlocks(sizes);
        (Slot sums, int groups) = BatchPartialSums.AddParts(sizes.Batch, Winograd.GradientFloats(sizes), blocks, plan,
            [Access.Read(images), Access.Read(gradients)],
            Winograd.BackwardKernelCode(sizes), Winograd.BackwardKernelScratch(sizes), Conv2DLowering.Operations(sizes),
            (frame, part, first, end, block, endBlock, scratch) =>
                Winograd.BackwardKernel(frame[images], frame[gradients], part, sizes, first, end, block * Winograd.GradientChannels,
                    endBlock == blocks ? sizes.Channels : endBlock * Winograd.GradientChannels, scratch));
        var rows = new Partition(sizes.Channels);
        plan.Add(new SharedStep(rows,
            (frame, first, end, scratch) => Winograd.FinishKernel(frame[sums], groups, frame[kernel], sizes, first, end, scratch),
            Access.Read(sums), Access.Write(kernel))
        { Kernels = Winograd.FinishKernelCode(sizes), Scratch = Winograd.TileScratch });
    }
}
