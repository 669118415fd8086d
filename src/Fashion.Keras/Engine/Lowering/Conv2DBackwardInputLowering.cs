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
        Access[] accesses = [Access.Read(kernel), Access.Read(gradients, partition), Access.Write(images, partition)];
        plan.Add(Depthwise.Fits(sizes)
            ? new SharedStep(partition, (frame, first, end, scratch) =>
                Depthwise.BackwardInput(frame[kernel], frame[gradients], frame[images], sizes, first, end, scratch), accesses)
            {
                Kernels = Depthwise.BackwardInputCode,
                Scratch = Depthwise.Scratch(sizes),
                Operations = Conv2DLowering.Operations(sizes),
            }
            : new SharedStep(partition, (frame, first, end, scratch) =>
                Conv2D.BackwardInput(frame[kernel], frame[gradients], frame[images], sizes, first, end, scratch), accesses)
            {
                Kernels = Conv2D.BackwardInputCode(sizes),
                Scratch = Conv2D.BackwardInputScratch(sizes),
                Operations = Conv2DLowering.Operations(sizes),
            });
    }
}
