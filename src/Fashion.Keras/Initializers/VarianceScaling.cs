using System.Text.Json.Nodes;
using Fashion.Keras.Internal;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Initializers;

/// <summary>Which side of a weight decides about the variance of its start values.</summary>
public enum FanMode
{
    /// <summary>Numbers that flow into a unit.</summary>
    FanIn,

    /// <summary>Units that a number flows into.</summary>
    FanOut,

    /// <summary>The mean of both.</summary>
    FanAvg,
}

/// <summary>Shape of the distribution that start values are drawn from.</summary>
public enum ScalingDistribution
{
    /// <summary>Normal, redrawn outside two standard deviations, widened so that the variance is met.</summary>
    TruncatedNormal,

    /// <summary>Normal.</summary>
    UntruncatedNormal,

    /// <summary>Uniform.</summary>
    Uniform,
}

/// <summary>
/// Random values of variance scale / n, n being the fan in, the fan out or their mean: the family of the Glorot, He and
/// LeCun initializers.
/// </summary>
/// <param name="scale">Numerator of the variance, positive.</param>
/// <param name="mode">What the denominator is. <c>"fan_in"</c>, the default, <c>"fan_out"</c> or <c>"fan_avg"</c>.</param>
/// <param name="distribution">Shape of the distribution. <c>"truncated_normal"</c>, the default, <c>"untruncated_normal"</c> or
/// <c>"uniform"</c>.</param>
/// <param name="seed">Seed; null draws a fresh one.</param>
/// <param name="inputAxes">Axes of the weight that count as inputs; null for the usual ones. Counts with <paramref name="outputAxes"/>
/// only.</param>
/// <param name="outputAxes">Axes of the weight that count as outputs; null for the usual ones.</param>
public class VarianceScaling(double scale = 1, Choice<FanMode> mode = default, Choice<ScalingDistribution> distribution = default,
    int? seed = null,
    IReadOnlyList<int>? inputAxes = null, IReadOnlyList<int>? outputAxes = null) : Initializer
{
    // Standard deviation of the standard normal distribution that is cut off at +-2.
    private const double TruncatedDeviation = 0.87962566103423978;

    private readonly Random _random = new(seed ?? SeedSource.Next());

    /// <summary>Numerator of the variance.</summary>
    public double Scale { get; } =
        scale > 0
            ? scale
            : throw new ArgumentOutOfRangeException(nameof(scale), scale,
                FormattableString.Invariant($"VarianceScaling: scale must be positive, not {scale}."));

    /// <summary>What the denominator is.</summary>
    public FanMode Mode { get; } = mode.OrFirst();

    /// <summary>Shape of the distribution.</summary>
    public ScalingDistribution Distribution { get; } = distribution.OrFirst();

    /// <summary>Seed that was given; null for a fresh one.</summary>
    public int? Seed { get; } = seed;

    /// <summary>Axes of the weight that count as inputs; null for the usual ones.</summary>
    public IReadOnlyList<int>? InputAxes { get; } = inputAxes;

    /// <summary>Axes of the weight that count as outputs; null for the usual ones.</summary>
    public IReadOnlyList<int>? OutputAxes { get; } = outputAxes;

    /// <summary>The same rule for a weight with these inputs and outputs; itself where it has axes of its own.</summary>
    internal VarianceScaling WithAxes(IReadOnlyList<int> inputAxes, IReadOnlyList<int> outputAxes) =>
        InputAxes is not null && OutputAxes is not null ? this : new(Scale, Mode, Distribution, Seed, inputAxes, outputAxes);

    /// <inheritdoc/>
    public override void Fill(Shape shape, Span<float> values)
    {
        ArgumentNullException.ThrowIfNull(shape);
        Fans fans = Fans.Of(shape, InputAxes, OutputAxes);
        double n = Mode switch { FanMode.FanIn => fans.In, FanMode.FanOut => fans.Out, _ => (fans.In + fans.Out) / 2.0 };
        double variance = Scale / Math.Max(1, n);
        double width = Distribution switch
        {
            ScalingDistribution.Uniform => Math.Sqrt(3 * variance),
            ScalingDistribution.TruncatedNormal => Math.Sqrt(variance) / TruncatedDeviation,
            _ => Math.Sqrt(variance),
        };
        foreach (ref float value in values)
            value = (float)(width * Distribution switch
            {
                ScalingDistribution.Uniform => 2 * _random.NextDouble() - 1,
                ScalingDistribution.TruncatedNormal => Normal.NextTruncated(_random),
                _ => Normal.Next(_random),
            });
    }

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Write("seed", Seed).Write("scale", Scale)
            .WriteChoice<FanMode>("mode", Mode).WriteChoice<ScalingDistribution>("distribution", Distribution);
        WriteAxes(config);
    }

    // Left out by default: older versions of Keras do not know them.
    private protected void WriteAxes(ConfigWriter config)
    {
        if (InputAxes is not null) config.Set("input_axes", Axes(InputAxes));
        if (OutputAxes is not null) config.Set("output_axes", Axes(OutputAxes));

        static JsonArray Axes(IReadOnlyList<int> axes) => [.. axes.Select(a => (JsonNode)JsonValue.Create(a))];
    }

    internal static VarianceScaling FromConfig(ConfigReader config) => new(
        config.GetDouble("scale", 1),
        config.Choice("mode", FanMode.FanIn),
        config.Choice("distribution", ScalingDistribution.TruncatedNormal),
        config.GetIntOrNull("seed"), config.GetAxes("input_axes"), config.GetAxes("output_axes"));
}
