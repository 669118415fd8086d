using Fashion.Keras.Internal;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Optimizers.Schedules;

/// <summary>initial * rate^(s / decaySteps): the learning rate falls by the factor rate every decaySteps steps.</summary>
/// <param name="initialLearningRate">Learning rate of the first step, >= 0.</param>
/// <param name="decaySteps">Steps after which the rate has worked once.</param>
/// <param name="decayRate">Factor per decaySteps steps.</param>
/// <param name="staircase">Whether it falls in steps instead of smoothly.</param>
/// <param name="name">Its name; null for the class.</param>
public sealed class ExponentialDecay(double initialLearningRate, int decaySteps, double decayRate, bool staircase = false,
    string? name = null) : LearningRateSchedule(name)
{
    /// <summary>Learning rate of the first step.</summary>
    public double InitialLearningRate { get; } = Guard.NotNegative(initialLearningRate, nameof(ExponentialDecay));

    /// <summary>Steps after which the rate has worked once.</summary>
    public int DecaySteps { get; } = Guard.Positive(decaySteps, nameof(ExponentialDecay));

    /// <summary>Factor per <see cref="DecaySteps"/> steps.</summary>
    public double DecayRate { get; } = Guard.Finite(decayRate, nameof(ExponentialDecay));

    /// <summary>Whether it falls in steps.</summary>
    public bool Staircase { get; } = staircase;

    /// <inheritdoc/>
    public override double At(long step)
    {
        double exponent = (double)step / DecaySteps;
        return InitialLearningRate * Math.Pow(DecayRate, Staircase ? Math.Floor(exponent) : exponent);
    }

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Write("initial_learning_rate", InitialLearningRate).Write("decay_steps", DecaySteps).Write("decay_rate", DecayRate)
            .Write("staircase", Staircase).Write("name", Name);
    }
}
