using System.Numerics.Tensors;
using Fashion.Keras.Data;
using Fashion.Keras.Layers;
using Fashion.Keras.Pipelines;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Pipelines;

/// <summary>
/// Samples of arrays and lists are read by the step where they lie; those of generators are copied, for a generator may use one array for
/// all.
/// </summary>
public sealed class HeldSamplesTests
{
    private const int Samples = 37, Side = 32;

    public static TheoryData<string> Kinds =>
        ["float", "double", "byte", "tensors between", "generator with one array", "two inputs", "prefetched", "cached"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Fit_LargeSamples_LearnsWhatItLearnsFromArrays(string kind)
    {
        var random = new Random(3);
        var images = new byte[Samples, Side, Side];
        random.NextBytes(System.Runtime.InteropServices.MemoryMarshal.CreateSpan(ref images[0, 0, 0], images.Length));
        float[] y = [.. Enumerable.Range(0, Samples).Select(i => images[i, 0, 0] / 255f)];
        Sequential fromArrays = Model(), fromSamples = Model();
        fromArrays.Fit(images, y, batchSize: 8, epochs: 2, shuffle: false, verbose: Verbosity.Silent);
        switch (kind)
        {
            case "float": Fit(fromSamples, Each(i => Image<float>(images, i)), y); break;
            case "double": Fit(fromSamples, Each(i => Image<double>(images, i)), y); break;
            case "byte": Fit(fromSamples, Each(i => Image<byte>(images, i)), y); break;
            case "tensors between":
                Fit(fromSamples,
                Each<object>(i => i % 3 == 2 ? Tensor.Create(Image<float>(images, i).Cast<float>().ToArray(), [Side, Side])
                    : Image<float>(images, i)), y); break;
            case "generator with one array":
                fromSamples.Fit(Dataset.From(Same(images, y)).Batch(8), epochs: 2, verbose: Verbosity.Silent);
                break;
            case "prefetched":
                fromSamples.Fit(Dataset.From(Each(i => (Image<float>(images, i), y[i]))).Prefetch(3).Batch(8).Prefetch(2),
                epochs: 2, verbose: Verbosity.Silent); break;
            case "cached":
                fromSamples.Fit(Dataset.FromIndex(Samples, i => (Image<float>(images, i), y[i])).Cache().Batch(8), epochs: 2,
                verbose: Verbosity.Silent); break;
            default:
                Model whole = TwoInputs();
                whole.Fit([images, images], y, batchSize: 8, epochs: 2, shuffle: false, verbose: Verbosity.Silent);
                Model two = TwoInputs();
                two.Fit(Dataset.From(Each(i => ((Image<float>(images, i), Image<byte>(images, i)), y[i]))).Batch(8), epochs: 2,
                    verbose: Verbosity.Silent);
                Assert.Equal(whole.Weights[0].ToArray(), two.Weights[0].ToArray());
                return;
        }
        Assert.Equal(fromArrays.Weights[0].ToArray(), fromSamples.Weights[0].ToArray());
    }

    [Fact]
    public void Fit_TokensOutOfRange_AreNamed()
    {
        Sequential model = new Sequential { new Input([200]), new Embedding(10, 2), new Flatten(), new Dense(1) }.Seeded(2);
        model.Compile("sgd", "mse");
        var sample = new long[200];
        sample[7] = 12;
        ArgumentException e =
            Assert.Throws<ArgumentException>(() => model.Fit(new[] { (new long[200], 1f), (sample, 1f) }, verbose: Verbosity.Silent));
        Assert.Contains("the id 12 of sample 1, step 7", e.Message);
    }

    [Fact]
    public void FromSamples_ReadAsAWhole_IsOneArray()
    {
        ArraySource apart = ArraySource.FromSamples([new float[,] { { 1, 2 } }, new float[,] { { 3, 4 } }], ElementType.Single, [2, 1, 2]);
        Assert.Equal([1.0, 2, 3, 4], apart.ToDoubles());
        Assert.NotNull(apart.Reshape([2, 2]).Samples);
        Assert.Null(apart.Reshape([1, 4]).Samples);
        Assert.Equal([3.0, 4], apart.Slice(1, 1).ToDoubles());
        Assert.Equal([1.0, 2, 3, 4], apart.Reshape([1, 4]).ToDoubles());
    }

    [Fact]
    public void IsHeld_ElementsInMemoryOnly()
    {
        Dataset<(float[], int)> held = Dataset.From(new[] { (new float[1], 1) });
        Assert.True(held.Shuffle(3, seed: 1).Repeat(2).Skip(1).Take(3).Shard(0, 1).Batch(2).Prefetch().IsHeld);
        Assert.True(held.Zip(new List<int> { 1 }).IsHeld);
        Assert.False(held.Map(s => s).Batch(2).Prefetch().IsHeld);
        Assert.False(held.Filter(s => true).IsHeld);
        Assert.False(Dataset.FromIndex(1, i => i).IsHeld);
        Assert.False(Dataset.From(Enumerable.Range(0, 3).Select(i => i)).IsHeld);
        Dataset<int> cache = Dataset.FromIndex(2, i => i).Cache();
        Assert.False(cache.IsHeld);
        Assert.Equal([0, 1], [.. cache]);
        Assert.True(cache.IsHeld);
    }

    private static void Fit<TX>(Sequential model, TX[] x, float[] y) =>
        model.Fit(Dataset.From([.. x.Zip(y)]).Batch(8), epochs: 2, verbose: Verbosity.Silent);

    private static T[] Each<T>(Func<int, T> make) => [.. Enumerable.Range(0, Samples).Select(make)];

    private static IEnumerable<(float[,] X, float Y)> Same(byte[,,] images, float[] y)
    {
        var one = new float[Side, Side];
        for (int i = 0; i < Samples; i++)
        {
            Array.Copy(Image<float>(images, i), one, one.Length);
            yield return (one, y[i]);
        }
    }

    private static T[,] Image<T>(byte[,,] images, int index) where T : System.Numerics.INumberBase<T>
    {
        var image = new T[Side, Side];
        for (int i = 0; i < image.Length; i++) image[i / Side, i % Side] = T.CreateChecked(images[index, i / Side, i % Side]);
        return image;
    }

    private static Sequential Model()
    {
        Sequential model = new Sequential { new Input([Side, Side]), new Rescaling(1 / 255.0), new Flatten(), new Dense(1) }.Seeded(2);
        model.Compile("sgd", "mse");
        return model;
    }

    private static Model TwoInputs()
    {
        SymbolicTensor left = new Input([Side, Side]).Output, right = new Input([Side, Side]).Output;
        var model =
            new Model([left, right],
                new Dense(1).Apply(new Flatten().Apply(new Rescaling(1 / 255.0).Apply(new Add().Apply([left, right])[0])))).Seeded(2);
        model.Compile("sgd", "mse");
        return model;
    }
}
