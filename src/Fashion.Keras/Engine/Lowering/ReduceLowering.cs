using Fashion.Keras.Graph;
using Fashion.Keras.Kernels;

namespace Fashion.Keras.Engine;

/// <summary>
/// Reductions. Axes that are neighbours become one; where the reduced ones do not lie together, they are brought to the end
/// first. Every number of the result is folded by one worker, so the number of threads does not change it.
/// </summary>
internal sealed unsafe class ReduceLowering : Lowering<ReduceOp>
{
    private const int FewColumns = 512, ManyPlaces = 8, ColumnsOfAWorker = Reduction.MostNarrow;

    protected override void Lower(ReduceOp op, Node node, PlanBuilder plan)
    {
        Slot x = plan[node.Inputs[0]], y = plan[node.Output];
        Shape shape = node.Inputs[0].Shape;
        (int outer, int reduced, int inner) = (1, 1, 1);
        int[] axes = [.. op.Axes.Where(a => shape[a] != 1)];
        if (axes.Length == 0 || AreNeighbours(axes, shape))
        {
            int first = axes.Length == 0 ? shape.Rank : axes[0], end = axes.Length == 0 ? shape.Rank : axes[^1] + 1;
            (outer, reduced, inner) = (shape[..first].ElementCount, shape[first..end].ElementCount, shape[end..].ElementCount);
        }
        else
        {
            int[] order = [.. Enumerable.Range(0, shape.Rank).Except(axes), .. axes];
            Slot transposed = plan.Temporary(shape.ElementCount);
            TransposeLowering.Add(x, shape, transposed, order, plan);
            x = transposed;
            reduced = axes.Aggregate(1, (product, axis) => product * shape[axis]);
            outer = shape[..].Where((_, axis) => !axes.Contains(axis)).Aggregate(1, (product, size) => product * size);
        }
        float scale = op.Kind == ReduceKind.Mean ? 1f / reduced : 1;
        bool overImagesAndPlaces = axes.Length > 1 && axes[0] == 0 && outer == 1 && reduced >= ManyPlaces * shape[0];
        if (overImagesAndPlaces && inner is > 1 and <= FewColumns)
            AddByImages(op.Kind, x, y, shape[0], reduced / shape[0], inner, scale, plan);
        else Add(op.Kind, x, y, outer, reduced, inner, scale, plan);
    }

    // Over images and places (the gradient of a convolution's bias): workers fold whole images, whose rows lie together.
    private static void AddByImages(ReduceKind kind, Slot x, Slot y, int images, int places, int inner, float scale, PlanBuilder plan)
    {
        (Slot parts, int groups) = BatchPartialSums.AddParts(images, inner, plan, [Access.Read(x)],
            CodeOf(kind, new ReductionSizes(1, places, inner, inner)), scratch: 0, operations: 0, (frame, part, first, end, _) =>
            Run(kind, frame[x] + (nint)first * places * inner, part, new ReductionSizes(1, (end - first) * places, inner, inner), 1));
        Add(kind, parts, y, 1, groups, inner, scale, plan);
    }

    private static bool AreNeighbours(int[] axes, Shape shape)
    {
        for (int axis = axes[0]; axis < axes[^1]; axis++)
            if (shape[axis] != 1 && !axes.Contains(axis)) return false;
        return true;
    }

    /// <summary>y[a, c] = the sum over r of x[a, r, c].</summary>
    public static void AddSum(Slot x, Slot y, int outer, int reduced, int inner, PlanBuilder plan) =>
        Add(ReduceKind.Sum, x, y, outer, reduced, inner, 1, plan);

    private static void Add(ReduceKind kind, Slot x, Slot y, int outer, int reduced, int inner, float scale, PlanBuilder plan)
    {
        KernelCode code = CodeOf(kind, new ReductionSizes(outer, reduced, inner, inner));
        if (outer == 1 && inner > ColumnsOfAWorker)
        {
            // Columns by whole vectors; every worker reads its own part of each row.
            var columns = new Partition(inner, ColumnsOfAWorker);
            plan.Add(
                new SharedStep(columns,
                    (frame, first, end, _) => Run(kind, frame[x] + first, frame[y] + first,
                        new ReductionSizes(1, reduced, end - first, inner), scale), Access.Read(x), Access.Write(y, columns))
                { Kernels = code });
            return;
        }
        var rows = new Partition(Math.Max(1, outer));
        nint length = (nint)reduced * inner;
        plan.Add(
            new SharedStep(rows,
                (frame, first, end, _) => Run(kind, frame[x] + first * length, frame[y] + (nint)first * inner,
                    new ReductionSizes(end - first, reduced, inner, inner), scale), Access.Read(x, rows), Access.Write(y, rows))
            { Kernels = code });
    }

    private static void Run(ReduceKind kind, float* x, float* y, in ReductionSizes s, float scale)
    {
        switch (kind)
        {
            case ReduceKind.Sum or ReduceKind.Mean: Reduction.Run<BinaryFunctions.Add>(x, y, s, 0, scale); break;
            case ReduceKind.Max: Reduction.Run<BinaryFunctions.Maximum>(x, y, s, float.NegativeInfinity, scale); break;
            case ReduceKind.Min: Reduction.Run<BinaryFunctions.Minimum>(x, y, s, float.PositiveInfinity, scale); break;
            default: Reduction.Run<BinaryFunctions.Multiply>(x, y, s, 1, scale); break;
        }
    }

    private static KernelCode CodeOf(ReduceKind kind, in ReductionSizes s) => kind switch
    {
        ReduceKind.Sum or ReduceKind.Mean => Reduction.RunCode<BinaryFunctions.Add>(s),
        ReduceKind.Max => Reduction.RunCode<BinaryFunctions.Maximum>(s),
        ReduceKind.Min => Reduction.RunCode<BinaryFunctions.Minimum>(s),
        _ => Reduction.RunCode<BinaryFunctions.Multiply>(s),
    };
}
