namespace Fashion.Keras;

/// <summary>
/// One batch of samples: what a source of batches gives for a training step. The first axis of every array counts samples.
/// </summary>
/// <param name="X">Samples; with several inputs a list or a dictionary by input name.</param>
/// <param name="Y">Targets; null where only predictions are wanted.</param>
/// <param name="SampleWeight">How much each sample counts; null for 1.</param>
/// <example><code>
/// IEnumerable&lt;DataBatch&gt; Batches()
/// {
///     while (true) yield return (images, labels);
/// }
/// model.Fit(Batches(), stepsPerEpoch: 100);
/// </code></example>
public sealed record DataBatch(ModelData X, ModelData? Y = null, ModelData? SampleWeight = null)
{
    /// <summary>Arrays that were lent to this batch: those who read it and then no longer need it give them back.</summary>
    internal IReadOnlyList<Array> Lent { get; init; } = [];

    /// <summary>Samples and targets.</summary>
    public static implicit operator DataBatch((ModelData X, ModelData Y) batch) => new(batch.X, batch.Y);

    /// <summary>Samples, targets and the weights of the samples.</summary>
    public static implicit operator DataBatch((ModelData X, ModelData Y, ModelData SampleWeight) batch) =>
        new(batch.X, batch.Y, batch.SampleWeight);
}
