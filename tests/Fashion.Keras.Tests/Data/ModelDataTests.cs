using System.Numerics.Tensors;
using Fashion.Keras.Data;

namespace Fashion.Keras.Tests.Data;

public class ModelDataTests
{
    [Fact]
    public void Tensor_Dense_IsUsedInPlace()
    {
        float[] values = [1, 2, 3, 4, 5, 6];
        ModelData data = Tensor.Create(values, [2, 3]);
        values[4] = 50;
        Assert.Equal([1.0, 2, 3, 4, 50, 6], data.Arrays[0].ToDoubles());
    }

    [Fact]
    public void Tensor_Slice_StartsAtItsFirstElement()
    {
        ModelData row = Tensor.Create([1, 2, 3, 4, 5, 6], [2, 3]).Slice(1..2, 0..3), column = Tensor.Create([1, 2, 3, 4, 5, 6], [2, 3]).Slice(0..2, 1..2);
        Assert.Equal([4.0, 5, 6], row.Arrays[0].ToDoubles());
        Assert.Equal([2.0, 5], column.Arrays[0].ToDoubles());
    }

    [Fact]
    public void Array_OfAnyPlainType_KeepsItsValues()
    {
        ModelData[] all = [new float[] { 1, 0 }, new double[] { 1, 0 }, new byte[] { 1, 0 }, new sbyte[] { 1, 0 }, new short[] { 1, 0 }, new ushort[] { 1, 0 }, new[] { 1, 0 }, new long[] { 1, 0 }, new[] { true, false }];
        foreach (ModelData data in all) Assert.Equal([1.0, 0], data.Arrays[0].ToDoubles());
    }

    [Fact]
    public void Jagged_EqualRows_BecomeOneBlock()
    {
        ModelData data = new double[][] { [1, 2], [3, 4], [5, 6] };
        Assert.Equal([3, 2], data.Arrays[0].Shape);
        Assert.Equal([1.0, 2, 3, 4, 5, 6], data.Arrays[0].ToDoubles());
        Assert.Contains("(1,)", Assert.Throws<ArgumentException>(() => (ModelData)new float[][] { [1, 2], [3] }).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Array_OfTexts_Throws() =>
        Assert.Contains("String", Assert.Throws<ArgumentException>(() => (ModelData)new[] { "a" }).Message, StringComparison.Ordinal);

    [Fact]
    public void Slice_OfASource_SharesTheMemory()
    {
        ArraySource slice = ArraySource.From(new byte[,] { { 1, 2 }, { 3, 4 }, { 5, 6 } }).Slice(1, 2);
        Assert.Equal([3.0, 4, 5, 6], slice.ToDoubles());
        Assert.Equal(5, slice[2]);
    }

    [Fact]
    public void Normalize_Bytes_DividesBy255()
    {
        Tensor<float> normalized = Tensor.Create(new byte[] { 0, 51, 255 }, [3]).Normalize();
        Assert.Equal([0f, 51 / 255f, 1f], normalized.ToArray());
    }
}
