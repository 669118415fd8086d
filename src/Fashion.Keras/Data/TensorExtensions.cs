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

    extension(Tensor<byte>)
    {
        /// <summary>Bytes as numbers, divided in float: <c>images / 255f</c>.</summary>
        /// <param name="images">Bytes of any shape.</param>
        /// <param name="divisor">The divisor.</param>
        public static Tensor<float> operator /(Tensor<byte> images, float divisor)
        {
            ArgumentNullException.ThrowIfNull(images);
            ReadOnlySpan<byte> values = TensorValues.Of(images);
            var quotients = new float[values.Length];
            for (int i = 0; i < quotients.Length; i++) quotients[i] = values[i] / divisor;
            return Tensor.Create(quotients, images.Lengths);
        }

        /// <summary>
        /// Bytes as numbers, divided in float, not in whole numbers: <c>images / 255</c> lies between 0 and 1, as in NumPy.
        /// </summary>
        /// <param name="images">Bytes of any shape.</param>
        /// <param name="divisor">The divisor.</param>
        public static Tensor<float> operator /(Tensor<byte> images, int divisor) => images / (float)divisor;

        /// <summary>Bytes as numbers, divided in float: <c>images / 255.0</c>.</summary>
        /// <param name="images">Bytes of any shape.</param>
        /// <param name="divisor">The divisor; rounded to float.</param>
        public static Tensor<float> operator /(Tensor<byte> images, double divisor) => images / (float)divisor;
    }

    /// <summary>
    /// Index of the largest element in row-major order, the first of equal ones: the class of one prediction. A NaN counts as largest, as
    /// in NumPy.
    /// </summary>
    /// <param name="tensor">At least one element.</param>
    /// <exception cref="ArgumentException">No elements.</exception>
    public static int ArgMax(this Tensor<float> tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        ReadOnlySpan<float> values = TensorValues.Of(tensor);
        return values.IsEmpty ? throw new ArgumentException("A tensor without elements has no largest one.", nameof(tensor))
            : TensorPrimitives.IndexOfMax(values);
    }

    /// <summary>
    /// Indices of the largest elements along an axis, the first of equal ones: <c>Predict(x).ArgMax(axis: -1)</c> gives the classes.
    /// </summary>
    /// <param name="tensor">Any tensor.</param>
    /// <param name="axis">The axis; negative ones count from the end. It is not in the result; a vector gives one element.</param>
    /// <exception cref="ArgumentOutOfRangeException">No such axis.</exception>
    /// <exception cref="ArgumentException">The axis has no elements.</exception>
    public static Tensor<int> ArgMax(this Tensor<float> tensor, int axis)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        int rank = tensor.Rank, along = axis < 0 ? axis + rank : axis;
        if (along < 0 || along >= rank)
            throw new ArgumentOutOfRangeException(nameof(axis), axis, $"A tensor of {rank} axes has axes {-rank} to {rank - 1}.");
        int size = (int)tensor.Lengths[along];
        if (size == 0) throw new ArgumentException($"Axis {axis} has no elements.", nameof(axis));
        nint[] others = [.. tensor.Lengths[..along], .. tensor.Lengths[(along + 1)..]];
        int inner = 1;
        foreach (nint length in tensor.Lengths[(along + 1)..]) inner *= (int)length;
        ReadOnlySpan<float> values = TensorValues.Of(tensor);
        var indices = new int[values.Length / size];
        var line = new float[size];
        for (int i = 0; i < indices.Length; i++)
        {
            int start = i / inner * size * inner + i % inner;
            for (int k = 0; k < size; k++) line[k] = values[start + k * inner];
            indices[i] = TensorPrimitives.IndexOfMax(line);
        }
        return Tensor.Create(indices, others.Length > 0 ? others : [1]);
    }
}
