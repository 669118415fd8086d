using Fashion.Keras.Reporting;

namespace Fashion.Keras.Callbacks;

/// <summary>Ends training when the loss is NaN or infinite.</summary>
/// <remarks>
/// Looks at the loss after every batch, which costs a little time in each. Of several ranks the one whose samples give such a loss says so.
/// </remarks>
public sealed class TerminateOnNaN : Callback
{
    private readonly bool _raiseError;

    /// <summary>Makes the callback.</summary>
    /// <param name="raiseError">True to throw at once; false to end training in the ordinary way.</param>
    public TerminateOnNaN(bool raiseError = false) => _raiseError = raiseError;

    /// <inheritdoc/>
    /// <exception cref="ArithmeticException">The loss is NaN or infinite, and that is to be an error.</exception>
    public override void OnTrainBatchEnd(int batch, Logs logs)
    {
        ArgumentNullException.ThrowIfNull(logs);
        if (!logs.TryGetValue("loss", out double loss) || double.IsFinite(loss)) return;
        if (_raiseError) throw new ArithmeticException($"The loss of batch {batch} is {PythonFormat.Repr(loss)}. A smaller learning rate " +
            "or clipped gradients (clipNorm) may help; also check the data for NaN.");
        PrintOfRank($"Batch {batch}: Invalid loss, terminating training");
        Model.StopTraining = true;
    }
}
