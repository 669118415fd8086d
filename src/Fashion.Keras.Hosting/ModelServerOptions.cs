namespace Fashion.Keras.Hosting;

/// <summary>How a <see cref="ModelServer"/> works.</summary>
public sealed class ModelServerOptions
{
    /// <summary>Most samples of one batch, positive; default 32.</summary>
    public int MaxBatchSize { get; set; } = 32;

    /// <summary>
    /// How long the first request of a batch waits for others. With <see cref="TimeSpan.Zero"/>, the default, nothing waits when the model
    /// is free: a batch is what came while the previous one was computed. More makes batches larger where callers come one by one, and
    /// every answer later.
    /// </summary>
    public TimeSpan MaxDelay { get; set; }

    /// <summary>Most requests that wait; more are refused with a <see cref="ModelQueueFullException"/>. Positive; default 1024.</summary>
    public int QueueCapacity { get; set; } = 1024;

    /// <summary>How often the file is checked for a change; default 1 s. <see cref="TimeSpan.Zero"/> for never.</summary>
    public TimeSpan ReloadInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Classes of your own that the file needs; null for none.</summary>
    public CustomObjects? CustomObjects { get; set; }

    /// <summary>Called for every model that was loaded, before it answers: for <see cref="Model.Options"/>, for example the number of
    /// threads. Null for nothing.</summary>
    public Action<Model>? Configure { get; set; }

    /// <summary>Whether a model predicts zeros once, one sample and a whole batch, before it answers: default true. A model that cannot is
    /// not used.</summary>
    public bool WarmUp { get; set; } = true;

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaxBatchSize);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(QueueCapacity);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxDelay, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(ReloadInterval, TimeSpan.Zero);
    }
}
