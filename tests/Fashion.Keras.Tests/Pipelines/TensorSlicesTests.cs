using System.Numerics.Tensors;
using Fashion.Keras.Layers;

namespace Fashion.Keras.Tests.Pipelines;

/// <summary>Pipelines over tensors and arrays: samples along the first axis, as tf.data.Dataset.from_tensor_slices.</summary>
public class TensorSlicesTests
{
    private static readonly Tensor<float> X = Tensor.Create([.. Enumerable.Range(0, 12).Select(i => (float)i)], [4, 3]);

    [Fact]
    public void From_Tensor_GivesItsRows()
    {
        Dataset<ModelData> rows = Dataset.From(X);
        Assert.Equal(4, rows.Count);
        Assert.Equal([3, 3], [.. rows.Batch(3).Select(batch => batch.X.Arrays[0].Shape).First()]);
        Assert.Equal([9f, 10, 11], rows.Skip(3).Batch(1).Single().X.Arrays[0].ToFloats());
    }

    [Fact]
    public void From_ArraysOfAnyType_GivesPairs()
    {
        int[] labels = [0, 1, 2, 3];
        DataBatch batch = Dataset.From(X, labels).Shuffle(4, seed: 1).Batch(4).Single();
        Assert.Equal([4], batch.Y!.Arrays[0].Shape);
        float[] x = batch.X.Arrays[0].ToFloats(), y = batch.Y.Arrays[0].ToFloats();
        Assert.NotEqual([0f, 1, 2, 3], y);
        Assert.All(Enumerable.Range(0, 4), i => Assert.Equal(y[i] * 3, x[i * 3]));
        Assert.Equal(2, Dataset.From((new byte[2, 2, 1], new[] { 1.5, 2.5 })).Count);
        Assert.Equal([0.25f],
            Dataset.From(X, labels, new float[] { 1, 1, 1, 0.25f }).Skip(3).Batch(1).Single().SampleWeight!.Arrays[0].ToFloats());
    }

    [Fact]
    public void From_SeveralInputs_GivesAllOfThem()
    {
        DataBatch list = Dataset.From([X, new int[4, 2]], new float[4]).Batch(2).First();
        Assert.Equal([[2, 3], [2, 2]], list.X.Arrays.Select(array => array.Shape.ToArray()));
        DataBatch named = Dataset.From(new ModelData { ["a"] = X, ["b"] = new float[4] }, new float[4]).Batch(2).First();
        Assert.Equal(["a", "b"], named.X.Names!);
    }

    [Fact]
    public void Fit_OnSlices_IsFitOnTheArrays()
    {
        float[,] y = { { 1 }, { 0 }, { 2 }, { 1 } };
        float[] Weights(Action<Model> fit)
        {
            var model = new Sequential { new Input(3), new Dense(1, kernelInitializer: "ones") };
            model.Compile("sgd", "mse");
            fit(model);
            return model.Weights[0].ToArray();
        }
        Assert.Equal(Weights(m => m.Fit(X, y, batchSize: 2, shuffle: false, verbose: Verbosity.Silent)),
            Weights(m => m.Fit(Dataset.From(X, y).Batch(2), verbose: Verbosity.Silent)));
        Assert.Equal(Weights(_ => { }), Weights(m => m.Predict(Dataset.From(X).Batch(2), verbose: Verbosity.Silent)));
    }

    [Fact]
    public void From_ArraysThatDoNotFit_SaysSo()
    {
        Assert.Contains("4 and 5", Assert.Throws<ArgumentException>(() => Dataset.From(X, new float[5])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>(() => Dataset.From((Tensor<float>)null!));
    }
}
