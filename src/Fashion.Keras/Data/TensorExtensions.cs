using System.Numerics.Tensors;
using Fashion.Keras.Data;

namespace Fashion.Keras;

/// <summary>What Keras users do to arrays before training.</summary>
public static class TensorExtensions
{
    /// <summary>Pixels 0..255 as numbers 0..1: value / 255, in float.</summary>
    /// <param name="images">Bytes of any shape.</param>
    public static Tensor<float> Normalize(this Tensor<byte> images)
    {
        ArgumentNullException.ThrowIfNull(images);
        ReadOnlySpan<byte> values = TensorValues.Of(images);
        var normalized = new float[values.Length];
        for (int i = 0; i < normalized.Length; i++) normalized[i] = values[i] / 255f;
        return Tensor.Create(normalized, images.Lengths);
    }
}
