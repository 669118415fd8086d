namespace Fashion.Keras;

/// <summary>Data on which Fit checks the model after an epoch: <c>validationData: (x, y)</c> or <c>(x, y, sampleWeight)</c>.</summary>
/// <param name="X">Samples.</param>
/// <param name="Y">Targets.</param>
/// <param name="SampleWeight">Weights of the samples; null for none.</param>
public sealed record ValidationData(ModelData X, ModelData Y, ModelData? SampleWeight = null)
{
    /// <summary>Samples and targets.</summary>
    public static implicit operator ValidationData((ModelData X, ModelData Y) data) => new(data.X, data.Y);

    /// <summary>Samples, targets and the weights of the samples.</summary>
    public static implicit operator ValidationData((ModelData X, ModelData Y, ModelData SampleWeight) data) => new(data.X, data.Y, data.SampleWeight);
}
