namespace Fashion.Keras.Reporting;

/// <summary>What a summary says, in plain values.</summary>
internal sealed record SummaryContent
{
    public required string ModelName { get; init; }

    public required IReadOnlyList<SummaryRow> Rows { get; init; }

    /// <summary>Whether the layers are not a plain chain, so that their connections are shown.</summary>
    public bool ShowConnections { get; init; }

    public bool ShowTrainable { get; init; }

    public required long TrainableParameters { get; init; }

    public required long NonTrainableParameters { get; init; }

    /// <summary>Numbers the optimizer keeps, its step count and learning rate included; null before the first step.</summary>
    public long? OptimizerParameters { get; init; }
}
