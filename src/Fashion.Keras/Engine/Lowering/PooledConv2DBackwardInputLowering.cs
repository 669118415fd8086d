using Fashion.Keras.Graph;
using Fashion.Keras.Kernels;

namespace Fashion.Keras.Engine;

/// <summary>The gradient of the images of a pooled convolution; images are shared out.</summary>
internal sealed unsafe class PooledConv2DBackwardInputLowering : Lowering<PooledConv2DBackwardInputOp>
{
    protected override void Lower(PooledConv2DBackwardInputOp op, Node node, PlanBuilder plan)
    {
        Slot kernel = plan[node.Inputs[0]], images = plan[node.Output];
        PooledConv2DSizes sizes = PooledConv2DLowering.Sizes(op.Geometry, op.Window, op.Image, node.Inputs[0].Shape);
        var partition = new Partition(Math.Max(1, sizes.Conv.Batch));
        PooledGradientSlots slots = new(node, plan);
        plan.Add(new SharedStep(partition, (frame, first, end, scratch) =>
            PooledConv2D.BackwardInput(frame[kernel], slots.In(frame), frame[images], sizes, first, end, scratch),
            [Access.Read(kernel), .. slots.Reads(partition), Access.Write(images, partition)])
        { Kernels = PooledConv2D.BackwardInputCode, Scratch = PooledConv2D.BackwardInputScratch(sizes) });
    }
}
