using System.Globalization;
using Fashion.Keras.Internal;

namespace Fashion.Keras.Evaluation;

/// <summary>What an evaluation must reach: at least some accuracy, at most some loss, or both.</summary>
/// <param name="minAccuracy">Lowest accuracy that passes (0 to 1); null if it does not matter.</param>
/// <param name="maxLoss">Highest loss that passes; null if it does not matter.</param>
/// <example><code>bool passed = new PassMark(minAccuracy: 0.89, maxLoss: 0.33).IsMetBy(model.Evaluate(x, y));</code></example>
public sealed class PassMark(double? minAccuracy = null, double? maxLoss = null)
{
    /// <summary>Lowest accuracy that passes; null if it does not matter.</summary>
    public double? MinAccuracy { get; } = Guard.Number(minAccuracy, nameof(PassMark));

    /// <summary>Highest loss that passes; null if it does not matter.</summary>
    public double? MaxLoss { get; } = Guard.Number(maxLoss, nameof(PassMark));

    /// <summary>Whether a result passes. NaN never does.</summary>
    /// <param name="result">What Evaluate returned.</param>
    /// <exception cref="ArgumentException">An accuracy is asked for, but the result has none.</exception>
    public bool IsMetBy(EvaluationResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return (MinAccuracy is null || AccuracyOf(result) >= MinAccuracy) && (MaxLoss is null || result.Loss <= MaxLoss);
    }

    /// <inheritdoc/>
    public override string ToString() => (MinAccuracy, MaxLoss) switch
    {
        ({ } accuracy, { } loss) => string.Create(CultureInfo.InvariantCulture, $"accuracy >= {accuracy}, loss <= {loss}"),
        ({ } accuracy, null) => string.Create(CultureInfo.InvariantCulture, $"accuracy >= {accuracy}"),
        (null, { } loss) => string.Create(CultureInfo.InvariantCulture, $"loss <= {loss}"),
        _ => "no condition",
    };

    // "accuracy", or the one metric that is an accuracy under another name (acc, sparse_categorical_accuracy ...).
    private static double AccuracyOf(EvaluationResult result)
    {
        if (result.TryGetValue("accuracy", out double accuracy)) return accuracy;
        string[] others = [.. result.Names.Where(n => n == "acc" || n.EndsWith("_accuracy", StringComparison.Ordinal))];
        return others.Length == 1
            ? result[others[0]]
            : throw new ArgumentException($"The pass mark asks for an accuracy, but the result has {string.Join(", ", result.Names)}. " +
                "Compile the model with metrics: [\"accuracy\"].", nameof(result));
    }
}
