namespace Fashion.Keras.Graph;

/// <summary>
/// A tensor whose axes have labels; equal labels mean the same index. Products and sums are written with other operations.
/// </summary>
/// <param name="Tensor">The tensor.</param>
/// <param name="Labels">One label per axis.</param>
internal readonly record struct LabelledTensor(SymbolicTensor Tensor, int[] Labels)
{
    private int[] Axes => [.. Enumerable.Range(0, Labels.Length)];

    /// <summary>The product of all operands, summed over the labels that the result does not have.</summary>
    /// <exception cref="ShapeMismatchException">A label has two sizes, neither of which is 1.</exception>
    public static SymbolicTensor Sum(EinsumEquation equation, IReadOnlyList<SymbolicTensor> tensors)
    {
        LabelledTensor[] operands = [.. tensors.Zip(equation.Operands, (tensor, labels) => new LabelledTensor(tensor, labels).Diagonal())];
        Dictionary<int, int> sizes = Sizes(operands);
        for (int i = 0; i < operands.Length; i++) operands[i] = operands[i].WithoutRepeated(sizes);
        LabelledTensor result = operands[0].SummedTo([.. equation.Output, .. operands.Skip(1).SelectMany(o => o.Labels)]);
        for (int i = 1; i < operands.Length; i++)
        {
            HashSet<int> needed = [.. equation.Output, .. operands.Skip(i + 1).SelectMany(o => o.Labels)];
            // A label of neither side alone is needed for the product only.
            LabelledTensor right = operands[i].SummedTo([.. needed, .. result.Labels]);
            result = Product(result.SummedTo([.. needed, .. right.Labels]), right, needed, equation.Output);
        }
        return result.InOrder(equation.Output).Tensor;
    }

    private static Dictionary<int, int> Sizes(LabelledTensor[] operands)
    {
        var sizes = new Dictionary<int, int>();
        foreach (LabelledTensor operand in operands)
            foreach ((int axis, int label) in operand.Labels.Index())
            {
                int size = operand.Tensor.Shape[axis];
                if (!sizes.TryGetValue(label, out int other) || other == 1) sizes[label] = size;
                else if (size != other && size != 1)
                    throw new ShapeMismatchException("An Einstein sum of tensors " +
                        $"{string.Join(" and ", operands.Select(o => o.Tensor.Shape))} is not possible: " +
                        $"{(label > 0 ? $"'{(char)label}'" : "an axis of '...'")} has the sizes {other} and {size}.")
                    { Received = operand.Tensor.Shape };
            }
        return sizes;
    }

    // A label that occurs twice: only where both indices are equal.
    private LabelledTensor Diagonal()
    {
        if (Labels.GroupBy(label => label).FirstOrDefault(group => group.Count() > 1) is not { Key: int twice }) return this;
        int[] labels = Labels, pair = [.. Axes.Where(axis => labels[axis] == twice).Take(2)], rest = [.. Axes.Except(pair)];
        Shape shape = Tensor.Shape;
        int size = shape[pair[0]];
        if (size != shape[pair[1]]) throw new ShapeMismatchException("An Einstein sum takes the diagonal of axes of equal size, but " +
            $"'{(char)twice}' has the sizes {size} and {shape[pair[1]]} in a tensor {shape}.")
        { Received = shape };
        int[] kept = [.. rest.Select(axis => shape[axis])];
        // Rows of n elements, read as rows of n + 1: the diagonal is their first column.
        SymbolicTensor flat =
            Ops.Reshape(Ordered(Tensor, [.. rest, .. pair]), (int[])[.. kept, Data.Sizes.Product(size, size, "A diagonal")]);
        SymbolicTensor skewed =
            Ops.Reshape(Ops.Pad(flat, new int[kept.Length + 1], (int[])[.. new int[kept.Length], size]), (int[])[.. kept, size, size + 1]);
        SymbolicTensor diagonal =
            Ops.Reshape(Ops.Slice(skewed, new int[kept.Length + 2], (int[])[.. kept, size, 1]), (int[])[.. kept, size]);
        return new LabelledTensor(diagonal, [.. rest.Select(axis => labels[axis]), twice]).Diagonal();
    }

    // An axis of size 1 that stands for a larger one elsewhere is dropped: a product repeats what it does not have.
    private LabelledTensor WithoutRepeated(Dictionary<int, int> sizes)
    {
        (SymbolicTensor tensor, int[] labels) = (Tensor, Labels);
        int[] kept = [.. Axes.Where(axis => tensor.Shape[axis] == sizes[labels[axis]])];
        return kept.Length == labels.Length
            ? this
            : new(Ops.Reshape(tensor, kept.Select(axis => tensor.Shape[axis]).ToArray()), [.. kept.Select(axis => labels[axis])]);
    }

    private LabelledTensor SummedTo(HashSet<int> needed)
    {
        int[] labels = Labels, axes = [.. Axes.Where(axis => !needed.Contains(labels[axis]))];
        return axes.Length == 0 ? this : new(Ops.Sum(Tensor, axes), [.. labels.Where(needed.Contains)]);
    }

    private static LabelledTensor Product(LabelledTensor left, LabelledTensor right, HashSet<int> needed, int[] output)
    {
        int[] shared = [.. left.Labels.Intersect(right.Labels)], contracted = [.. shared.Where(label => !needed.Contains(label))];
        int[] leftOnly = [.. left.Labels.Except(shared)], rightOnly = [.. right.Labels.Except(shared)];
        if (contracted.Length == 0 || (leftOnly.Length == 0 && rightOnly.Length == 0)) return ElementProduct(left, right).SummedTo(needed);
        // The side whose axes come first in the result is the left one, which saves a transposition.
        return First(rightOnly) < First(leftOnly)
            ? MatrixProduct(right, left, [.. shared.Except(contracted)], contracted)
            : MatrixProduct(left, right, [.. shared.Except(contracted)], contracted);

        int First(int[] labels) =>
            labels.Select(label => Array.IndexOf(output, label)).Where(place => place >= 0).DefaultIfEmpty(output.Length).Min();
    }

    private static LabelledTensor ElementProduct(LabelledTensor left, LabelledTensor right)
    {
        int[] all = [.. left.Labels.Union(right.Labels)];
        return new(left.Along(all) * right.Along(all), all);
    }

    // With an axis of size 1 for each label that it does not have.
    private SymbolicTensor Along(int[] labels)
    {
        LabelledTensor own = InOrder([.. labels.Intersect(Labels)]);
        return own.Labels.Length == labels.Length
            ? own.Tensor
            : Ops.Reshape(own.Tensor,
                labels.Select(label => Array.IndexOf(own.Labels, label) is >= 0 and var axis ? own.Tensor.Shape[axis] : 1).ToArray());
    }

    // Axes of one kind become one axis: (batch, rows, inner) x (batch, inner, columns).
    private static LabelledTensor MatrixProduct(LabelledTensor left, LabelledTensor right, int[] batch, int[] inner)
    {
        int[] rows = [.. left.Labels.Except(batch).Except(inner)], columns = [.. right.Labels.Except(batch).Except(inner)];
        (SymbolicTensor x, bool transposeX) = left.AsMatrices(batch, rows, inner);
        (SymbolicTensor y, bool transposeY) = right.AsMatrices(batch, inner, columns);
        int[] sizes = [.. left.SizesOf(batch), .. left.SizesOf(rows), .. right.SizesOf(columns)];
        return new(Ops.Reshape(Ops.MatMul(x, y, transposeX, transposeY), sizes), [.. batch, .. rows, .. columns]);
    }

    private (SymbolicTensor Matrices, bool Transposed) AsMatrices(int[] batch, int[] first, int[] second)
    {
        bool transposed = Labels.AsSpan().SequenceEqual([.. batch, .. second, .. first]) && first.Length > 0 && second.Length > 0;
        (int[] rows, int[] columns) = transposed ? (second, first) : (first, second);
        int[] sizes = [Count(rows), Count(columns)];
        return (Ops.Reshape(InOrder([.. batch, .. rows, .. columns]).Tensor, batch.Length == 0 ? sizes : (int[])[Count(batch), .. sizes]),
            transposed);
    }

    private int Count(int[] labels) => ((Shape)SizesOf(labels)).ElementCount;

    private int[] SizesOf(int[] labels)
    {
        LabelledTensor self = this;
        return [.. labels.Select(label => self.Tensor.Shape[Array.IndexOf(self.Labels, label)])];
    }

    private LabelledTensor InOrder(int[] labels)
    {
        int[] own = Labels;
        return new(Ordered(Tensor, [.. labels.Select(label => Array.IndexOf(own, label))]), labels);
    }

    private static SymbolicTensor Ordered(SymbolicTensor tensor, int[] axes) =>
        axes.Index().All(axis => axis.Index == axis.Item) ? tensor : Ops.Transpose(tensor, axes);
}
