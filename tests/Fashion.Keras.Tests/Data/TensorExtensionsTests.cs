using System.Buffers;
using System.Numerics.Tensors;
using Fashion.Keras.Datasets;

namespace Fashion.Keras.Tests.Data;

public sealed class TensorExtensionsTests
{
    private static readonly Tensor<byte> Pixels = Tensor.Create(new byte[] { 0, 51, 102, 153, 204, 255 }, [2, 3]);

    [Fact]
    public void Normalize_Bytes_AreSharesOf255()
    {
        Tensor<float> normalized = Pixels.Normalize();
        Assert.Equal([2, 3], normalized.Lengths.ToArray());
        Assert.Equal([0, 0.2f, 0.4f, 0.6f, 0.8f, 1], Flat(normalized));
    }

    [Fact]
    public void Normalize_Slice_TakesItsElementsOnly() =>
        Assert.Equal([0.2f, 0.4f, 0.8f, 1], Flat(Pixels.Slice([NRange.All, new NRange(1, 3)]).Normalize()));

    [Fact]
    public void Normalize_LastRow_DoesNotStartAtTheFirst() =>
        Assert.Equal([0.6f, 0.8f, 1], Flat(Pixels.Slice([new NRange(1, 2), NRange.All]).Normalize()));

    [Fact]
    public void Normalize_Nothing_IsNothing() => Assert.Equal(0, Tensor.Create(Array.Empty<byte>(), [0, 3]).Normalize().FlattenedLength);

    [Fact]
    public void DataSet_Take_NormalizeAndOneHot_GoTogether()
    {
        ImageDataset first = new ImageDataset(Pixels, Tensor.Create(new byte[] { 2, 1 }, [2])).Take(1);
        Assert.Equal([0, 0.2f, 0.4f], Flat(first.Normalize().Images));
        Assert.Equal([0, 0, 1], Flat(first.OneHot(3).Labels));
    }

    private static float[] Flat(Tensor<float> tensor)
    {
        var values = new float[tensor.FlattenedLength];
        tensor.FlattenTo(values);
        return values;
    }
}
