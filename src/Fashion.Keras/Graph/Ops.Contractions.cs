using System.Text.Json.Nodes;
using Fashion.Keras.Graph;

namespace Fashion.Keras;

// Products of tensors summed over some of their axes.
public static partial class Ops
{
    /// <summary>
    /// The Einstein sum: products of the elements of all tensors, summed over the indices that the result does not have. Matrix
    /// products, transpositions, traces and outer products are special cases: <c>Einsum("bij,bjk->bik", x, y)</c>.
    /// </summary>
    /// <remarks>
    /// One term of letters per tensor, a letter per axis. Axes of the same letter must have the same size, or 1, which is repeated. A
    /// letter twice in a term takes the diagonal. <c>...</c> stands for all other axes, which are broadcast against each other.
    /// Without <c>-></c> the result has what <c>...</c> stands for and then the letters that occur once, in the order of the alphabet.
    /// Tensors are multiplied in the order in which they are given. Source: numpy.einsum; keras.io/api/ops/numpy.
    /// </remarks>
    /// <param name="equation">The axes of the tensors, separated by commas, and those of the result; spaces do not count.</param>
    /// <param name="tensors">The tensors.</param>
    /// <exception cref="ArgumentException">The equation is no equation or does not fit the tensors.</exception>
    /// <exception cref="ShapeMismatchException">Axes of the same letter have different sizes.</exception>
    public static SymbolicTensor Einsum(string equation, params SymbolicTensor[] tensors)
    {
        ArgumentNullException.ThrowIfNull(equation);
        ArgumentNullException.ThrowIfNull(tensors);
        if (tensors.Length == 0) throw new ArgumentException("An Einstein sum needs at least one tensor.", nameof(tensors));
        return Contraction(nameof(Einsum), tensors, operands => EinsumEquation.Parse(equation, [.. operands.Select(o => o.Shape)]),
            () => new JsonObject { ["subscripts"] = equation });
    }

    /// <summary>The sum over the last axes of x and the first axes of y, as many as stated.</summary>
    /// <param name="x">The left tensor.</param>
    /// <param name="y">The right tensor.</param>
    /// <param name="axes">How many axes of both are summed over; 0 for the outer product.</param>
    /// <returns>The other axes of x, then the other axes of y.</returns>
    /// <exception cref="ArgumentException">A tensor has not so many axes.</exception>
    public static SymbolicTensor Tensordot(SymbolicTensor x, SymbolicTensor y, int axes = 2)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        if (axes < 0 || axes > x.Shape.Rank || axes > y.Shape.Rank)
            throw new ArgumentException($"Tensordot cannot sum over {axes} axes of tensors {x.Shape} and {y.Shape}.", nameof(axes));
        return Tensordot(x, y, [.. Enumerable.Range(x.Shape.Rank - axes, axes)], [.. Enumerable.Range(0, axes)], () => axes);
    }

    /// <summary>The sum over pairs of axes of two tensors.</summary>
    /// <param name="x">The left tensor.</param>
    /// <param name="y">The right tensor.</param>
    /// <param name="axesOfX">The axes of x; negative ones count from the last.</param>
    /// <param name="axesOfY">The axis of y for each of them.</param>
    /// <returns>The other axes of x, then the other axes of y.</returns>
    /// <exception cref="ArgumentException">The lists differ in length, or name an axis twice.</exception>
    /// <exception cref="ShapeMismatchException">The axes of a pair have different sizes.</exception>
    public static SymbolicTensor Tensordot(SymbolicTensor x, SymbolicTensor y, int[] axesOfX, int[] axesOfY)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        ArgumentNullException.ThrowIfNull(axesOfX);
        ArgumentNullException.ThrowIfNull(axesOfY);
        if (axesOfX.Length != axesOfY.Length)
            throw new ArgumentException($"Tensordot needs an axis of y for each of x, but got {axesOfX.Length} and {axesOfY.Length}.",
                nameof(axesOfY));
        return Tensordot(x, y, [.. axesOfX.Select(x.Shape.Axis)], [.. axesOfY.Select(y.Shape.Axis)],
            () => new JsonArray(Sizes(axesOfX), Sizes(axesOfY)));
    }

    private static SymbolicTensor Tensordot(SymbolicTensor x, SymbolicTensor y, int[] axesOfX, int[] axesOfY, Func<JsonNode> axes)
    {
        if (axesOfX.Distinct().Count() < axesOfX.Length || axesOfY.Distinct().Count() < axesOfY.Length)
            throw new ArgumentException(
                $"Tensordot cannot sum over an axis twice: ({string.Join(", ", axesOfX)}) and ({string.Join(", ", axesOfY)}).",
                nameof(axesOfX));
        return Contraction(nameof(Tensordot), [x, y], operands =>
        {
            int[] left = [.. Enumerable.Range(1, operands[0].Shape.Rank)],
                right = [.. Enumerable.Range(left.Length + 1, operands[1].Shape.Rank)];
            foreach ((int ofX, int ofY) in axesOfX.Zip(axesOfY)) right[ofY] = left[ofX];
            foreach ((int ofX, int ofY) in axesOfX.Zip(axesOfY))
                if (operands[0].Shape[ofX] != operands[1].Shape[ofY])
                    throw new ShapeMismatchException($"Tensordot of {operands[0].Shape} and {operands[1].Shape} is not possible: axis " +
                        $"{ofX} of the first and axis {ofY} of the second differ in size.")
                    { Received = operands[1].Shape };
            return new EinsumEquation([left, right], [.. left.Except(right), .. right.Except(left)]);
        }, () => new JsonObject { ["axes"] = axes() });
    }

    /// <summary>
    /// The sum over the last axis of x and the last but one of y, which is the only one of a vector: a matrix product of matrices, the
    /// inner product of vectors. A number multiplies.
    /// </summary>
    /// <param name="x">The left tensor.</param>
    /// <param name="y">The right tensor.</param>
    /// <returns>The other axes of x, then the other axes of y: unlike <see cref="MatMul"/>, every matrix of x with every one of
    /// y.</returns>
    /// <exception cref="ShapeMismatchException">The axes differ in size.</exception>
    public static SymbolicTensor Dot(SymbolicTensor x, SymbolicTensor y)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        return Contraction(nameof(Dot), [x, y], operands =>
        {
            Shape a = operands[0].Shape, b = operands[1].Shape;
            int[] left = [.. Enumerable.Range(1, a.Rank)], right = [.. Enumerable.Range(a.Rank + 1, b.Rank)];
            if (a.Rank > 0 && b.Rank > 0)
            {
                int axis = Math.Max(b.Rank - 2, 0);
                if (a[^1] != b[axis]) throw new ShapeMismatchException($"A dot product of {a} and {b} is not possible: the sizes {a[^1]} " +
                    $"and {b[axis]} differ.")
                { Received = b };
                right[axis] = left[^1];
            }
            return new EinsumEquation([left, right], [.. left.Except(right), .. right.Except(left)]);
        });
    }

    private static SymbolicTensor Contraction(string name, SymbolicTensor[] tensors, Func<SymbolicTensor[], EinsumEquation> equation,
        Func<JsonObject>? settings = null) =>
        Compose(name, tensors, operands => LabelledTensor.Sum(equation(operands), operands), settings);
}
