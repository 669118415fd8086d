using Fashion.Keras.Internal;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Optimizers.Schedules;

/// <summary>
/// Half cosines one after the other (Loshchilov and Hutter, 2016): period i is tMul^i times as long as the first and starts
/// at mMul^i times the initial learning rate.
/// </summary>
/// <param name="initialLearningRate">Learning rate of the first step, >= 0.</param>
/// <param name="firstDecaySteps">Steps of the first period.</param>
/// <param name="tMul">Factor from one period's length to the next one's.</param>
/// <param name="mMul">Factor from one period's start to the next one's.</param>
/// <param name="alpha">Share of the initial learning rate that remains.</param>
/// <param name="name">Its name; null for Keras's own.</param>
public sealed class CosineDecayRestarts(double initialLearningRate, int firstDecaySteps, double tMul = 2.0, double mMul = 1.0,
    double alpha = 0.0, string? name = null) : LearningRateSchedule(name ?? "SGDRDecay")
{
    /// <summary>Learning rate of the first step.</summary>
    public double InitialLearningRate { get; } = Guard.NotNegative(initialLearningRate, nameof(CosineDecayRestarts));

    /// <summary>Steps of the first period.</summary>
    public int FirstDecaySteps { get; } = Guard.Positive(firstDecaySteps, nameof(CosineDecayRestarts));

    /// <summary>Factor between lengths.</summary>
    public double TMul { get; } = Guard.Finite(tMul, nameof(CosineDecayRestarts));

    /// <summary>Factor between starts.</summary>
    public double MMul { get; } = Guard.Finite(mMul, nameof(CosineDecayRestarts));

    /// <summary>Share of the initial learning rate that remains.</summary>
    public double Alpha { get; } = Guard.Finite(alpha, nameof(CosineDecayRestarts));

    /// <inheritdoc/>
    public override double At(long step)
    {
        double time = (double)step / FirstDecaySteps, period, place;
        if (TMul == 1)
        {
            period = Math.Floor(time);
            place = time - period;
        }
        else
        {
            // In float, as Keras does: at a restart the quotient of logarithms must come out whole.
            period = MathF.Floor(MathF.Log((float)(1 - time * (1 - TMul))) / MathF.Log((float)TMul));
            place = (time - (1 - Math.Pow(TMul, period)) / (1 - TMul)) / Math.Pow(TMul, period);
        }
        double cosine = 0.5 * Math.Pow(MMul, period) * (1 + Math.Cos(Math.PI * place));
        return InitialLearningRate * ((1 - Alpha) * cosine + Alpha);
    }

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Write("initial_learning_rate", InitialLearningRate).Write("first_decay_steps", FirstDecaySteps).Write("t_mul", TMul)
            .Write("m_mul", MMul).Write("alpha", Alpha).Write("name", Name);
    }
}
