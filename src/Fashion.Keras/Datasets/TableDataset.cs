using System.Numerics.Tensors;

namespace Fashion.Keras.Datasets;

/// <summary>Rows of numbers with one number each to predict.</summary>
/// <param name="Features">(count, features).</param>
/// <param name="Targets">(count,).</param>
public sealed record TableDataset(Tensor<float> Features, Tensor<float> Targets)
{
    /// <summary>Number of rows.</summary>
    public int Count => checked((int)Targets.FlattenedLength);
}
