using Fashion.Keras.Graph;
using Fashion.Keras.Kernels;

namespace Fashion.Keras.Engine;

/// <summary>2-D convolutions. Images are shared out; few images are cut into rows.</summary>
internal sealed unsafe class Conv2DLowering : Lowering<Conv2DOp>
{
    protected override void Lower(Conv2DOp op, Node node, PlanBuilder plan)
    {
        Slot images = plan[node.Inputs[0]], kernel = plan[node.Inputs[1]], results = plan[node.Output];
        Conv2DSizes sizes = Sizes(op.Geometry, node.Inputs[0].Shape, node.Inputs[1].Shape, node.Output.Shape);
        if (Depthwise.Fits(sizes))
        {
            var shares = new Partition(Math.Max(1, sizes.Batch));
            plan.Add(new SharedStep(shares,
                (frame, first, end, scratch) => Depthwise.Forward(frame[images], frame[kernel], frame[results], sizes, first, end, scratch),
                Access.Read(images, shares), Access.Read(kernel), Access.Write(results, shares))
            { Kernels = Depthwise.ForwardCode(sizes), Scratch = Depthwise.Scratch(sizes), Operations = Operations(sizes) });
            return;
        }
        AddDirect(sizes, null, null, node, plan);
    }

    /// <summary>Adds the step of a convolution, with a bias and an activation where they are given.</summary>
    public static void AddDirect(Conv2DSizes sizes, Slot? bias, UnaryKind? activation, Node node, PlanBuilder plan)
    {
        Slot images = plan[node.Inputs[0]], kernel = plan[node.Inputs[1]], results = plan[node.Output];
        // Few images are cut into rows.
        bool whole = sizes.Batch >= plan.Workers;
        var partition = new Partition(Math.Max(1, whole ? sizes.Batch : sizes.Batch * sizes.OutHeight));
        int rows = whole ? sizes.OutHeight : 1;
        Access[] accesses = [Access.Read(images, whole ? partition : Partition.Any), Access.Read(kernel), Access.Write(results, partition)];
        int piece = rows * sizes.OutWidth * sizes.Filters;
        plan.Add(new SharedStep(partition, (frame, first, end, scratch) =>
        {
            // Image by image: the activation finds it in the nearest cache.
            for (int i = first; i < end;)
            {
                int next = whole ? i + 1 : end;
                Conv2D.Forward(frame[images], frame[kernel], bias is null ? null : frame[bias], frame[results], sizes, i * rows,
                    next * rows, scratch);
                float* done = frame[results] + (nint)i * piece;
                if (activation is { } kind) UnaryDispatch.Run(kind, done, done, (next - i) * piece);
                i = next;
            }
        }, bias is null ? accesses : [.. accesses, Access.Read(bias)])
        {
            Kernels = KernelCode.All(Conv2D.ForwardCode(sizes), UnaryDispatch.CodeOf(activation)),
            Scratch = Conv2D.ForwardScratch(sizes),
            Operations = Operations(sizes),
            FinestParts = sizes.Batch * sizes.OutHeight,
        });
    }

    /// <summary>Everything resolved, as the kernels want it.</summary>
    public static Conv2DSizes Sizes(Conv2DGeometry g, Shape image, Shape kernel, Shape result) => new(
        image[0], image[1], image[2], image[3], kernel[0], kernel[1], kernel[3], result[1], result[2],
        g.Strides.Height, g.Strides.Width, g.Dilation.Height, g.Dilation.Width, g.PadTop, g.PadLeft, g.Groups);

    /// <summary>Multiplications and additions of the direct way.</summary>
    public static long Operations(in Conv2DSizes s) => 2L * s.ResultCount * s.KernelHeight * s.KernelWidth * (s.Channels / s.Groups);
}
