using Fashion.Keras.Reporting;

namespace Fashion.Keras.Callbacks;

/// <summary>Sets the learning rate at the beginning of every epoch.</summary>
/// <remarks>
/// The rate goes into the logs, and so into the history, as <c>learning_rate</c>. Not for models whose learning rate comes from a schedule.
/// </remarks>
/// <example><code>new LearningRateScheduler((epoch, rate) =&gt; epoch &lt; 10 ? rate : rate * Math.Exp(-0.1))</code></example>
public sealed class LearningRateScheduler : Callback
{
    private readonly Func<int, double, double> _schedule;
    private readonly bool _verbose;

    /// <summary>Makes the callback from a rule that sees the present rate.</summary>
    /// <param name="schedule">New learning rate from the index of the epoch, from 0, and the present rate.</param>
    /// <param name="verbose">Whether to print every rate: a truth value, or Keras's 0 and 1; null for not.</param>
    public LearningRateScheduler(Func<int, double, double> schedule, VerbosityArgument? verbose = null)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        _schedule = schedule;
        _verbose = VerbosityArgument.Prints(verbose);
    }

    /// <summary>Makes the callback from a rule that depends on the epoch only.</summary>
    /// <param name="schedule">Learning rate from the index of the epoch, from 0.</param>
    /// <param name="verbose">Whether to print every rate: a truth value, or Keras's 0 and 1; null for not.</param>
    public LearningRateScheduler(Func<int, double> schedule, VerbosityArgument? verbose = null)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        _schedule = (epoch, _) => schedule(epoch);
        _verbose = VerbosityArgument.Prints(verbose);
    }

    /// <inheritdoc/>
    public override void OnEpochBegin(int epoch)
    {
        Optimizer.LearningRate = _schedule(epoch, Optimizer.LearningRate);
        if (_verbose)
            Print($"\nEpoch {epoch + 1}: LearningRateScheduler setting learning rate to {PythonFormat.Repr(Optimizer.LearningRate)}.");
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, Logs logs)
    {
        ArgumentNullException.ThrowIfNull(logs);
        logs["learning_rate"] = Optimizer.LearningRate;
    }
}
