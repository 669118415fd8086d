using System.Text.Json.Serialization;

namespace Fashion.Keras.Experiments;

/// <summary>One finished run of a study: a variant trained with a seed.</summary>
public sealed record StudyRun
{
    /// <summary>Name of the study.</summary>
    public required string Study { get; init; }

    /// <summary>Name of the variant.</summary>
    public required string Variant { get; init; }

    /// <summary>The seed that start values, shuffling and dropout follow from.</summary>
    public required int Seed { get; init; }

    /// <summary>
    /// Stands for the model, what it was compiled with and the <see cref="Settings"/>: a run with another one is another run.
    /// </summary>
    public required string SettingsHash { get; init; }

    /// <summary>What the variant was added with, as text.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>What Fit recorded: values by name (loss, val_accuracy ...), epoch by epoch.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<double>> History { get; init; } = new Dictionary<string, IReadOnlyList<double>>();

    /// <summary>Number of the last epoch that ran, from 1.</summary>
    public int StoppedEpoch { get; init; }

    /// <summary>
    /// Number of the best epoch, from 1, by <see cref="Study.Monitor"/>; the first of several equal ones. Null where not every epoch was
    /// validated.
    /// </summary>
    public int? BestEpoch { get; init; }

    /// <summary>What the evaluation gave (loss, accuracy ...), and what <see cref="RunContext.Record"/> added.</summary>
    public IReadOnlyDictionary<string, double> Metrics { get; init; } = new Dictionary<string, double>();

    /// <summary>Number of weights of the model.</summary>
    public long Parameters { get; init; }

    /// <summary>Duration in seconds: the model is made, trained and evaluated.</summary>
    public double Seconds { get; init; }

    /// <summary>Duration of Fit divided by the number of epochs, in seconds; validation and callbacks included.</summary>
    public double SecondsPerEpoch { get; init; }

    /// <summary>When it began.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>Version of Fashion.Keras.</summary>
    public string LibraryVersion { get; init; } = "";

    /// <summary>Where it ran.</summary>
    public StudyMachine? Machine { get; init; }

    /// <summary>Threads of the run.</summary>
    public int Threads { get; init; }

    /// <summary>Loss of the evaluation.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    [JsonIgnore]
    public double Loss => this["loss"];

    /// <summary>Accuracy of the evaluation.</summary>
    /// <exception cref="KeyNotFoundException">The model was compiled without it.</exception>
    [JsonIgnore]
    public double Accuracy => this["accuracy"];

    /// <summary>
    /// A value of the evaluation, or <c>stopped_epoch</c>, <c>best_epoch</c>, <c>seconds</c>, <c>seconds_per_epoch</c>, <c>parameters</c>.
    /// </summary>
    /// <param name="metric">Its name.</param>
    /// <exception cref="KeyNotFoundException">No such value; the message lists those there are.</exception>
    [JsonIgnore]
    public double this[string metric] => Metrics.TryGetValue(metric, out double value) ? value : metric switch
    {
        "stopped_epoch" => StoppedEpoch,
        "best_epoch" => BestEpoch ?? double.NaN,
        "seconds" => Seconds,
        "seconds_per_epoch" => SecondsPerEpoch,
        "parameters" => Parameters,
        _ => throw new KeyNotFoundException($"The run of variant '{Variant}' with seed {Seed} has no '{metric}'. It has: " +
            $"{string.Join(", ", Metrics.Keys)}, stopped_epoch, best_epoch, seconds, seconds_per_epoch, parameters."),
    };

    /// <summary>The evaluation as Evaluate returns it.</summary>
    /// <exception cref="KeyNotFoundException">There is no loss.</exception>
    public EvaluationResult ToEvaluation() => new(Loss, Metrics.Where(m => m.Key != "loss").Select(m => (m.Key, m.Value)));
}
