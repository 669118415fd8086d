using Fashion.Keras.Graph;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace Fashion.Keras;

// Means, variances and what is normalized with them.
public static partial class Ops
{
    private const double SmallestNorm = 1e-7;

    /// <summary>The mean and the biased variance over axes.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axes">The axes; negative ones count from the last.</param>
    /// <param name="keepDimensions">Whether they stay, with size 1.</param>
    public static (SymbolicTensor Mean, SymbolicTensor Variance) Moments(SymbolicTensor x, int[] axes, bool keepDimensions = false) =>
        (Mean(x, axes, keepDimensions), Mean(Square(x - Mean(x, axes, keepDimensions: true)), axes, keepDimensions));

    /// <summary>
    /// (x - mean) / sqrt(variance + epsilon) * scale + offset with a given mean and variance per channel. <see cref="Moments"/> computes
    /// those of a batch.
    /// </summary>
    /// <param name="x">Any shape.</param>
    /// <param name="mean">(channels,).</param>
    /// <param name="variance">(channels,).</param>
    /// <param name="axis">The channel axis of x; negative ones count from the last.</param>
    /// <param name="offset">(channels,); null for 0.</param>
    /// <param name="scale">(channels,); null for 1.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <exception cref="ShapeMismatchException">Parameters of another shape.</exception>
    public static SymbolicTensor BatchNormalization(SymbolicTensor x, SymbolicTensor mean, SymbolicTensor variance, int axis,
        SymbolicTensor? offset = null, SymbolicTensor? scale = null, double epsilon = 1e-3)
    {
        (SymbolicTensor[] inputs, string[] roles) =
            Given(("x", x), ("mean", mean), ("variance", variance), ("offset", offset), ("scale", scale));
        return Compose(nameof(BatchNormalization), inputs, given =>
        {
            SymbolicTensor values = given[0];
            int at = values.Shape.Axis(axis), after = values.Shape.Rank - 1 - at;
            foreach ((SymbolicTensor parameter, string role) in given.Zip(roles).Skip(1))
                if (parameter.Shape != (Shape)new[] { values.Shape[at] })
                    throw new ShapeMismatchException($"Batch normalization of {values.Shape} along axis {axis} needs a {role} of shape " +
                        $"({values.Shape[at]},), not {parameter.Shape}.")
                    { Received = parameter.Shape };
            // One factor and one summand per channel: x * factor + summand.
            SymbolicTensor? factor = Rsqrt(given[2] + epsilon), beta = Of("offset", given, roles);
            if (Of("scale", given, roles) is { } gamma) factor *= gamma;
            SymbolicTensor shift = beta is null ? -(given[1] * factor) : beta - given[1] * factor;
            return values * Along(factor) + Along(shift);

            SymbolicTensor Along(SymbolicTensor channels) =>
                after == 0 ? channels : Reshape(channels, (int[])[channels.Shape[0], .. Enumerable.Repeat(1, after)]);
        }, () => new JsonObject { ["axis"] = axis, ["epsilon"] = epsilon }, roles);
    }

    /// <summary>
    /// (x - mean) / sqrt(variance + epsilon) * gamma + beta, with the mean and variance along axes of each sample (Ba et al. 2016).
    /// </summary>
    /// <param name="x">Any shape.</param>
    /// <param name="gamma">Factors, in the shape of the axes or one that broadcasts; null for 1.</param>
    /// <param name="beta">Summands, likewise; null for 0.</param>
    /// <param name="axes">The axes; negative ones count from the last; null for the last.</param>
    /// <param name="epsilon">Added to the variance.</param>
    public static SymbolicTensor LayerNormalization(SymbolicTensor x, SymbolicTensor? gamma = null, SymbolicTensor? beta = null,
        int[]? axes = null, double epsilon = SmallestNorm)
    {
        (SymbolicTensor[] inputs, string[] roles) = Given(("x", x), ("gamma", gamma), ("beta", beta));
        return Compose(nameof(LayerNormalization), inputs, given =>
        {
            return Normalize(given[0], Along(given[0], axes), epsilon, Of("gamma", given, roles), Of("beta", given, roles));
        }, () => new JsonObject { ["axis"] = Sizes(axes ?? [-1]), ["epsilon"] = epsilon }, roles);
    }

    /// <summary>
    /// (x - mean) / sqrt(variance + epsilon) * gamma + beta, with the mean and variance along axes of each sample (Ba et al. 2016).
    /// </summary>
    /// <param name="x">Any shape.</param>
    /// <param name="gamma">Factors, in the shape of the axes or one that broadcasts; null for 1.</param>
    /// <param name="beta">Summands, likewise; null for 0.</param>
    /// <param name="axis">The axes; negative ones count from the last; null for the last.</param>
    /// <param name="epsilon">Added to the variance.</param>
    [OverloadResolutionPriority(-1)]
    public static SymbolicTensor LayerNormalization(SymbolicTensor x, SymbolicTensor? gamma = null, SymbolicTensor? beta = null,
        Axes axis = default, double epsilon = SmallestNorm) =>
        LayerNormalization(x, gamma, beta, axis.Numbers, epsilon);

    /// <summary>x / sqrt(mean(x^2) + epsilon) * scale, with the mean along axes of each sample (Zhang and Sennrich 2019).</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="scale">Factors, in the shape of the axes or one that broadcasts; null for 1.</param>
    /// <param name="axes">The axes; negative ones count from the last; null for the last.</param>
    /// <param name="epsilon">Added to the mean.</param>
    public static SymbolicTensor RmsNormalization(SymbolicTensor x, SymbolicTensor? scale = null, int[]? axes = null,
        double epsilon = SmallestNorm)
    {
        (SymbolicTensor[] inputs, string[] roles) = Given(("x", x), ("scale", scale));
        return Compose(nameof(RmsNormalization), inputs, given =>
        {
            int[] along = Along(given[0], axes);
            SymbolicTensor y = given[0] * Rsqrt(Mean(Square(given[0]), along, keepDimensions: true) + epsilon);
            return Of("scale", given, roles) is { } factor ? y * OverAxes(factor, given[0].Shape, along) : y;
        }, () => new JsonObject { ["axis"] = Sizes(axes ?? [-1]), ["epsilon"] = epsilon }, roles);
    }

    /// <summary>x / sqrt(mean(x^2) + epsilon) * scale, with the mean along axes of each sample (Zhang and Sennrich 2019).</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="scale">Factors, in the shape of the axes or one that broadcasts; null for 1.</param>
    /// <param name="axis">The axes; negative ones count from the last; null for the last.</param>
    /// <param name="epsilon">Added to the mean.</param>
    [OverloadResolutionPriority(-1)]
    public static SymbolicTensor RmsNormalization(SymbolicTensor x, SymbolicTensor? scale = null, Axes axis = default,
        double epsilon = SmallestNorm) =>
        RmsNormalization(x, scale, axis.Numbers, epsilon);

    /// <summary>x / max(norm, epsilon), with the norm of all numbers along several axes.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axis">The axes; negative ones count from the last; null for all.</param>
    /// <param name="order">1 for sums of magnitudes, 2 for lengths, and so on.</param>
    /// <param name="epsilon">The smallest norm.</param>
    /// <exception cref="ArgumentOutOfRangeException">The order is not positive.</exception>
    [OverloadResolutionPriority(-1)]
    public static SymbolicTensor Normalize(SymbolicTensor x, Axes axis, int order = 2, double epsilon = SmallestNorm) =>
        Normalize(x, axis.Numbers ?? x.Shape.AllAxes, order, epsilon);

    /// <summary>x / max(norm, epsilon) along an axis.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axis">The axis of a vector; negative ones count from the last.</param>
    /// <param name="order">1 for sums of magnitudes, 2 for lengths, and so on.</param>
    /// <param name="epsilon">The smallest norm.</param>
    /// <exception cref="ArgumentOutOfRangeException">The order is not positive.</exception>
    public static SymbolicTensor Normalize(SymbolicTensor x, int axis = -1, int order = 2, double epsilon = SmallestNorm) =>
        Normalize(x, [axis], order, epsilon);

    /// <summary>x / max(norm, epsilon), with the norm of all numbers along several axes.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axes">The axes; negative ones count from the last.</param>
    /// <param name="order">1 for sums of magnitudes, 2 for lengths, and so on.</param>
    /// <param name="epsilon">The smallest norm.</param>
    /// <exception cref="ArgumentOutOfRangeException">The order is not positive.</exception>
    public static SymbolicTensor Normalize(SymbolicTensor x, int[] axes, int order = 2, double epsilon = SmallestNorm)
    {
        ArgumentNullException.ThrowIfNull(axes);
        Internal.Guard.Positive(order, nameof(Normalize));
        return Compose(nameof(Normalize), [x], inputs =>
        {
            SymbolicTensor values = inputs[0];
            if (order == 2) return values * Rsqrt(Maximum(Sum(Square(values), axes, keepDimensions: true), epsilon * epsilon));
            SymbolicTensor magnitudes = Abs(values);
            SymbolicTensor norm = order == 1
                ? Sum(magnitudes, axes, keepDimensions: true)
                : Power(Sum(Power(magnitudes, order), axes, keepDimensions: true), 1.0 / order);
            return values / Maximum(norm, epsilon);
        }, () => new JsonObject { ["axis"] = axes is [var one] ? one : Sizes(axes), ["order"] = order, ["epsilon"] = epsilon });
    }

    /// <summary>(x - mean) / sqrt(variance + epsilon) over axes, with the biased variance.</summary>
    internal static SymbolicTensor Standardize(SymbolicTensor x, int[] axes, double epsilon)
    {
        SymbolicTensor centred = x - Mean(x, axes, keepDimensions: true);
        return centred * Rsqrt(Mean(Square(centred), axes, keepDimensions: true) + epsilon);
    }

    /// <summary>
    /// (x - mean) / sqrt(variance + epsilon) * gamma + beta over axes: one operation where these are the last axes and the parameters have
    /// their sizes.
    /// </summary>
    internal static SymbolicTensor Normalize(SymbolicTensor x, int[] axes, double epsilon, SymbolicTensor? gamma, SymbolicTensor? beta)
    {
        int kept = x.Shape.Rank - axes.Length;
        Shape sizes = x.Shape[kept..];
        int width = sizes.ElementCount;
        if (axes.Length > 0 && axes[0] == kept && width > 0 && (gamma is null || gamma.Shape == sizes)
            && (beta is null || beta.Shape == sizes))
        {
            SymbolicTensor rows = axes.Length == 1 ? x : Reshape(x, (int[])[.. x.Shape[..kept], width]);
            SymbolicTensor normalized = Write(nameof(LayerNormalization), [rows, Row(gamma, 1), Row(beta, 0)],
                (g, v) => g.AddNode(new LayerNormalizationOp((float)epsilon), v).Outputs[0]);
            return axes.Length == 1 ? normalized : Reshape(normalized, x.Shape);
        }
        SymbolicTensor y = Standardize(x, axes, epsilon);
        if (gamma is not null) y *= OverAxes(gamma, x.Shape, axes);
        return beta is null ? y : y + OverAxes(beta, x.Shape, axes);

        SymbolicTensor Row(SymbolicTensor? parameter, float value) =>
            parameter is null ? Full([width], value) : axes.Length == 1 ? parameter : Reshape(parameter, [width]);
    }

    private static int[] Along(SymbolicTensor x, int[]? axes) => [.. (axes ?? [-1]).Select(x.Shape.Axis).Distinct().Order()];

    // A parameter with one axis for each of these, so that it broadcasts; others broadcast by themselves.
    private static SymbolicTensor OverAxes(SymbolicTensor parameter, Shape shape, int[] axes) =>
        parameter.Shape.Rank == shape.Rank || axes is [var only] && only == shape.Rank - 1
            ? parameter
            : Reshape(parameter, shape.Select((size, axis) => axes.Contains(axis) ? size : 1).ToArray());

    // The inputs that are there, and Keras's names of them.
    private static (SymbolicTensor[] Inputs, string[] Roles) Given(params (string Role, SymbolicTensor? Input)[] inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs[0].Input);
        (string Role, SymbolicTensor? Input)[] given = [.. inputs.Where(input => input.Input is not null)];
        return ([.. given.Select(input => input.Input!)], [.. given.Select(input => input.Role)]);
    }

    private static SymbolicTensor? Of(string role, SymbolicTensor[] inputs, string[] roles) =>
        Array.IndexOf(roles, role) is >= 0 and var at ? inputs[at] : null;
}
