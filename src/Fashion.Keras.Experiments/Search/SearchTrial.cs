using System.Text.Json.Serialization;

namespace Fashion.Keras.Experiments;

/// <summary>A finished trial of a search, or a finished round of one that Hyperband lets train on.</summary>
public sealed record SearchTrial
{
    /// <summary>Name of the search.</summary>
    public required string Search { get; init; }

    /// <summary>Number of the trial, from 0.</summary>
    public required int Number { get; init; }

    /// <summary>The values by name, as text.</summary>
    public required IReadOnlyDictionary<string, string> Values { get; init; }

    /// <summary>Stands for the model, the values and the seed: a trial with another one is another trial.</summary>
    public required string SettingsHash { get; init; }

    /// <summary>The best value of the objective over all epochs of the trial; NaN if there was no number.</summary>
    public double Objective { get; init; }

    /// <summary>Number of the epoch to which it trained at most; 0 if the search sets no number.</summary>
    public int Epochs { get; init; }

    /// <summary>Hyperband: number of the bracket, from the one that starts most trials. 0 in other searches.</summary>
    public int Bracket { get; init; }

    /// <summary>Hyperband: how often the trial was chosen to train on, from 0. 0 in other searches.</summary>
    public int Round { get; init; }

    /// <summary>Number of weights of the model.</summary>
    public long Parameters { get; init; }

    /// <summary>Duration in seconds; of this round alone.</summary>
    public double Seconds { get; init; }

    /// <summary>When it began.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>Version of Fashion.Keras.</summary>
    public string LibraryVersion { get; init; } = "";

    /// <summary>The values in one line: <c>units=128, rate=0.3</c>.</summary>
    [JsonIgnore]
    public string ValuesText => string.Join(", ", Values.Select(v => $"{v.Key}={v.Value}"));
}
