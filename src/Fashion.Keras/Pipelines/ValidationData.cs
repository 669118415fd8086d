namespace Fashion.Keras;

/// <summary>
/// Data on which Fit checks the model after an epoch: <c>validationData: (x, y)</c>, <c>(x, y, sampleWeight)</c>, or batches from anywhere.
/// </summary>
/// <param name="X">Samples.</param>
/// <param name="Y">Targets.</param>
/// <param name="SampleWeight">Weights of the samples; null for none.</param>
public sealed record ValidationData(ModelData X, ModelData Y, ModelData? SampleWeight = null)
{
    private ValidationData(IEnumerable<DataBatch> batches) : this(null!, null!) => Batches = batches;

    /// <summary>The batches, where the data is no array; then there is neither <see cref="X"/> nor <see cref="Y"/>.</summary>
    public IEnumerable<DataBatch>? Batches { get; }

    /// <summary>Batches of any sequence, read from its beginning after each epoch.</summary>
    /// <param name="batches">Batches with targets.</param>
    public static ValidationData From(IEnumerable<DataBatch> batches)
    {
        ArgumentNullException.ThrowIfNull(batches);
        return new ValidationData(batches);
    }

    /// <summary>Samples and targets.</summary>
    public static implicit operator ValidationData((ModelData X, ModelData Y) data) => new(data.X, data.Y);

    /// <summary>Samples, targets and the weights of the samples.</summary>
    public static implicit operator ValidationData((ModelData X, ModelData Y, ModelData SampleWeight) data) =>
        new(data.X, data.Y, data.SampleWeight);

    /// <summary>Batches of a pipeline.</summary>
    public static implicit operator ValidationData(Dataset<DataBatch> batches) => From(batches);

    /// <summary>Batches by their number, in order.</summary>
    public static implicit operator ValidationData(DataSequence batches) => From(batches);
}
