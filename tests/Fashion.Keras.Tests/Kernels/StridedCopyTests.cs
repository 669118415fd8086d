using Fashion.Keras.Kernels;
using Fashion.Keras.Reference;

namespace Fashion.Keras.Tests.Kernels;

/// <summary>
/// What the copy is used for: other orders of axes, parts cut out, parts put into a larger array; the first axis in two parts.
/// </summary>
public sealed unsafe class StridedCopyTests : VectorKernelContract
{
    internal override Type Kernel => typeof(StridedCopy);

    private protected override void Run(KernelCall call)
    {
        foreach ((int[] sizes, int[] order) in new (int[], int[])[] { ([], []), ([7], [0]), ([3, 5], [1, 0]), ([3, 5], [0, 1]),
            ([2, 3, 17], [2, 0, 1]), ([4, 1, 3, 2], [3, 1, 0, 2]), ([3, 0, 2], [1, 2, 0]) })
        {
            double[] x = KernelCall.SpecialNumbers(Layout.Count(sizes), 1);
            int[] own = Layout.Strides(sizes), target = [.. order.Select(a => sizes[a])];
            Copy(call, $"({string.Join(", ", sizes)}) in order ({string.Join(", ", order)})",
                new(target, [.. order.Select(a => own[a])], Layout.Strides(target)), x, 0, Transpose.Forward(x, sizes, order), 0);
        }
        foreach ((int[] whole, int[] start, int[] part) in new (int[], int[], int[])[] { ([9], [2], [7]), ([9], [2], [4]),
            ([4, 33], [1, 5], [3, 28]), ([3, 4, 5], [1, 0, 2], [2, 4, 3]), ([3, 4, 5], [0, 3, 0], [3, 1, 5]) })
        {
            int[] wide = Layout.Strides(whole), narrow = Layout.Strides(part);
            int offset = wide.Zip(start, (stride, at) => stride * at).Sum();
            double[] x = KernelCall.SpecialNumbers(Layout.Count(whole), 2), inner = KernelCall.SpecialNumbers(Layout.Count(part), 3);
            string name = $"({string.Join(", ", part)}) at ({string.Join(", ", start)}) of ({string.Join(", ", whole)})";
            Copy(call, $"cut {name}", new(part, wide, narrow), x, offset, Slice.Forward(x, whole, start, part), 0);
            Copy(call, $"put {name}", new(part, narrow, wide), inner, 0, Pad.Forward(inner, part, start, whole, KernelCall.Unwritten),
                offset);
        }
    }

    private static void Copy(KernelCall call, string name, StridedCopy copy, double[] x, int sourceOffset, double[] want, int targetOffset)
    {
        int cut = copy.Rows / 2;
        call.Begin(name);
        float* source = call.In(x) + sourceOffset, target = call.Out(want, 0, 0) + targetOffset;
        copy.Run(source, target, 0, cut);
        copy.Run(source, target, cut, copy.Rows);
        call.End();
    }
}
