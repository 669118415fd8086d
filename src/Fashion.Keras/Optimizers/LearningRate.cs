using Fashion.Keras.Optimizers.Schedules;

namespace Fashion.Keras.Optimizers;

/// <summary>A learning rate as an argument: a number or a schedule.</summary>
public readonly struct LearningRate
{
    private LearningRate(double value, LearningRateSchedule? schedule)
    {
        Value = value;
        Schedule = schedule;
    }

    /// <summary>The number; with a schedule, its start.</summary>
    public double Value { get; }

    /// <summary>The schedule, if there is one.</summary>
    public LearningRateSchedule? Schedule { get; }

    /// <summary>A fixed learning rate.</summary>
    public static implicit operator LearningRate(double value) => new(value, null);

    /// <summary>A learning rate that changes with the steps.</summary>
    public static implicit operator LearningRate(LearningRateSchedule schedule)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        return new LearningRate(schedule.At(0), schedule);
    }
}
