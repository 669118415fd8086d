using System.Text.Json.Nodes;

namespace Fashion.Keras;

// Activations that take more than one operation; source of the formulas: keras.io/api/ops/nn and keras.io/api/layers/activations.
public static partial class Ops
{
    /// <summary>min(max(x, 0), 6).</summary>
    public static SymbolicTensor Relu6(SymbolicTensor x) => Formula(nameof(Relu6), x, x => Minimum(Relu(x), 6));

    /// <summary>x above 0, negativeSlope * x elsewhere.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="negativeSlope">Slope below 0.</param>
    public static SymbolicTensor LeakyRelu(SymbolicTensor x, double negativeSlope = 0.2) =>
        Formula(nameof(LeakyRelu), x, x => Where(Greater(x, 0), x, x * negativeSlope), ("negative_slope", negativeSlope));

    /// <summary>Exponential linear unit: x above 0, alpha * (e^x - 1) elsewhere (Clevert et al. 2016).</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="alpha">Size of the negative part.</param>
    // The exponent is limited to the side that is used: its gradient stays finite for large x.
    public static SymbolicTensor Elu(SymbolicTensor x, double alpha = 1) =>
        Formula(nameof(Elu), x, x => Where(Greater(x, 0), x, alpha * (Exp(Minimum(x, 0)) - 1)), ("alpha", alpha));

    /// <summary>max(x, 0) + min(alpha * (e^(x / alpha) - 1), 0) (Barron 2017).</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="alpha">Size of the negative part.</param>
    public static SymbolicTensor Celu(SymbolicTensor x, double alpha = 1) =>
        Formula(nameof(Celu), x, x => Where(Greater(x, 0), x, alpha * (Exp(Minimum(x, 0) / alpha) - 1)), ("alpha", alpha));

    /// <summary>Self-normalizing: scale * elu(x, alpha) with the constants of Klambauer et al. 2017.</summary>
    public static SymbolicTensor Selu(SymbolicTensor x) => Formula(nameof(Selu), x, x => 1.0507009873554805 * Elu(x, 1.6732632423543772));

    /// <summary>
    /// Gaussian error linear unit: x / 2 * (1 + erf(x / sqrt 2)), or its approximation
    /// x / 2 * (1 + tanh(sqrt(2 / pi) * (x + 0.044715 x^3))) (Hendrycks and Gimpel 2016).
    /// </summary>
    /// <param name="x">Any shape.</param>
    /// <param name="approximate">Whether the approximation is used: as in Keras it is the default here, but not of the activation
    /// <c>"gelu"</c>.</param>
    public static SymbolicTensor Gelu(SymbolicTensor x, bool approximate = true) => Formula(nameof(Gelu), x, x =>
    {
        SymbolicTensor bell = approximate ? Tanh(Math.Sqrt(2 / Math.PI) * (x + 0.044715 * (Square(x) * x))) : Erf(x * Math.Sqrt(0.5));
        return 0.5 * x * (1 + bell);
    }, ("approximate", approximate));

    /// <summary>x * sigmoid(x), also called swish.</summary>
    public static SymbolicTensor Silu(SymbolicTensor x) => Formula(nameof(Silu), x, x => x * Sigmoid(x));

    /// <summary>x * tanh(softplus(x)) (Misra 2019).</summary>
    public static SymbolicTensor Mish(SymbolicTensor x) => Formula(nameof(Mish), x, x => x * Tanh(Softplus(x)));

    /// <summary>x / 6 + 0.5, limited to [0, 1].</summary>
    public static SymbolicTensor HardSigmoid(SymbolicTensor x) => Formula(nameof(HardSigmoid), x, x => Clip(x / 6 + 0.5, 0, 1));

    /// <summary>x * hard_sigmoid(x), also called hard swish.</summary>
    public static SymbolicTensor HardSilu(SymbolicTensor x) => Formula(nameof(HardSilu), x, x => x * HardSigmoid(x));

    /// <summary>x limited to [-1, 1].</summary>
    public static SymbolicTensor HardTanh(SymbolicTensor x) => Formula(nameof(HardTanh), x, x => Clip(x, -1, 1));

    /// <summary>log(sigmoid(x)), without overflow.</summary>
    public static SymbolicTensor LogSigmoid(SymbolicTensor x) => Formula(nameof(LogSigmoid), x, x => -Softplus(-x));

    /// <summary>x / (1 + |x|).</summary>
    public static SymbolicTensor Softsign(SymbolicTensor x) => Formula(nameof(Softsign), x, x => x / (1 + Abs(x)));

    /// <summary>x - tanh(x).</summary>
    public static SymbolicTensor TanhShrink(SymbolicTensor x) => Formula(nameof(TanhShrink), x, x => x - Tanh(x));

    /// <summary>x moved towards 0 by the threshold, and 0 where it does not exceed it.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="threshold">0 or more.</param>
    public static SymbolicTensor SoftShrink(SymbolicTensor x, double threshold = 0.5) =>
        Formula(nameof(SoftShrink), x, x => Where(LessOrEqual(Abs(x), threshold), 0, x - threshold * Sign(x)), ("threshold", threshold));

    /// <summary>x where |x| exceeds the threshold, else 0.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="threshold">0 or more.</param>
    public static SymbolicTensor HardShrink(SymbolicTensor x, double threshold = 0.5) =>
        Formula(nameof(HardShrink), x, x => Where(LessOrEqual(Abs(x), threshold), 0, x), ("threshold", threshold));

    /// <summary>x above a threshold, another number elsewhere.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="threshold">What x must exceed.</param>
    /// <param name="defaultValue">The number elsewhere.</param>
    public static SymbolicTensor Threshold(SymbolicTensor x, double threshold, double defaultValue) =>
        Formula(nameof(Threshold), x, x => Where(LessOrEqual(x, threshold), defaultValue, x), ("threshold", threshold),
            ("default_value", defaultValue));

    /// <summary>(x + sqrt(x^2 + b)) / 2: a smooth relu (Barron 2021).</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="b">Smoothness, 0 or more; 0 gives relu.</param>
    public static SymbolicTensor Squareplus(SymbolicTensor x, double b = 4) =>
        Formula(nameof(Squareplus), x, x => (x + Sqrt(Square(x) + b)) / 2, ("b", b));

    /// <summary>0 up to -1, (x + 1)^2 / 4 up to 1, x above.</summary>
    public static SymbolicTensor SparsePlus(SymbolicTensor x) =>
        Formula(nameof(SparsePlus), x, x => Where(Greater(x, 1), x, Square(Maximum(x, -1) + 1) / 4));

    /// <summary>(x + 1) / 2, limited to [0, 1].</summary>
    public static SymbolicTensor SparseSigmoid(SymbolicTensor x) => Formula(nameof(SparseSigmoid), x, x => Clip((x + 1) / 2, 0, 1));

    /// <summary>Gated linear unit: the first half along an axis times the sigmoid of the second (Dauphin et al. 2017).</summary>
    /// <param name="x">Its size along the axis is even.</param>
    /// <param name="axis">The axis that is halved; negative ones count from the last.</param>
    /// <exception cref="ShapeMismatchException">The size is odd.</exception>
    public static SymbolicTensor Glu(SymbolicTensor x, int axis = -1) => Formula(nameof(Glu), x, x =>
    {
        int at = x.Shape.Axis(axis);
        if (x.Shape[at] % 2 != 0)
            throw new ShapeMismatchException($"The activation glu halves axis {axis}, but the input {x.Shape} has an odd size there.")
            { Received = x.Shape };
        Shape half = x.Shape.With(at, x.Shape[at] / 2), start = new int[x.Shape.Rank];
        return Slice(x, start, half) * Sigmoid(Slice(x, start.With(at, half[at]), half));
    }, ("axis", axis));

    /// <summary>
    /// max(x - tau, 0) after Martins and Astudillo 2016: an element belongs to the support when 1 + k * x exceeds the sum of the
    /// k elements that are at least as large. Keras takes tau = (total of those sums over the support - 1) / size of the support,
    /// where the paper has the last sum alone, so that rows sum to 1. These are Keras's numbers.
    /// </summary>
    /// <param name="x">Any shape with an axis.</param>
    /// <param name="axis">The axis of a row; negative ones count from the last.</param>
    public static SymbolicTensor Sparsemax(SymbolicTensor x, int axis = -1) => Formula(nameof(Sparsemax), x, x => AlongLast(x, axis, z =>
    {
        // Every pair of a row at once replaces the sort.
        int last = z.Shape.Rank - 1;
        SymbolicTensor others = ExpandDims(z, last), own = ExpandDims(z, last + 1);
        SymbolicTensor larger = GreaterOrEqual(others, own);
        SymbolicTensor sums = Sum(larger * others, -1);
        SymbolicTensor support = Greater(1 + Sum(larger, -1) * z, sums);
        SymbolicTensor tau = (Sum(support * sums, -1, keepDimensions: true) - 1) / Sum(support, -1, keepDimensions: true);
        return Relu(z - tau);
    }), ("axis", axis));

    // One operation between layers, one graph on values, whatever it is made of.
    private static SymbolicTensor Formula(string name, SymbolicTensor x, Func<SymbolicTensor, SymbolicTensor> function,
        params (string Name, JsonNode? Value)[] settings) =>
        Compose(name, [x], inputs => function(inputs[0]), () => new JsonObject(settings.Select(s => KeyValuePair.Create(s.Name, s.Value))));
}
