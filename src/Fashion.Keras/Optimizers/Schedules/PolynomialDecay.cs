using Fashion.Keras.Internal;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Optimizers.Schedules;

/// <summary>
/// (initial - end) * (1 - s / decaySteps)^power + end, then end; with cycle it starts again over a multiple of decaySteps.
/// </summary>
/// <param name="initialLearningRate">Learning rate of the first step, >= 0.</param>
/// <param name="decaySteps">Steps until the end.</param>
/// <param name="endLearningRate">Learning rate of the end.</param>
/// <param name="power">1 is a straight line.</param>
/// <param name="cycle">Whether it starts again after the end, over twice, three times ... as many steps.</param>
/// <param name="name">Its name; null for the class.</param>
public sealed class PolynomialDecay(double initialLearningRate, int decaySteps, double endLearningRate = 0.0001, double power = 1.0,
    bool cycle = false, string? name = null) : LearningRateSchedule(name)
{
    /// <summary>Learning rate of the first step.</summary>
    public double InitialLearningRate { get; } = Guard.NotNegative(initialLearningRate, nameof(PolynomialDecay));

    /// <summary>Steps until the end.</summary>
    public int DecaySteps { get; } = Guard.Positive(decaySteps, nameof(PolynomialDecay));

    /// <summary>Learning rate of the end.</summary>
    public double EndLearningRate { get; } = Guard.Finite(endLearningRate, nameof(PolynomialDecay));

    /// <summary>1 is a straight line.</summary>
    public double Power { get; } = Guard.Finite(power, nameof(PolynomialDecay));

    /// <summary>Whether it starts again after the end.</summary>
    public bool Cycle { get; } = cycle;

    /// <inheritdoc/>
    public override double At(long step)
    {
        double length = Cycle ? DecaySteps * Math.Max(1, Math.Ceiling((double)step / DecaySteps)) : DecaySteps;
        return (InitialLearningRate - EndLearningRate) * Math.Pow(1 - Math.Min(step, length) / length, Power) + EndLearningRate;
    }

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Write("initial_learning_rate", InitialLearningRate).Write("decay_steps", DecaySteps)
            .Write("end_learning_rate", EndLearningRate).Write("power", Power).Write("cycle", Cycle).Write("name", Name);
    }
}
