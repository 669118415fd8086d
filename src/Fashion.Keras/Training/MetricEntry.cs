using Fashion.Keras.Metrics;

namespace Fashion.Keras.Training;

/// <summary>A metric in use: its name in logs, the output it looks at, and whether sample weights count.</summary>
internal sealed record MetricEntry(string Name, Metric Metric, int Output, bool Weighted)
{
    /// <summary>Checks that targets fit the output, before anything runs.</summary>
    /// <exception cref="ShapeMismatchException">They do not; the message names metric, output and shapes.</exception>
    public void Validate(string outputName, Shape yTrue, Shape yPred)
    {
        if (Metric.Resolve(yTrue, yPred).Misfit(yTrue, yPred) is { } need)
            throw new ShapeMismatchException(Text(outputName, yTrue, yPred, need)) { Received = yTrue };
    }

    /// <summary>Writes the metric's update.</summary>
    /// <exception cref="ShapeMismatchException">Targets do not fit the output; the message names metric, output and shapes.</exception>
    public void Update(string outputName, SymbolicTensor yTrue, SymbolicTensor yPred, SymbolicTensor? sampleWeight)
    {
        try
        {
            Metric.Resolve(yTrue.Shape, yPred.Shape).Update(yTrue, yPred, Weighted ? sampleWeight : null);
        }
        catch (ShapeMismatchException error)
        {
            throw new ShapeMismatchException(Text(outputName, yTrue.Shape, yPred.Shape, error.Message), error) { Received = yTrue.Shape };
        }
    }

    private string Text(string outputName, Shape yTrue, Shape yPred, string need) =>
        $"Metric '{Name}' does not fit output '{outputName}': targets of shape {yTrue}, predictions of shape {yPred}; {need}";
}
