using Fashion.Keras.Graph;
using Fashion.Keras.Kernels;

namespace Fashion.Keras.Engine;

/// <summary>
/// The gradient of the kernel of a convolution: each worker computes rows of its own over all images, or, where the kernel is small,
/// groups of images.
/// </summary>
internal sealed unsafe class Conv2DBackwardKernelLowering : Lowering<Conv2DBackwardKernelOp>
{
    protected override void Lower(Conv2DBackwardKernelOp op, Node node, PlanBuilder plan)
    {
        Slot images = plan[node.Inputs[0]], gradients = plan[node.Inputs[1]], kernel = plan[node.Output];
        Conv2DSizes sizes = Conv2DLowering.Sizes(op.Geometry, node.Inputs[0].Shape, op.Kernel, node.Inputs[1].Shape);
        if (Depthwise.Fits(sizes))
        {
            BatchPartialSums.Add(sizes.Batch, sizes.KernelCount, kernel, plan, [Access.Read(images), Access.Read(gradients)],
                Depthwise.BackwardKernelCode, Depthwise.Scratch(sizes), Conv2DLowering.Operations(sizes),
                (frame, part, first, end, scratch) =>
                    Depthwise.BackwardKernel(frame[images], frame[gradients], part, sizes, first, end, scratch));
            return;
        }
        if (FewFilterGradients.Fits(sizes))
        {
            BatchPartialSums.Add(sizes.Batch, sizes.KernelCount, kernel, plan, [Access.Read(images), Access.Read(gradients)],
                FewFilterGradients.BackwardKernelCode, FewFilterGradients.Scratch(sizes), Conv2DLowering.Operations(sizes),
                (frame, part, first, end, scratch) =>
                    FewFilterGradients.BackwardKernel(frame[images], frame[gradients], part, sizes, first, end, scratch));
            return;
        }
        int rows = op.Kernel[..^1].ElementCount;
        var partition = new Partition(rows, rows >= 8 * plan.Workers ? 8 : 1);
        plan.Add(new SharedStep(partition, (frame, first, end, scratch) =>
            Conv2D.BackwardKernel(frame[images], frame[gradients], frame[kernel] + (nint)first * sizes.Filters, sizes, first, end, scratch),
            Access.Read(images), Access.Read(gradients), Access.Write(kernel, partition))
        {
            Kernels = Conv2D.BackwardKernelCode(sizes),
            Scratch = Conv2D.BackwardKernelScratch(sizes),
            Operations = Conv2DLowering.Operations(sizes),
            FinestParts = rows,
        });
    }
}
