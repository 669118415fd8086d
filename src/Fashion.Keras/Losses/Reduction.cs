namespace Fashion.Keras.Losses;

/// <summary>How the values per sample become one number.</summary>
public enum Reduction
{
    /// <summary>Weighted sum divided by the number of values; values of weight 0 count too. The default.</summary>
    SumOverBatchSize,

    /// <summary>Weighted sum.</summary>
    Sum,

    /// <summary>Weighted sum divided by the sum of the weights.</summary>
    MeanWithSampleWeight,

    /// <summary>No reduction: one value per sample. A model evaluates with it (its loss is their mean), but does not train.</summary>
    None,
}
