using Fashion.Keras.Layers;
using Fashion.Keras.Serialization;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Layers;

/// <summary>Layers that are functions in code.</summary>
public class LambdaTests
{
    private static readonly float[,] Samples = { { 1, -2, 3 }, { 0.5f, 4, -1 } };

    [Fact]
    public void Predict_FunctionOfOneTensor_IsApplied()
    {
        var model =
            new Sequential { new Lambda(x => x * 2 + 1, inputShape: [3]), new Lambda(x => Ops.Sum(x, axis: -1, keepDimensions: true)) };
        Assert.Equal([7f, 10f], model.Predict(Samples, verbose: Verbosity.Silent).ToArray());
        Assert.Equal([Shape.Unknown, 1], model.OutputShapes[0]);
        Assert.StartsWith("lambda", model.Layers[0].Name, StringComparison.Ordinal);
    }

    [Fact]
    public void Apply_FunctionOfSeveralTensors_GetsAll()
    {
        SymbolicTensor a = Input.Of([3]), b = Input.Of([1]);
        var model = new Model([a, b], new Lambda(xs => xs[0] * xs[1]).Apply([a, b]).ToArray());
        Assert.Equal([2f, -4f, 6f, -0.5f, -4f, 1f],
            model.Predict([Samples, new float[,] { { 2 }, { -1 } }], verbose: Verbosity.Silent).ToArray());
        Assert.Contains("one tensor", Assert.Throws<ArgumentException>(() => new Lambda(x => x * 2).Apply([a, b])).Message);
    }

    [Fact]
    public void Predict_ItemsOfTheOnlyTensor_AreReachedByItsType()
    {
        // Every row without the first row, against every tensor without itself.
        Assert.Equal([0f, 0, 0, -0.5f, 6, -4],
            new Sequential { new Lambda((SymbolicTensor x) => x - x[0], inputShape: [3]) }.Predict(Samples, verbose: Verbosity.Silent)
                .ToArray());
        SymbolicTensor x = Input.Of([3]);
        Assert.Equal([0f, 0, 0, -0.5f, 6, -4], new Model(x, x.Lambda(x => x - x[0])).Predict(Samples, verbose: Verbosity.Silent).ToArray());
        Assert.Equal(new float[6],
            new Model(x, new Lambda(xs => xs[0] - xs[0]).Apply(x)).Predict(Samples, verbose: Verbosity.Silent).ToArray());
    }

    [Fact]
    public void Fit_FunctionThatAsksForTraining_IsTold()
    {
        var model = new Sequential { new Dense(1, kernelInitializer: "ones", inputShape: [3]),
            new Lambda((x, context) => context.Training ? x * 0 : x) };
        model.Compile("sgd", "mse");
        float[] before = model.Layers[0].Weights[0].ToArray();
        model.TrainOnBatch(Samples, new float[,] { { 9 }, { 9 } });
        Assert.Equal(before, model.Layers[0].Weights[0].ToArray());
        Assert.Equal([2f, 3.5f], model.Predict(Samples, verbose: Verbosity.Silent).ToArray());
    }

    [Fact]
    public void OutputShape_Given_IsTakenWithTheBatch()
    {
        SymbolicTensor x = Input.Of([-1, 4]);
        Assert.Equal([-1, -1, 2], new Lambda(t => Ops.Slice(t, [0, 0, 0], [-1, -1, 2]), outputShape: [-1, 2]).Apply(x).Shape);
    }

    [Fact]
    public void Mask_Given_IsThatOfTheOutput()
    {
        SymbolicTensor x = Input.Of([3, 1]);
        SymbolicTensor marked = new Masking().Apply(x);
        var ends = new Model(x, new GlobalAveragePooling1D().Apply(new Lambda(t => t + 1).Apply(marked)));
        var carries = new Model(x, new GlobalAveragePooling1D().Apply(new Lambda(t => t + 1, mask: (_, mask) => mask).Apply(marked)));
        float[,,] values = { { { 3 }, { 5 }, { 0 } } };
        Assert.Equal(11f / 3, ends.Predict(values, verbose: Verbosity.Silent).ToArray()[0], 1e-6f);
        Assert.Equal(5f, carries.Predict(values, verbose: Verbosity.Silent).ToArray()[0], 1e-6f);
    }

    [Fact]
    public void Save_WithoutRegisteredName_SaysWhatToDo()
    {
        using var folder = new TemporaryFolder();
        var model = new Sequential { new Dense(2, inputShape: [3]), new Lambda(x => x * 2, name: "twice") };
        foreach (string ending in (string[])[".keras", ".h5"])
        {
            string message = Assert.Throws<NotSupportedException>(() => model.Save(folder.File("model" + ending))).Message;
            Assert.Contains("'twice'", message);
            Assert.Contains("registeredName", message);
        }
        model.SaveWeights(folder.File("model.weights.h5"));
        Assert.Empty(model.LoadWeights(folder.File("model.weights.h5")));
    }

    [Fact]
    public void Save_WithRegisteredName_ComesBackWithCustomObjects()
    {
        using var folder = new TemporaryFolder();
        static Lambda Twice() => new(x => x * 2, registeredName: "mine>Twice");
        var model = new Sequential { new Dense(2, inputShape: [3]), Twice() };
        float[] want = model.Predict(Samples, verbose: Verbosity.Silent).ToArray();
        foreach (string ending in (string[])[".keras", ".h5"])
        {
            string path = folder.File("model" + ending);
            model.Save(path);
            Assert.Contains("Twice", Assert.Throws<ModelFormatException>(() => Model.Load(path)).Message);
            Model loaded = Model.Load(path, customObjects: new CustomObjects { { "mine>Twice", _ => Twice() } });
            Assert.Equal(want, loaded.Predict(Samples, verbose: Verbosity.Silent).ToArray());
        }
        Assert.Contains("package>Name", Assert.Throws<ArgumentException>(() => new Lambda(x => x, registeredName: "Twice")).Message);
    }
}
