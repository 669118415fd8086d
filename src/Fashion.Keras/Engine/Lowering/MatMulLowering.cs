using Fashion.Keras.Data;
using Fashion.Keras.Graph;
using Fashion.Keras.Kernels;

namespace Fashion.Keras.Engine;

/// <summary>
/// Matrix products, either side transposed, single or in batches. A single product is shared out by the rows of its result (by
/// its columns when the rows are few), a batch by its matrices.
/// </summary>
internal sealed unsafe class MatMulLowering : Lowering<MatMulOp>
{
    /// <summary>What a caller does with rows of the result while they are in the cache.</summary>
    public delegate void Finish(Frame frame, int first, int end);

    protected override void Lower(MatMulOp op, Node node, PlanBuilder plan)
    {
        Shape left = node.Inputs[0].Shape, right = node.Inputs[1].Shape;
        if (!op.TransposeLeft && DenseLowering.IsPanels(node.Inputs[1]))
        {
            if (op.TransposeRight) DenseLowering.AddBackwardInput(node, plan);
            else DenseLowering.AddForward(null, node, plan);
        }
        else if (left.Rank > 2 && (right.Rank > 2 || op.TransposeLeft)) AddBatch(op, node, plan);
        else AddProduct(op, node, plan, null, null, null);
    }

    /// <summary>
    /// A single product whose sums start from a row, if given. Without a transposition, all leading axes of the left side are rows of one
    /// tall matrix.
    /// </summary>
    public static void AddProduct(MatMulOp op, Node node, PlanBuilder plan, Slot? row, Finish? finish, KernelCode? finishCode)
    {
        Slot a = plan[node.Inputs[0]], b = plan[node.Inputs[1]], c = plan[node.Output];
        int columns = node.Output.Shape[^1], rows = node.Output.Shape.ElementCount / Math.Max(1, columns);
        int inner = node.Inputs[0].Shape.ElementCount / Math.Max(1, rows);
        var product = new Product(op, rows, inner, columns);
        long operations = 2L * rows * inner * columns;
        Access[] given = row is null ? [] : [Access.Read(row)];
        if (finish is null && rows < plan.Workers && !op.TransposeRight && columns >= 16 * plan.Workers)
        {
            // Consecutive columns are not consecutive memory, so nothing is said about which part is whose.
            plan.Add(new SharedStep(new Partition(columns, 16), (frame, first, end, scratch) =>
                product.Columns(frame[a], frame[b], frame[c], first, end, row is null ? null : frame[row]),
                [Access.Read(a), Access.Read(b), Access.Write(c), .. given])
            { Kernels = product.Code, Operations = operations });
            return;
        }
        var partition = new Partition(Math.Max(1, rows));
        plan.Add(new SharedStep(partition, (frame, first, end, scratch) =>
        {
            product.Rows(frame[a], frame[b], frame[c], first, end, scratch, row is null ? null : frame[row]);
            finish?.Invoke(frame, first, end);
        }, [Access.Read(a, op.TransposeLeft ? Partition.Any : partition), Access.Read(b), Access.Write(c, partition), .. given])
        { Kernels = KernelCode.All(product.Code, finishCode), Scratch = product.ScratchFloats, Operations = operations });
    }

    private static void AddBatch(MatMulOp op, Node node, PlanBuilder plan)
    {
        Slot a = plan[node.Inputs[0]], b = plan[node.Inputs[1]], c = plan[node.Output];
        Shape left = node.Inputs[0].Shape, right = node.Inputs[1].Shape;
        int count = left[..^2].ElementCount, rows = node.Output.Shape[^2], columns = node.Output.Shape[^1],
            inner = op.TransposeLeft ? left[^2] : left[^1];
        var product = new Product(op, rows, inner, columns);
        nint leftStride = rows * inner, rightStride = right.Rank > 2 ? inner * columns : 0, resultStride = rows * columns;
        var partition = new Partition(Math.Max(1, count));
        plan.Add(new SharedStep(partition, (frame, first, end, scratch) =>
        {
            for (int i = first; i < end; i++)
                product.Rows(frame[a] + i * leftStride, frame[b] + i * rightStride, frame[c] + i * resultStride, 0, rows, scratch);
        }, Access.Read(a, partition), rightStride == 0 ? Access.Read(b) : Access.Read(b, partition), Access.Write(c, partition))
        { Kernels = product.Code, Scratch = product.ScratchFloats, Operations = 2L * count * rows * inner * columns });
    }

    /// <summary>One product of two matrices as they lie in memory.</summary>
    private sealed class Product(MatMulOp op, int rows, int inner, int columns)
    {
        // Where both sides are to be transposed, a step does it for the left one.
        private readonly int _turned = op is { TransposeLeft: true, TransposeRight: true }
            ? Sizes.Buffer(((long)rows * inner + 15) / 16 * 16, "A transposed matrix")
            : 0;

        public long ScratchFloats => op.TransposeRight ? _turned + MatMul.TransposedScratch(inner) : 0;

        public KernelCode Code =>
            op.TransposeRight ? MatMul.MultiplyTransposedCode(_sizes) : MatMul.MultiplyCode(_sizes.Rows, _sizes.Columns);

        // The whole product; b is taken as it lies, so with a transposed right side the distance of its rows is the inner size.
        private readonly MatMulSizes _sizes =
            new(rows, inner, columns, op.TransposeLeft ? 1 : inner, op.TransposeLeft ? rows : 1, op.TransposeRight ? inner : columns,
                columns);

        public void Rows(float* a, float* b, float* c, int first, int end, float* scratch, float* row = null)
        {
            MatMulSizes part = _sizes with { Rows = end - first };
            c += first * part.CRow;
            a += first * part.ARow;
            if (!op.TransposeRight)
            {
                MatMul.Multiply(a, b, c, part, row == null ? TileStart.Zero : TileStart.Row, row);
                return;
            }
            if (op.TransposeLeft)
            {
                Transposition.Copy(a, part.AStep, scratch, part.Inner, part.Inner, part.Rows);
                a = scratch;
                part = part with { ARow = part.Inner, AStep = 1 };
            }
            MatMul.MultiplyTransposed(a, b, c, part, scratch + _turned);
        }

        public void Columns(float* a, float* b, float* c, int first, int end, float* row) =>
            MatMul.Multiply(a, b + first, c + first, _sizes with { Columns = end - first }, row == null ? TileStart.Zero : TileStart.Row,
                row == null ? null : row + first);
    }
}
