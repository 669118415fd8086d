using Fashion.Keras.Graph;
using Fashion.Keras.Kernels;

namespace Fashion.Keras.Engine;

/// <summary>The gradient of the images of a convolution; images are shared out.</summary>
internal sealed unsafe class Conv2DBackwardInputLowering : Lowering<Conv2DBackwardInputOp>
{
    protected override void Lower(Conv2DBackwardInputOp op, Node node, PlanBuilder plan)
    {
        Slot kernel = plan[node.Inputs[0]], gradients = plan[node.Inputs[1]], images = plan[node.Output];
        Conv2DSizes sizes = Conv2DLowering.Sizes(op.Geometry, op.Image, node.Inputs[0].Shape, node.Inputs[1].Shape);
        var partition = new Partition(Math.Max(1, sizes.Batch));
        (PiecesKernel run, KernelCode code, long scratch) = Kernel(kernel, gradients, images, sizes);
        plan.Add(new SharedStep(partition, run, Access.Read(kernel), Access.Read(gradients, partition), Access.Write(images, partition))
        {
            Kernels = code,
            Scratch = scratch,
            Operations = Conv2DLowering.Operations(sizes),
        });
    }

    private static (PiecesKernel Run, KernelCode Code, long Scratch) Kernel(Slot kernel, Slot gradients, Slot images, Conv2DSizes sizes)
    {
        if (Depthwise.Fits(sizes))
            return ((frame, first, end, scratch) =>
                Depthwise.BackwardInput(frame[kernel], frame[gradients], frame[images], sizes, first, end, scratch),
                Depthwise.BackwardInputCode, Depthwise.Scratch(sizes));
        if (FewFilterGradients.Fits(sizes))
            return ((frame, first, end, scratch) =>
                FewFilterGradients.BackwardInput(frame[kernel], frame[gradients], frame[images], sizes, first, end, scratch),
                FewFilterGradients.BackwardInputCode, FewFilterGradients.Scratch(sizes));
        return ((frame, first, end, scratch) =>
            Conv2D.BackwardInput(frame[kernel], frame[gradients], frame[images], sizes, first, end, scratch),
            Conv2D.BackwardInputCode(sizes), Conv2D.BackwardInputScratch(sizes));
    }
}
