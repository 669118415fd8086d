using System.Globalization;
using Fashion.Keras.Internal;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Optimizers;

/// <summary>The arguments that all optimizers share.</summary>
/// <param name="WeightDecay">Share of each weight that a step takes away, times the learning rate; null for none.</param>
/// <param name="Clipnorm">Largest norm of each gradient; null for no limit. At most one of the three limits can be set.</param>
/// <param name="Clipvalue">Largest absolute value of each gradient element; null for no limit.</param>
/// <param name="GlobalClipnorm">Largest norm of all gradients together; null for no limit.</param>
/// <param name="UseEma">Whether to keep a moving average of the weights, which replaces them at the end of Fit.</param>
/// <param name="EmaMomentum">Weight of the old value in that average, in [0, 1].</param>
/// <param name="EmaOverwriteFrequency">After how many steps the average replaces the weights; null for never before the end.</param>
/// <param name="LossScaleFactor">Factor of the loss, by which gradients are divided again; null for 1.</param>
/// <param name="GradientAccumulationSteps">How many batches' gradients are averaged before a step is taken, at least 2; null for
/// one.</param>
public sealed record OptimizerOptions(
    double? WeightDecay = null,
    double? Clipnorm = null,
    double? Clipvalue = null,
    double? GlobalClipnorm = null,
    bool UseEma = false,
    double EmaMomentum = 0.99,
    int? EmaOverwriteFrequency = null,
    double? LossScaleFactor = null,
    int? GradientAccumulationSteps = null)
{
    /// <summary>The same, when every argument makes sense.</summary>
    /// <param name="className">Whose arguments they are, for messages.</param>
    internal OptimizerOptions Checked(string className)
    {
        NotNegative(WeightDecay, className, "weightDecay");
        Positive(Clipnorm, className, "clipnorm");
        Positive(Clipvalue, className, "clipvalue");
        Positive(GlobalClipnorm, className, "globalClipnorm");
        Positive(LossScaleFactor, className, "lossScaleFactor");
        if ((Clipnorm.HasValue ? 1 : 0) + (Clipvalue.HasValue ? 1 : 0) + (GlobalClipnorm.HasValue ? 1 : 0) > 1)
            throw new ArgumentException(string.Create(
                CultureInfo.InvariantCulture, $"{className}: at most one of clipnorm ({Clipnorm}), clipvalue " +
                $"({Clipvalue}) and globalClipnorm ({GlobalClipnorm}) can be set."));
        if (GradientAccumulationSteps is < 2)
            throw new ArgumentException(FormattableString.Invariant(
                $"{className}: gradientAccumulationSteps must be at least 2, or null for none, not {GradientAccumulationSteps}."));
        if (EmaOverwriteFrequency is < 1)
            throw new ArgumentException(FormattableString.Invariant(
                $"{className}: emaOverwriteFrequency must be at least 1, or null for never, not {EmaOverwriteFrequency}."));
        Guard.InRange(EmaMomentum, 0, 1, className, "emaMomentum");
        return this;
    }

    internal void WriteConfig(ConfigWriter config) => config
        .Write("weight_decay", WeightDecay)
        .Write("clipnorm", Clipnorm)
        .Write("global_clipnorm", GlobalClipnorm)
        .Write("clipvalue", Clipvalue)
        .Write("use_ema", UseEma)
        .Write("ema_momentum", EmaMomentum)
        .Write("ema_overwrite_frequency", EmaOverwriteFrequency)
        .Write("loss_scale_factor", LossScaleFactor)
        .Write("gradient_accumulation_steps", GradientAccumulationSteps);

    /// <summary>What a file says about them, for an optimizer of your own.</summary>
    /// <param name="config">The arguments of the optimizer.</param>
    /// <exception cref="ModelFormatException">A value of the wrong kind.</exception>
    public static OptimizerOptions From(ConfigReader config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new OptimizerOptions(
            config.GetDoubleOrNull("weight_decay"),
            config.GetDoubleOrNull("clipnorm"),
            config.GetDoubleOrNull("clipvalue"),
            config.GetDoubleOrNull("global_clipnorm"),
            config.GetBool("use_ema", false),
            config.GetDouble("ema_momentum", 0.99),
            config.GetIntOrNull("ema_overwrite_frequency"),
            config.GetDoubleOrNull("loss_scale_factor"),
            config.GetIntOrNull("gradient_accumulation_steps"));
    }

    private static void Positive(double? value, string className, string name)
    {
        if (value is not null && !(value > 0 && double.IsFinite(value.Value)))
            throw new ArgumentOutOfRangeException(name, value,
                FormattableString.Invariant($"{className}: {name} must be a positive number, or null for none, not {value}."));
    }

    private static void NotNegative(double? value, string className, string name)
    {
        if (value is not null && !(value >= 0 && double.IsFinite(value.Value)))
            throw new ArgumentOutOfRangeException(name, value,
                FormattableString.Invariant($"{className}: {name} must not be negative, or null for none, not {value}."));
    }
}
