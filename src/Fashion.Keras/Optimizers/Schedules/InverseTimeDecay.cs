using Fashion.Keras.Internal;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Optimizers.Schedules;

/// <summary>initial / (1 + rate * s / decaySteps).</summary>
/// <param name="initialLearningRate">Learning rate of the first step, >= 0.</param>
/// <param name="decaySteps">Steps that count as one unit of time.</param>
/// <param name="decayRate">How fast it falls.</param>
/// <param name="staircase">Whether it falls in steps instead of smoothly.</param>
/// <param name="name">Its name; null for the class.</param>
public sealed class InverseTimeDecay(double initialLearningRate, int decaySteps, double decayRate, bool staircase = false,
    string? name = null) : LearningRateSchedule(name)
{
    /// <summary>Learning rate of the first step.</summary>
    public double InitialLearningRate { get; } = Guard.NotNegative(initialLearningRate, nameof(InverseTimeDecay));

    /// <summary>Steps that count as one unit of time.</summary>
    public int DecaySteps { get; } = Guard.Positive(decaySteps, nameof(InverseTimeDecay));

    /// <summary>How fast it falls.</summary>
    public double DecayRate { get; } = Guard.Finite(decayRate, nameof(InverseTimeDecay));

    /// <summary>Whether it falls in steps.</summary>
    public bool Staircase { get; } = staircase;

    /// <inheritdoc/>
    public override double At(long step)
    {
        double time = (double)step / DecaySteps;
        return InitialLearningRate / (1 + DecayRate * (Staircase ? Math.Floor(time) : time));
    }

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Write("initial_learning_rate", InitialLearningRate).Write("decay_steps", DecaySteps).Write("decay_rate", DecayRate)
            .Write("staircase", Staircase).Write("name", Name);
    }
}
