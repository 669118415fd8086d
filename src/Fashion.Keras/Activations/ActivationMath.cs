namespace Fashion.Keras.Activations;

/// <summary>Formulas of the activations that take more than one operation; source: keras.io/api/layers/activations.</summary>
internal static class ActivationMath
{
    // The exponent is limited to the side that is used: its gradient stays finite for large x.
    public static SymbolicTensor Elu(SymbolicTensor x, double alpha) => Ops.Where(Ops.Greater(x, 0), x, alpha * (Ops.Exp(Ops.Minimum(x, 0)) - 1));

    /// <summary>max(x, 0) + min(alpha * (e^(x / alpha) - 1), 0).</summary>
    public static SymbolicTensor Celu(SymbolicTensor x, double alpha) => Ops.Where(Ops.Greater(x, 0), x, alpha * (Ops.Exp(Ops.Minimum(x, 0) / alpha) - 1));

    /// <summary>Self-normalizing: scale * elu(x, alpha) with the constants of Klambauer et al. 2017.</summary>
    public static SymbolicTensor Selu(SymbolicTensor x) => 1.0507009873554805 * Elu(x, 1.6732632423543772);

    public static SymbolicTensor Silu(SymbolicTensor x) => x * Ops.Sigmoid(x);

    public static SymbolicTensor HardSigmoid(SymbolicTensor x) => Ops.Clip(x / 6 + 0.5, 0, 1);

    public static SymbolicTensor Mish(SymbolicTensor x) => x * Ops.Tanh(Ops.Softplus(x));

    public static SymbolicTensor SoftShrink(SymbolicTensor x, double threshold) =>
        Ops.Where(Ops.Greater(Ops.Abs(x), threshold), x - threshold * Ops.Sign(x), 0);

    public static SymbolicTensor HardShrink(SymbolicTensor x, double threshold) => Ops.Where(Ops.Greater(Ops.Abs(x), threshold), x, 0);

    public static SymbolicTensor Squareplus(SymbolicTensor x, double b) => (x + Ops.Sqrt(Ops.Square(x) + b)) / 2;

    /// <summary>0 up to -1, (x + 1)^2 / 4 up to 1, x above.</summary>
    public static SymbolicTensor SparsePlus(SymbolicTensor x) => Ops.Where(Ops.Greater(x, 1), x, Ops.Square(Ops.Maximum(x, -1) + 1) / 4);

    public static SymbolicTensor SparseSigmoid(SymbolicTensor x) => Ops.Clip((x + 1) / 2, 0, 1);

    /// <summary>Gated linear unit: the first half along an axis times the sigmoid of the second.</summary>
    public static SymbolicTensor Glu(SymbolicTensor x, int axis)
    {
        int at = x.Shape.Axis(axis);
        if (x.Shape[at] % 2 != 0) throw new ShapeMismatchException($"The activation glu halves axis {axis}, but the input {x.Shape} has an odd size there.") { Received = x.Shape };
        Shape half = x.Shape.With(at, x.Shape[at] / 2), start = new int[x.Shape.Rank];
        return Ops.Slice(x, start, half) * Ops.Sigmoid(Ops.Slice(x, start.With(at, half[at]), half));
    }

    /// <summary>
    /// max(x - tau, 0) after Martins and Astudillo 2016: an element belongs to the support when 1 + k * x exceeds the sum of the
    /// k elements that are at least as large. Keras takes tau = (total of those sums over the support - 1) / size of the support,
    /// where the paper has the last sum alone, so that rows sum to 1. We give Keras's numbers.
    /// </summary>
    public static SymbolicTensor Sparsemax(SymbolicTensor x, int axis)
    {
        int last = x.Shape.Rank - 1, at = x.Shape.Axis(axis);
        int[] order = [.. Enumerable.Range(0, last + 1)];
        (order[at], order[last]) = (order[last], order[at]);
        SymbolicTensor z = at == last ? x : Ops.Transpose(x, order);
        // Every pair of a row at once replaces the sort.
        SymbolicTensor others = Ops.ExpandDims(z, last), own = Ops.ExpandDims(z, last + 1);
        SymbolicTensor larger = Ops.GreaterOrEqual(others, own);
        SymbolicTensor sums = Ops.Sum(larger * others, -1);
        SymbolicTensor support = Ops.Greater(1 + Ops.Sum(larger, -1) * z, sums);
        SymbolicTensor tau = (Ops.Sum(support * sums, -1, keepDimensions: true) - 1) / Ops.Sum(support, -1, keepDimensions: true);
        SymbolicTensor y = Ops.Relu(z - tau);
        return at == last ? y : Ops.Transpose(y, order);
    }
}
