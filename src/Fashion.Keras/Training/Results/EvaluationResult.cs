using Fashion.Keras.Reporting;

namespace Fashion.Keras;

/// <summary>What Evaluate found: the loss and every metric by name.</summary>
/// <example><code>
/// var (loss, accuracy) = model.Evaluate(x, y);
/// double top3 = model.Evaluate(x, y)["top3"];
/// </code></example>
public sealed class EvaluationResult
{
    private readonly (string Name, double Value)[] _values;
    private readonly Logs? _logs;

    /// <summary>Makes a result.</summary>
    /// <param name="loss">The loss, regularization included.</param>
    /// <param name="metrics">Losses of single outputs and metrics, in compile order.</param>
    public EvaluationResult(double loss, params IEnumerable<(string Name, double Value)> metrics)
    {
        ArgumentNullException.ThrowIfNull(metrics);
        Loss = loss;
        _values = [("loss", loss), .. metrics];
    }

    internal EvaluationResult(Logs logs) : this(logs["loss"], logs.KeysAsSet.Skip(1).Select(name => (name, logs[name]))) => _logs = logs;

    /// <summary>The loss, regularization included.</summary>
    public double Loss { get; }

    /// <summary>Names in compile order, loss first: the order of Keras's list.</summary>
    public IReadOnlyList<string> Names => [.. _values.Select(v => v.Name)];

    /// <summary>A value by name; the mean of a metric that has several, see <see cref="Vector"/>.</summary>
    /// <param name="name">loss, accuracy ...</param>
    /// <exception cref="KeyNotFoundException">No such value; the message lists those there are.</exception>
    public double this[string name] =>
        TryGetValue(name, out double value)
            ? value
            : throw new KeyNotFoundException($"The evaluation has no '{name}'. It has: {string.Join(", ", Names)}.");

    /// <summary>All values by name: one per class or threshold of a metric that does not average them, else the one there is.</summary>
    /// <param name="name">f1_score, loss ...</param>
    /// <exception cref="KeyNotFoundException">No such value; the message lists those there are.</exception>
    public IReadOnlyList<double> Vector(string name) => _logs?.ContainsKey(name) == true ? _logs.Vector(name) : [this[name]];

    /// <summary>A value by name, if it is there.</summary>
    /// <param name="name">loss, accuracy ...</param>
    /// <param name="value">The value, or 0.</param>
    public bool TryGetValue(string name, out double value)
    {
        int index = Array.FindIndex(_values, v => v.Name == name);
        value = index < 0 ? 0 : _values[index].Value;
        return index >= 0;
    }

    /// <summary>Loss and first metric.</summary>
    /// <exception cref="InvalidOperationException">The model was compiled without metrics.</exception>
    public void Deconstruct(out double loss, out double metric)
    {
        if (_values.Length < 2) throw new InvalidOperationException("The evaluation has a loss only; compile the model with metrics: " +
            "[\"accuracy\"] to take it apart into loss and accuracy.");
        loss = Loss;
        metric = _values[1].Value;
    }

    /// <summary>Loss and first two metrics.</summary>
    /// <exception cref="InvalidOperationException">The model was compiled with fewer metrics.</exception>
    public void Deconstruct(out double loss, out double metric1, out double metric2)
    {
        if (_values.Length < 3) throw new InvalidOperationException($"The evaluation has {string.Join(", ", Names)} only; it cannot be " +
            "taken apart into three values.");
        (loss, metric1, metric2) = (Loss, _values[1].Value, _values[2].Value);
    }

    /// <summary>The values as a log line: <c>loss: 0.3574 - accuracy: 0.8679</c>.</summary>
    public override string ToString() => string.Join(" - ", _values.Select(v => $"{v.Name}: {PythonFormat.LogValue(v.Value)}"));
}
