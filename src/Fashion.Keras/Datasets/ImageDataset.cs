using System.Numerics.Tensors;
using Fashion.Keras.Data;

namespace Fashion.Keras.Datasets;

/// <summary>Images with one class number each.</summary>
/// <param name="Images">Pixels 0 to 255: (count, height, width), or (count, height, width, channels).</param>
/// <param name="Labels">Class numbers: (count,).</param>
public sealed record ImageDataset(Tensor<byte> Images, Tensor<byte> Labels)
{
    /// <summary>Number of images.</summary>
    public int Count => checked((int)Labels.FlattenedLength);

    /// <summary>Pixels scaled from 0..255 to 0..1, and the labels: ready for <c>Fit</c> and <c>Evaluate</c>.</summary>
    public (Tensor<float> Images, Tensor<byte> Labels) Normalize() => (Images.Normalize(), Labels);

    /// <summary>
    /// The same images with labels as rows that hold 1 at the class and 0 elsewhere, for <c>categorical_crossentropy</c>.
    /// </summary>
    /// <param name="classes">Number of classes.</param>
    public (Tensor<byte> Images, Tensor<float> Labels) OneHot(int classes = 10) => (Images, Utils.ToCategorical(Labels, classes));

    /// <summary>The first images, for a quick look.</summary>
    /// <param name="count">How many; all of them if there are fewer.</param>
    public ImageDataset Take(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (count >= Count) return this;
        return new ImageDataset(First(Images, count), First(Labels, count));
    }

    private static Tensor<byte> First(Tensor<byte> source, int count)
    {
        ReadOnlySpan<byte> all = TensorValues.Of(source);
        nint[] lengths = [count, .. source.Lengths[1..]];
        return Tensor.Create(all[..(all.Length / checked((int)source.Lengths[0]) * count)].ToArray(), lengths);
    }
}
