using System.Numerics.Tensors;
using Fashion.Keras.Data;
using Fashion.Keras.Layers;

namespace Fashion.Keras.Tests.Data;

public class ModelDataTests
{
    [Fact]
    public void NewWithNames_IsDataAndTensorsByName()
    {
        SymbolicTensor a = Input.Of([2]), b = Input.Of([1]);
        var model = new Model(new() { ["a"] = a, ["b"] = b }, new() { ["p"] = new Concatenate().Apply([a, b]) });
        Assert.Equal(["a", "b"], model.InputNames);
        Assert.Equal(["p"], model.OutputNames);
        model.Compile("sgd", loss: new() { ["p"] = "mse" });
        float[,] x = { { 1, 2 } }, z = { { 3 } }, y = { { 1, 2, 3 } };
        Assert.Equal(0, model.Fit(x: new() { ["b"] = z, ["a"] = x }, y: new() { ["p"] = y }, verbose: Verbosity.Silent)["loss"][0]);
        Assert.Equal([1f, 2, 3], model.Predict(new ModelData { ["a"] = x, ["b"] = z }, verbose: Verbosity.Silent).ToArray());

        var data = new ModelData { ["a"] = x };
        data["a"] = z;
        Assert.Equal([3.0], data["a"].Arrays[0].ToDoubles());
        Assert.Contains("no data for 'c', only for: a", Assert.Throws<KeyNotFoundException>(() => data["c"]).Message);
        Assert.Contains("no names", Assert.Throws<InvalidOperationException>(() => ((ModelData)x)["a"]).Message);
        Assert.Contains("data for 'a' is missing",
            Assert.Throws<ArgumentException>(() => model.Predict(new ModelData(), verbose: Verbosity.Silent)).Message);
        var tensors = new ModelTensors { ["a"] = a };
        Assert.Same(a, tensors["a"]);
        Assert.Throws<KeyNotFoundException>(() => tensors["c"]);
        Assert.Throws<InvalidOperationException>(() => ((ModelTensors)a)["a"]);
    }

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
        ModelData row = Tensor.Create([1, 2, 3, 4, 5, 6], [2, 3]).Slice(1..2, 0..3),
            column = Tensor.Create([1, 2, 3, 4, 5, 6], [2, 3]).Slice(0..2, 1..2);
        Assert.Equal([4.0, 5, 6], row.Arrays[0].ToDoubles());
        Assert.Equal([2.0, 5], column.Arrays[0].ToDoubles());
    }

    [Fact]
    public void Array_OfAnyPlainType_KeepsItsValues()
    {
        ModelData[] all = [new float[] { 1, 0 }, new double[] { 1, 0 }, new byte[] { 1, 0 }, new sbyte[] { 1, 0 }, new short[] { 1, 0 },
            new ushort[] { 1, 0 }, new[] { 1, 0 }, new long[] { 1, 0 }, new[] { true, false }];
        foreach (ModelData data in all) Assert.Equal([1.0, 0], data.Arrays[0].ToDoubles());
    }

    [Fact]
    public void Jagged_EqualRows_BecomeOneBlock()
    {
        ModelData data = new double[][] { [1, 2], [3, 4], [5, 6] };
        Assert.Equal([3, 2], data.Arrays[0].Shape);
        Assert.Equal([1.0, 2, 3, 4, 5, 6], data.Arrays[0].ToDoubles());
        Assert.Contains("(1,)", Assert.Throws<ArgumentException>(() => (ModelData)new float[][] { [1, 2], [3] }).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Array_OfOtherElements_Throws() =>
        Assert.Contains("DateTime", Assert.Throws<ArgumentException>(() => (ModelData)new[] { default(DateTime) }).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Texts_OfAllForms_AreOneArray()
    {
        Assert.Equal(["a", "b"], Only(["a", "b"]).Texts);
        Assert.Equal(["a", "b"], Only(new List<string> { "a", "b" }).Texts);
        ArraySource[] all = [Only(new[,] { { "a", "b" }, { "c", "d" } }), Only(new string[][] { ["a", "b"], ["c", "d"] }),
            Only(Tensor.Create(["a", "b", "c", "d"], [2, 2]))];
        foreach (ArraySource array in all)
        {
            Assert.Equal([2, 2], array.Shape);
            Assert.Equal(["c", "d"], array.Slice(1, 1).Texts);
        }
        ModelData two = [new[] { "a" }, new[] { "b" }];
        Assert.Equal(2, two.Arrays.Count);

        static ArraySource Only(ModelData data) => Assert.Single(data.Arrays);
    }

    [Fact]
    public void Jagged_AllNumberTypes_KeepTheirValues()
    {
        AssertSame<ushort>([[1, 65535]]);
        AssertSame<uint>([[1, uint.MaxValue]]);
        AssertSame<ulong>([[1, 1UL << 60]]);
        AssertSame<Half>([[(Half)1, (Half)0.5]]);
        Assert.Throws<ArgumentException>(() => (ModelData)new Array[] { new int[1], new float[1] });

        static void AssertSame<T>(T[][] rows) where T : struct, System.Numerics.INumberBase<T> =>
            Assert.Equal(rows[0].Select(double.CreateChecked), ((ModelData)rows).Arrays[0].ToDoubles());
    }

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
