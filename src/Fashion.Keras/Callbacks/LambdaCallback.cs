namespace Fashion.Keras.Callbacks;

/// <summary>A callback from functions, for things too small for a class.</summary>
/// <example><code>new LambdaCallback(onEpochEnd: (epoch, logs) =&gt; Console.WriteLine($"{epoch}: {logs["loss"]:F4}"))</code></example>
public sealed class LambdaCallback : Callback
{
    private readonly Action<int>? _onEpochBegin;
    private readonly Action<int, Logs>? _onEpochEnd;
    private readonly Action? _onTrainBegin;
    private readonly Action<Logs>? _onTrainEnd;
    private readonly Action<int>? _onTrainBatchBegin;
    private readonly Action<int, Logs>? _onTrainBatchEnd;

    /// <summary>Makes the callback; events without a function pass by.</summary>
    /// <param name="onEpochBegin">Before an epoch: its index, from 0.</param>
    /// <param name="onEpochEnd">After an epoch: its index, from 0, and the logs.</param>
    /// <param name="onTrainBegin">Before the first epoch.</param>
    /// <param name="onTrainEnd">After the last epoch: its logs.</param>
    /// <param name="onTrainBatchBegin">Before a training step: its index within the epoch, from 0.</param>
    /// <param name="onTrainBatchEnd">After a training step: its index, and the running averages.</param>
    public LambdaCallback(
        Action<int>? onEpochBegin = null,
        Action<int, Logs>? onEpochEnd = null,
        Action? onTrainBegin = null,
        Action<Logs>? onTrainEnd = null,
        Action<int>? onTrainBatchBegin = null,
        Action<int, Logs>? onTrainBatchEnd = null)
    {
        _onEpochBegin = onEpochBegin;
        _onEpochEnd = onEpochEnd;
        _onTrainBegin = onTrainBegin;
        _onTrainEnd = onTrainEnd;
        _onTrainBatchBegin = onTrainBatchBegin;
        _onTrainBatchEnd = onTrainBatchEnd;
    }

    /// <inheritdoc/>
    public override void OnEpochBegin(int epoch) => _onEpochBegin?.Invoke(epoch);

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, Logs logs) => _onEpochEnd?.Invoke(epoch, logs);

    /// <inheritdoc/>
    public override void OnTrainBegin() => _onTrainBegin?.Invoke();

    /// <inheritdoc/>
    public override void OnTrainEnd(Logs logs) => _onTrainEnd?.Invoke(logs);

    /// <inheritdoc/>
    public override void OnTrainBatchBegin(int batch) => _onTrainBatchBegin?.Invoke(batch);

    /// <inheritdoc/>
    public override void OnTrainBatchEnd(int batch, Logs logs) => _onTrainBatchEnd?.Invoke(batch, logs);

    internal override bool NeedsBatchLogs(int batch) => _onTrainBatchEnd is not null;
}
