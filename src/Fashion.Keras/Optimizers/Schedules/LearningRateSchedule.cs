using Fashion.Keras.Serialization;

namespace Fashion.Keras.Optimizers.Schedules;

/// <summary>A learning rate that depends on the number of steps taken.</summary>
public abstract class LearningRateSchedule : IKerasObject
{
    /// <summary>Makes a schedule.</summary>
    /// <param name="name">Its name; null for the class.</param>
    protected LearningRateSchedule(string? name = null) => Name = name ?? ClassName;

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <inheritdoc/>
    public virtual string ClassName => GetType().Name;

    /// <inheritdoc/>
    public virtual string? Module => GetType().Assembly == typeof(LearningRateSchedule).Assembly ? "keras.optimizers.schedules" : null;

    /// <summary>The learning rate of a step.</summary>
    /// <param name="step">Steps taken before it: 0 for the first.</param>
    public abstract double At(long step);

    /// <inheritdoc/>
    public abstract void WriteConfig(ConfigWriter config);
}
