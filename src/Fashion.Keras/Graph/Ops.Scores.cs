using System.Text.Json.Nodes;
using Fashion.Keras.Graph;

namespace Fashion.Keras;

// How well outputs fit targets, element by element or row by row; losses are means of them.
public static partial class Ops
{
    /// <summary>
    /// -(target * log(output) + (1 - target) * log(1 - output)), element by element; probabilities are limited to [1e-7, 1 - 1e-7].
    /// </summary>
    /// <param name="target">0, 1 or between.</param>
    /// <param name="output">Probabilities or logits, of the same shape.</param>
    /// <param name="fromLogits">Whether <paramref name="output"/> is to go through a sigmoid.</param>
    /// <exception cref="ShapeMismatchException">The shapes differ.</exception>
    public static SymbolicTensor BinaryCrossentropy(SymbolicTensor target, SymbolicTensor output,
        bool fromLogits = false) => Compose(nameof(BinaryCrossentropy), [target, output], inputs =>
    {
        SymbolicTensor y = inputs[0], p = inputs[1];
        if (y.Shape != p.Shape) throw new ShapeMismatchException($"The binary crossentropy of outputs {p.Shape} needs targets of the " +
            $"same shape, not {y.Shape}.")
        { Received = y.Shape };
        // log(1 + e^x) - x y: the same without an intermediate p, so that nothing overflows and nothing is limited.
        if (fromLogits) return Softplus(p) - p * y;
        p = Clip(p, CrossentropyOp.Smallest, 1 - CrossentropyOp.Smallest);
        return -(y * Log(p) + (1 - y) * Log(1 - p));
    }, () => new JsonObject { ["from_logits"] = fromLogits });

    /// <summary>-sum(target * log(p)) along an axis, where p is output / sum(output), limited to [1e-7, 1 - 1e-7].</summary>
    /// <param name="target">Probabilities of classes, one-hot or soft.</param>
    /// <param name="output">Probabilities or logits, of the same shape.</param>
    /// <param name="fromLogits">Whether p is softmax(output) instead.</param>
    /// <param name="axis">The axis of the classes, which vanishes; negative ones count from the last.</param>
    /// <exception cref="ShapeMismatchException">The shapes differ.</exception>
    public static SymbolicTensor CategoricalCrossentropy(SymbolicTensor target, SymbolicTensor output, bool fromLogits = false,
        int axis = -1) => Compose(nameof(CategoricalCrossentropy), [target, output], inputs =>
        Write(nameof(CategoricalCrossentropy), [ToLast(inputs[1], axis), ToLast(inputs[0], axis)],
            (g, v) => g.Add(new CrossentropyOp(fromLogits), v[0], v[1])),
        () => new JsonObject { ["from_logits"] = fromLogits, ["axis"] = axis });

    /// <summary>
    /// -log(p) of the right class, where p is output / sum(output), limited to [1e-7, 1 - 1e-7]; NaN for a class number out of range.
    /// </summary>
    /// <param name="target">Class numbers, in the shape of the output without the axis, or with size 1 there. No gradient.</param>
    /// <param name="output">Probabilities or logits.</param>
    /// <param name="fromLogits">Whether p is softmax(output) instead.</param>
    /// <param name="axis">The axis of the classes; negative ones count from the last.</param>
    /// <exception cref="ShapeMismatchException">The shapes do not fit.</exception>
    public static SymbolicTensor SparseCategoricalCrossentropy(SymbolicTensor target, SymbolicTensor output, bool fromLogits = false,
        int axis = -1) => Compose(nameof(SparseCategoricalCrossentropy), [target, output], inputs =>
        Write(nameof(SparseCategoricalCrossentropy), [ToLast(inputs[1], axis), ClassNumbers(inputs[0], inputs[1].Shape, axis)],
            (g, v) => g.Add(new SparseCrossentropyOp(fromLogits), v[0], v[1])),
        () => new JsonObject { ["from_logits"] = fromLogits, ["axis"] = axis });

    /// <summary>Peak signal-to-noise ratio in decibels: 20 log10(maxVal) - 10 log10(mean((x - y)^2)).</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="y">The same shape.</param>
    /// <param name="maxVal">The largest possible number, positive.</param>
    /// <exception cref="ShapeMismatchException">The shapes differ.</exception>
    public static SymbolicTensor Psnr(SymbolicTensor x, SymbolicTensor y, double maxVal) => Compose(nameof(Psnr), [x, y], inputs =>
    {
        if (inputs[0].Shape != inputs[1].Shape)
            throw new ShapeMismatchException(
                $"A signal-to-noise ratio needs tensors of one shape, not {inputs[0].Shape} and {inputs[1].Shape}.")
            { Received = inputs[1].Shape };
        return 20 * Math.Log10(maxVal) - Log(Mean(Square(inputs[0] - inputs[1]))) * (10 / Math.Log(10));
    }, () => new JsonObject { ["max_val"] = maxVal });

    /// <summary>Class numbers without the axis of the classes, where they have it with size 1.</summary>
    internal static SymbolicTensor ClassNumbers(SymbolicTensor target, Shape output, int axis) =>
        target.Shape.Rank == output.Rank && target.Shape[target.Shape.Axis(axis)] == 1 ? Squeeze(target, axis) : target;

    /// <summary>The same numbers with one axis moved to the end.</summary>
    internal static SymbolicTensor ToLast(SymbolicTensor x, int axis)
    {
        int at = x.Shape.Axis(axis);
        return at == x.Shape.Rank - 1 ? x : Transpose(x, [.. x.Shape.AllAxes.Where(i => i != at), at]);
    }
}
