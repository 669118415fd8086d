using Fashion.Keras.Optimizers.Schedules;
using Fashion.Keras.Serialization;

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

    /// <summary>A number or a schedule out of a file, for optimizers and schedules of your own.</summary>
    /// <param name="config">The stored arguments.</param>
    /// <param name="key">The argument.</param>
    /// <exception cref="ModelFormatException">It is missing, no number, or an unknown schedule.</exception>
    public static LearningRate FromConfig(ConfigReader config, string key = "learning_rate")
    {
        ArgumentNullException.ThrowIfNull(config);
        return config.HasObject(key) ? ScheduleTable.From(config.GetObject(key)!) : SinglePrecision.Shortest(config.GetDouble(key));
    }

    /// <summary>A fixed learning rate.</summary>
    public static implicit operator LearningRate(double value) => new(value, null);

    /// <summary>A learning rate that changes with the steps.</summary>
    public static implicit operator LearningRate(LearningRateSchedule schedule)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        return new LearningRate(schedule.At(0), schedule);
    }
}
