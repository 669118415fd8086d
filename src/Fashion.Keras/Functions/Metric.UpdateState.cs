using Fashion.Keras.Data;
using Fashion.Keras.Graph;
using Fashion.Keras.Training;

namespace Fashion.Keras.Metrics;

// A metric outside of training.
public abstract partial class Metric
{
    /// <summary>
    /// Counts a batch of values, as <c>metric.update_state(y_true, y_pred)</c> in Keras: <see cref="Result"/> and
    /// <see cref="ResultVector"/> then include it. While a model trains with this metric, use another one.
    /// </summary>
    /// <param name="yTrue">Targets: an array, a tensor or a number.</param>
    /// <param name="yPred">Predictions.</param>
    /// <param name="sampleWeight">Weights, broadcast to the values per sample; null for none.</param>
    /// <exception cref="InvalidOperationException">A tensor has no numbers: inside a <see cref="TrainStep"/> use
    /// <see cref="TrainStepContext.Count"/>.</exception>
    /// <exception cref="ShapeMismatchException">Targets, predictions and weights do not fit together.</exception>
    /// <example><code>
    /// var accuracy = new SparseCategoricalAccuracy();
    /// accuracy.UpdateState(labels, model.Call(images));
    /// Console.WriteLine(accuracy.Result());
    /// </code></example>
    public void UpdateState(SymbolicTensor yTrue, SymbolicTensor yPred, SymbolicTensor? sampleWeight = null)
    {
        ArgumentNullException.ThrowIfNull(yTrue);
        ArgumentNullException.ThrowIfNull(yPred);
        ArraySource[] sources = [.. new[] { yTrue, yPred, sampleWeight }.OfType<SymbolicTensor>().Select(Values)];
        MetricRunner.Of(this, DefaultEngine.Create).Run(sources);
    }

    private ArraySource Values(SymbolicTensor tensor)
    {
        ValueTensor known = tensor.Known ?? throw new InvalidOperationException($"Metric '{Name}': UpdateState counts values, but " +
            $"{tensor} has no numbers yet. Inside a TrainStep use its context's Count.");
        return ArraySource.From(known.Values, known.Shape);
    }
}

public sealed partial class Mean
{
    /// <summary>Counts values, as <c>update_state(values)</c> in Keras.</summary>
    /// <param name="values">A number, an array or a tensor.</param>
    /// <param name="sampleWeight">Weights, broadcast to the values; null for none.</param>
    public void UpdateState(SymbolicTensor values, SymbolicTensor? sampleWeight = null) => UpdateState(values, values, sampleWeight);
}

public sealed partial class Sum
{
    /// <summary>Counts values, as <c>update_state(values)</c> in Keras.</summary>
    /// <param name="values">A number, an array or a tensor.</param>
    /// <param name="sampleWeight">Weights, broadcast to the values; null for none.</param>
    public void UpdateState(SymbolicTensor values, SymbolicTensor? sampleWeight = null) => UpdateState(values, values, sampleWeight);
}
