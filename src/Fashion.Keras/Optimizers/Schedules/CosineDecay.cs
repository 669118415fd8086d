using Fashion.Keras.Internal;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Optimizers.Schedules;

/// <summary>
/// Half a cosine from the initial learning rate down to alpha of it (Loshchilov and Hutter, 2016), on request after a linear
/// warm-up: initial * ((1 - alpha) * (1 + cos(pi * s / decaySteps)) / 2 + alpha), then constant.
/// </summary>
/// <param name="initialLearningRate">Learning rate of the first step, >= 0.</param>
/// <param name="decaySteps">Steps of the fall, after the warm-up.</param>
/// <param name="alpha">Share of the learning rate that remains at the end.</param>
/// <param name="name">Its name; null for the class.</param>
/// <param name="warmupTarget">Learning rate at the end of the warm-up, from which it then falls; null for no warm-up.</param>
/// <param name="warmupSteps">Steps of the warm-up, along a straight line from the initial learning rate.</param>
public sealed class CosineDecay(double initialLearningRate, int decaySteps, double alpha = 0.0, string? name = null,
    double? warmupTarget = null, int warmupSteps = 0) : LearningRateSchedule(name)
{
    /// <summary>Learning rate of the first step.</summary>
    public double InitialLearningRate { get; } = Guard.NotNegative(initialLearningRate, nameof(CosineDecay));

    /// <summary>Steps of the fall, after the warm-up.</summary>
    public int DecaySteps { get; } = Guard.Positive(decaySteps, nameof(CosineDecay));

    /// <summary>Share of the learning rate that remains at the end.</summary>
    public double Alpha { get; } = Guard.Finite(alpha, nameof(CosineDecay));

    /// <summary>Learning rate at the end of the warm-up; null for none.</summary>
    public double? WarmupTarget { get; } =
        warmupTarget is { } target ? Guard.Finite(target, nameof(CosineDecay), nameof(warmupTarget)) : null;

    /// <summary>Steps of the warm-up.</summary>
    public int WarmupSteps { get; } = Guard.NotNegative(warmupSteps, nameof(CosineDecay));

    /// <inheritdoc/>
    public override double At(long step)
    {
        if (WarmupTarget is not { } target) return Fall(InitialLearningRate, step);
        return step < WarmupSteps
            ? InitialLearningRate + (target - InitialLearningRate) * step / WarmupSteps
            : Fall(target, step - WarmupSteps);
    }

    private double Fall(double from, long step)
    {
        double cosine = 0.5 * (1 + Math.Cos(Math.PI * Math.Min(step, DecaySteps) / DecaySteps));
        return from * ((1 - Alpha) * cosine + Alpha);
    }

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Write("initial_learning_rate", InitialLearningRate).Write("decay_steps", DecaySteps).Write("alpha", Alpha)
            .Write("warmup_target", WarmupTarget).Write("warmup_steps", WarmupSteps).Write("name", Name);
    }
}
