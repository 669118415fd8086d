using System.Numerics.Tensors;
using Fashion.Keras.Data;
using Fashion.Keras.Layers;
using Fashion.Keras.Pipelines;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Pipelines;

/// <summary>Samples joined into batches: every form that a sample may have.</summary>
public sealed class BatchingTests
{
    [Theory]
    [InlineData("batches")]
    [InlineData("prefetched")]
    [InlineData("repeated")]
    [InlineData("taken")]
    [InlineData("cached")]
    [InlineData("mapped")]
    public void Fit_OverBatchesWithLentArrays_LearnsWhatItLearnsFromArrays(string kind)
    {
        const int Samples = 70, Epochs = 3;
        var random = new Random(1);
        (float[,] X, float Y)[] samples = [.. Enumerable.Range(0, Samples).Select(_ =>
        {
            float[,] x = { { random.NextSingle(), random.NextSingle() }, { random.NextSingle(), random.NextSingle() } };
            return (x, x[0, 0] - x[1, 1]);
        })];
        var images = new float[Samples, 2, 2];
        for (int i = 0; i < Samples; i++) Buffer.BlockCopy(samples[i].X, 0, images, i * 16, 16);
        Dataset<DataBatch> batches = Dataset.From(samples).Batch(16);
        Dataset<DataBatch> source = kind switch
        {
            "prefetched" => batches.Prefetch(3),
            "repeated" => batches.Repeat(),
            "taken" => batches.Skip(0).Take(5),
            "cached" => batches.Cache(),
            "mapped" => batches.Map(batch => batch),
            _ => batches,
        };
        Sequential fromArrays = Model(), fromBatches = Model();
        fromArrays.Fit(images, samples.Select(s => s.Y).ToArray(), batchSize: 16, epochs: Epochs, shuffle: false,
            verbose: Verbosity.Silent);
        fromBatches.Fit(source, epochs: Epochs, stepsPerEpoch: kind == "repeated" ? 5 : null, verbose: Verbosity.Silent);
        for (int i = 0; i < 2; i++) Assert.Equal(fromArrays.Weights[i].ToArray(), fromBatches.Weights[i].ToArray());

        static Sequential Model()
        {
            Sequential model = new Sequential { new Input([2, 2]), new Flatten(), new Dense(1) }.Seeded(2);
            model.Compile("sgd", "mse");
            return model;
        }
    }

    [Fact]
    public void BatchMemory_LendsWhatWasGivenBack()
    {
        var memory = new BatchMemory();
        Array first = memory.Rent(ElementType.Single, 100);
        Assert.NotSame(first, memory.Rent(ElementType.Single, 100));
        IReadOnlyList<Array> lent = memory.TakeLent();
        Assert.Equal(2, lent.Count);
        memory.Return(lent);
        Assert.Equal(50, memory.Rent(ElementType.Single, 50).Length);
        Assert.IsType<byte[]>(memory.Rent(ElementType.Byte, 100));
        Assert.Contains(memory.Rent(ElementType.Single, 100), lent);
        Assert.Equal(3, memory.TakeLent().Count);
    }

    [Fact]
    public void Batch_RaggedEnd_IsSmallerOrLeftOut()
    {
        Dataset<DataBatch> batches = Samples(10, i => (new float[] { i, -i }, i)).Batch(4);
        Assert.Equal([4, 4, 2], batches.Select(b => b.X.Arrays[0].Rows));
        Assert.Equal(3, Dataset.From((IReadOnlyList<(float[], int)>)[.. Samples(10, i => (new float[] { i }, i))]).Batch(4).Count);
        Assert.Equal([4, 4], Samples(10, i => (new float[] { i, -i }, i)).Batch(4, dropRemainder: true).Select(b => b.X.Arrays[0].Rows));
        DataBatch last = batches.Last();
        Assert.Equal([8.0, -8, 9, -9], last.X.Arrays[0].ToDoubles());
        Assert.Equal([8.0, 9], last.Y!.Arrays[0].ToDoubles());
        Assert.Equal([2], last.Y.Arrays[0].Shape);
    }

    public static TheoryData<object, int[]> Forms => new()
    {
        { 1.5f, [] }, { 2.5, [] }, { (byte)3, [] }, { 4, [] }, { 5L, [] }, { true, [] }, { (sbyte)1, [] }, { (short)2, [] },
        { (ushort)3, [] }, { 4u, [] }, { 5ul, [] }, { (Half)6, [] },
        { new[] { 1f, 2 }, [2] }, { new byte[] { 1, 2, 3 }, [3] }, { new[] { (Half)1 }, [1] },
        { new double[,] { { 1, 2 }, { 3, 4 } }, [2, 2] }, { new int[1, 2, 2], [1, 2, 2] },
        { new[] { new[] { 1f, 2 }, new[] { 3f, 4 } }, [2, 2] }, { Tensor.Create([1f, 2, 3, 4], [2, 2]), [2, 2] },
        { Tensor.Create(new byte[] { 1, 2 }, [2]), [2] },
    };

    [Theory]
    [MemberData(nameof(Forms))]
    public void Batch_FormOfASample_GainsABatchAxis(object sample, int[] shape)
    {
        DataBatch batch = Assert.Single(Enumerable.Repeat((sample, 0), 3).Batch(3));
        ArraySource x = Assert.Single(batch.X.Arrays);
        Assert.Equal([3, .. shape], x.Shape);
        double[] values = x.ToDoubles();
        Assert.Equal(values[..(values.Length / 3)], values[^(values.Length / 3)..]);
    }

    [Fact]
    public void Batch_TuplesAndDictionaries_AreSeveralInputs()
    {
        DataBatch tuple = Assert.Single(Samples(2, i => ((new float[] { i }, new byte[] { 1, 2 }), i)).Batch(2));
        Assert.Equal(["[2, 1]", "[2, 2]"], tuple.X.Arrays.Select(a => $"[{string.Join(", ", a.Shape)}]"));
        DataBatch named =
            Assert.Single(Samples(2, i => (new Dictionary<string, float[]> { ["left"] = [i], ["right"] = [i, i] }, (float)i)).Batch(2));
        Assert.Equal(["left", "right"], named.X.Names);
        DataBatch data = Assert.Single(Samples(2, i => ((ModelData)new[] { (float)i, 1 }, 1)).Batch(2));
        Assert.Equal([2, 2], data.X.Arrays[0].Shape);
    }

    [Fact]
    public void Batch_LargerThanTheData_TakesMemoryForWhatThereIs()
    {
        (float[], int)[] rows = [.. Enumerable.Range(0, 200).Select(i => (new float[] { i, -i }, i))];
        DataBatch batch = Assert.Single(rows.Batch(int.MaxValue));
        Assert.Equal(Enumerable.Range(0, 200).SelectMany(i => new double[] { i, -i }), batch.X.Arrays[0].ToDoubles());
        Assert.Equal(Enumerable.Range(0, 200).Select(i => (double)i), batch.Y!.Arrays[0].ToDoubles());
    }

    [Fact]
    public void Batch_WeightedSamples_KeepTheirWeights() =>
        Assert.Equal([0.5, 1.5],
            Assert.Single(Samples(2, i => (new float[] { i }, i, 0.5f + i)).Batch(2)).SampleWeight!.Arrays[0].ToDoubles());

    [Fact]
    public void Batch_SamplesThatDiffer_AreAnErrorWithTheirNumber()
    {
        Exception shape = Assert.Throws<ShapeMismatchException>(() => Samples(5, i => (new float[i == 3 ? 2 : 1], i)).Batch(5).Count());
        Assert.Contains("(1,)", shape.Message, StringComparison.Ordinal);
        Assert.Equal(3L, shape.Data["sample"]);
        Assert.Throws<ArgumentException>(() => Samples(3, i => (i == 2 ? null! : "text", i)).Batch(2).Count());
        Assert.Throws<ArgumentException>(() => Samples(3, i => (i == 2 ? null! : new float[1], i)).Batch(3).Count());
        Assert.Throws<ArgumentException>(() => Samples(2, i => ((object)(i == 1 ? new float[1] : (1f, 2f)), i)).Batch(2).Count());
        // The next batch may have another shape: sequences of another length.
        Assert.Equal(["(2, 1)", "(2, 5)"],
            Samples(4, i => (new float[i < 2 ? 1 : 5], i)).Batch(2).Select(b => b.X.Arrays[0].Shape.ToString()));
    }

    private static IEnumerable<T> Samples<T>(int count, Func<int, T> sample)
    {
        for (int i = 0; i < count; i++) yield return sample(i);
    }
}
