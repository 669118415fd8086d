using Fashion.Keras.Graph;
using Fashion.Keras.Kernels;

namespace Fashion.Keras.Engine;

/// <summary>2-D convolutions. Images are shared out; few images are cut into rows.</summary>
internal sealed unsafe class Conv2DLowering : Lowering<Conv2DOp>
{
    protected override void Lower(Conv2DOp op, Node node, PlanBuilder plan)
    {
        Conv2DSizes sizes = Sizes(op.Geometry, node.Inputs[0].Shape, node.Inputs[1].Shape, node.Output.Shape);
        Add(sizes, null, null, node, plan);
    }

    /// <summary>Adds the step of a convolution, with a bias and an activation where they are given.</summary>
    public static void Add(Conv2DSizes sizes, Slot? bias, UnaryKind? activation, Node node, PlanBuilder plan)
    {
        if (!Depthwise.Fits(sizes))
        {
            if (Pointwise.Fits(sizes)) AddPointwise(sizes, bias, activation, node, plan);
            else AddDirect(sizes, bias, activation, node, plan);
            return;
        }
        Slot images = plan[node.Inputs[0]], kernel = plan[node.Inputs[1]], results = plan[node.Output];
        AddByImages(sizes, bias, activation, images, kernel, results, plan, Depthwise.ForwardCode(sizes),
            Depthwise.Scratch(sizes), (frame, biases, first, end, relu, scratch) =>
                Depthwise.Forward(frame[images], frame[kernel], biases, frame[results], sizes, first, end, relu, scratch));
    }

    /// <summary>Does images <paramref name="first"/> to <paramref name="end"/>; a bias of null is none.</summary>
    public delegate void ImagesKernel(Frame frame, float* bias, int first, int end, bool relu, float* scratch);

    /// <summary>
    /// Adds the step of a kernel that does whole images, adds their bias and applies relu. Other activations follow image by image: they
    /// find it in the nearest cache.
    /// </summary>
    public static void AddByImages(Conv2DSizes sizes, Slot? bias, UnaryKind? activation, Slot images, Slot kernel, Slot results,
        PlanBuilder plan, KernelCode code, long scratchFloats, ImagesKernel run)
    {
        var shares = new Partition(Math.Max(1, sizes.Batch));
        bool relu = activation is UnaryKind.Relu;
        UnaryKind? function = relu ? null : activation;
        int piece = sizes.OutHeight * sizes.OutWidth * sizes.Filters;
        Access[] accesses = [Access.Read(images, shares), Access.Read(kernel), Access.Write(results, shares)];
        plan.Add(new SharedStep(shares, (frame, first, end, scratch) =>
        {
            float* biases = bias is null ? null : frame[bias];
            if (function is not { } kind)
            {
                run(frame, biases, first, end, relu, scratch);
                return;
            }
            for (int i = first; i < end; i++)
            {
                run(frame, biases, i, i + 1, relu, scratch);
                float* done = frame[results] + (nint)i * piece;
                UnaryDispatch.Run(kind, done, done, piece);
            }
        }, bias is null ? accesses : [.. accesses, Access.Read(bias)])
        {
            Kernels = KernelCode.All(code, UnaryDispatch.CodeOf(function)),
            Scratch = scratchFloats,
            Operations = Operations(sizes),
        });
    }

    private static void AddPointwise(Conv2DSizes sizes, Slot? bias, UnaryKind? activation, Node node, PlanBuilder plan)
    {
        Slot images = plan[node.Inputs[0]], kernel = plan[node.Inputs[1]], results = plan[node.Output];
        // Few images are cut into rows.
        int pieces = Math.Max(1, sizes.Batch >= plan.Workers ? sizes.Batch : sizes.Batch * sizes.Height),
            pixels = Pointwise.Pixels(sizes) / pieces;
        var partition = new Partition(pieces);
        bool relu = activation is UnaryKind.Relu;
        UnaryKind? function = relu ? null : activation;
        Access[] accesses = [Access.Read(images, partition), Access.Read(kernel), Access.Write(results, partition)];
        plan.Add(new SharedStep(partition, (frame, first, end, scratch) =>
        {
            float* x = frame[images], y = frame[results];
            Pointwise.Prepare(frame[kernel], bias is null ? null : frame[bias], scratch, sizes);
            if (function is not { } kind)
            {
                Pointwise.Forward(x, scratch, y, sizes, first * pixels, end * pixels, relu);
                return;
            }
            for (int at = first * pixels; at < end * pixels; at += Pointwise.Block)
            {
                int next = Math.Min(at + Pointwise.Block, end * pixels);
                Pointwise.Forward(x, scratch, y, sizes, at, next, relu);
                float* done = y + (nint)at * sizes.Filters;
                UnaryDispatch.Run(kind, done, done, (next - at) * sizes.Filters);
            }
        }, bias is null ? accesses : [.. accesses, Access.Read(bias)])
        {
            Kernels = KernelCode.All(Pointwise.ForwardCode(sizes), UnaryDispatch.CodeOf(function)),
            Scratch = Pointwise.Scratch(sizes),
            Operations = Operations(sizes),
            FinestParts = sizes.Batch * sizes.Height,
        });
    }

    private static void AddDirect(Conv2DSizes sizes, Slot? bias, UnaryKind? activation, Node node, PlanBuilder plan)
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
