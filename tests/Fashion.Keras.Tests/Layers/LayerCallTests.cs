using System.Numerics.Tensors;
using Fashion.Keras.Layers;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Layers;

/// <summary>Layers and models as functions of values.</summary>
public sealed class LayerCallTests
{
    [Fact]
    public void Call_OfAModel_HasTheBitsOfPredict()
    {
        Sequential model = new Sequential().Input(6).Dense(96, "relu").BatchNormalization().Dropout(0.5).Dense(3, "softmax").Seeded(1);
        Tensor<float> x = Numbers(8, 6);
        Assert.Equal(model.Predict(x, verbose: Verbosity.Silent).ToArray(), model.Call(x).ToArray());
        Assert.Equal([8, 3], model.Call(x).Lengths.ToArray().Select(l => (int)l));
        Assert.NotEqual(model.Call(x).ToArray(), model.Call(x, training: true).ToArray());
        model.Add(new Dense(2));
        Assert.Equal(model.Predict(x, verbose: Verbosity.Silent).ToArray(), model.Call(x).ToArray());
    }

    [Fact]
    public void Call_OfAModel_RunsAsItsOptionsSay()
    {
        Sequential model = new Sequential().Input(6).Dense(200, "tanh").Dense(200, "tanh").Dense(3).Seeded(1);
        Tensor<float> x = Numbers(8, 6);
        float[] managed = model.Call(x).ToArray();
        model.Options = new ModelOptions { Engine = GraphRunner.Engine("reference") };
        Assert.Equal(model.Predict(x, verbose: Verbosity.Silent).ToArray(), model.Call(x).ToArray());
        // Double precision shows in the last bits.
        Assert.NotEqual(managed, model.Call(x).ToArray());
    }

    [Fact]
    public void Call_OfALayer_MakesItsWeightsAndSeesTheirChanges()
    {
        var dense = new Dense(2, kernelInitializer: "ones");
        Tensor<float> x = Tensor.Create([1f, 2, 3], [1, 3]);
        Assert.Equal([6f, 6], dense.Call(x).ToArray());
        dense.Weights[1].Set([1, -1]);
        Assert.Equal([7f, 5], dense.Call(x).ToArray());
    }

    [Fact]
    public void Call_SeveralInputsAndOutputs()
    {
        SymbolicTensor a = Input.Of([2]), b = Input.Of([2]);
        var model = new Model(new[] { a, b }, new[] { a + b, a - b });
        IReadOnlyList<Tensor<float>> outputs = model.Call([Tensor.Create([1f, 2], [1, 2]), Tensor.Create([3f, 5], [1, 2])]);
        Assert.Equal([4f, 7], outputs[0].ToArray());
        Assert.Equal([-2f, -3], outputs[1].ToArray());
        Assert.Contains("2 outputs",
            Assert.Throws<ArgumentException>(() => new Model(a, new[] { a + 1f, a - 1f }).Call(Tensor.Create([1f, 2], [1, 2]))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Call_TrainingStatistics_AreKept()
    {
        var normalization = new BatchNormalization(momentum: 0.5);
        normalization.Call(Tensor.Create([2f, 4], [2, 1]), training: true);
        Assert.Equal(1.5f, normalization.Weights[2].ToArray()[0], 1e-6f);
        normalization.Trainable = false;
        normalization.Call(Tensor.Create([20f, 40], [2, 1]), training: true);
        Assert.Equal(1.5f, normalization.Weights[2].ToArray()[0], 1e-6f);
    }

    public static TheoryData<Layer> ImageLayers =>
        [new RandomFlip(seed: 1), new RandomRotation(0.2, seed: 1), new RandomCrop(4, 5, seed: 1), new RandomContrast(0.3, seed: 1),
            new CenterCrop(4, 4), new Resizing(3, 9), new Rescaling(1 / 255.0)];

    [Theory]
    [MemberData(nameof(ImageLayers))]
    public void Call_SingleImage_IsABatchOfOne(Layer layer)
    {
        Tensor<float> image = Tensor.Create(Enumerable.Range(0, 8 * 7 * 3).Select(i => (float)i).ToArray(), [8, 7, 3]);
        Tensor<float> single = layer.Call(image), batch = layer.Call(image.Unsqueeze(0));
        Assert.Equal(3, single.Rank);
        Assert.Equal(batch.ToArray(), single.ToArray());
        Assert.Equal(3, new Sequential { new Rescaling(2), layer }.Call(image).Rank);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void Call_InAPipeline_DrawsTheSameOnAnyNumberOfThreads(int parallel)
    {
        float[][] Epochs(int threads)
        {
            var augment = new Sequential { new RandomFlip(seed: 3), new RandomRotation(0.3, seed: 4), new RandomContrast(0.5, seed: 5) };
            Dataset<float[]> train = Dataset.Range(24).Shuffle(24, seed: 2)
                .Map(i => augment.Call(Image(i), training: true).ToArray(), threads);
            return [.. train, .. train];
        }
        float[][] one = Epochs(1), several = Epochs(parallel);
        Assert.Equal(one, several);
        // Each image gets new random numbers in each pass.
        Assert.Equal(48, one.Select(image => string.Join(' ', image)).Distinct().Count());
    }

    [Fact]
    public void Call_FromSeveralThreads_HasTheBitsOfOne()
    {
        Sequential model = new Sequential().Input(6).Dense(64, "relu").Dense(3).Seeded(3);
        Tensor<float>[] batches = [.. Enumerable.Range(0, 32).Select(i => Numbers(1 + i % 5, 6))];
        float[][] expected = [.. batches.Select(b => model.Call(b).ToArray())], given = new float[32][];
        Parallel.For(0, 32, i => given[i] = model.Call(batches[i]).ToArray());
        Assert.Equal(expected, given);
    }

    private static Tensor<float> Image(int number) =>
        Tensor.Create(Enumerable.Range(0, 6 * 6).Select(i => (float)((i * 7 + number * 13) % 31)).ToArray(), [6, 6, 1]);

    private static Tensor<float> Numbers(int rows, int width)
    {
        var random = new Random(rows);
        return Tensor.Create(Enumerable.Range(0, rows * width).Select(_ => random.NextSingle() - 0.5f).ToArray(), [rows, width]);
    }
}
