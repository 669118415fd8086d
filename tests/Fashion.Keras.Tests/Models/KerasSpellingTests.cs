using System.Numerics.Tensors;
using Fashion.Keras.Layers;

namespace Fashion.Keras.Tests.Models;

/// <summary>What Keras users type compiles and means what it means there.</summary>
public sealed class KerasSpellingTests
{
    private static Sequential Classifier()
    {
        var model = new Sequential { new Input([4]), new Dense(3, activation: "softmax") };
        model.Compile("adam", "sparse_categorical_crossentropy", metrics: ["accuracy"]);
        return model;
    }

    [Theory]
    [InlineData(0, 0, false)]
    [InlineData(1, 1, true)]
    [InlineData(2, 1, false)]
    public void Verbose_Number_PrintsWhatKerasPrints(int verbose, int lines, bool bar)
    {
        Sequential model = Classifier();
        var output = new StringWriter();
        model.Options = model.Options with { Output = output };
        model.Fit(new float[8, 4], new int[8], epochs: 1, verbose: verbose);
        string text = output.ToString();
        Assert.Equal(lines, text.Split('\n').Count(line => line.Contains("loss:", StringComparison.Ordinal)));
        Assert.Equal(bar, text.Contains("[==", StringComparison.Ordinal));
    }

    [Fact]
    public void Verbose_LiteralsAndTruthValues_Compile()
    {
        Sequential model = Classifier();
        var output = new StringWriter();
        model.Options = model.Options with { Output = output };
        model.Evaluate(new float[8, 4], new int[8], verbose: 0);
        model.Predict(new float[8, 4], verbose: false);
        Assert.Empty(output.ToString());
        Assert.Throws<ArgumentOutOfRangeException>(() => model.Predict(new float[8, 4], verbose: 3));
    }

    [Fact]
    public void Concatenate_AppliedToAList_GivesOneTensor()
    {
        SymbolicTensor a = Input.Of([4]), b = Input.Of([3]);
        SymbolicTensor joined = new Concatenate().Apply([a, b]);
        Assert.Equal(new Shape(-1, 7), joined.Shape);
        var again = new Concatenate().Apply([a, b]);
        Assert.Equal(new Shape(-1, 2), new Dense(2).Apply(again)[0].Shape);
        Assert.Equal(2, new Model([a, b], again).Inputs.Count);
        Assert.Equal(new Shape(-1, 16), new Concatenate().Apply([a, b]).Dense(16, "relu").Shape);
    }

    [Fact]
    public void OutputsOfALayer_SeveralAtOnce()
    {
        SymbolicTensor text = Input.Of([5, 2]);
        var (output, h, c) = new LSTM(6, returnState: true, name: "reader").Apply([text]);
        Assert.All([output, h, c], t => Assert.Equal(new Shape(-1, 6), t.Shape));
        var error = Assert.Throws<InvalidOperationException>(() =>
        {
            SymbolicTensor one =
            new LSTM(6, returnState: true, name: "reader").Apply([text]);
        });
        Assert.Contains("'reader' gives 3 tensors", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Predict_OfSeveralOutputs_IsRefusedBeforeItWorks()
    {
        SymbolicTensor a = Input.Of([4]);
        var model = new Model(a, new[] { a.Dense(2, name: "left"), a.Dense(3, name: "right") });
        var output = new StringWriter();
        model.Options = model.Options with { Output = output };
        var error = Assert.Throws<InvalidOperationException>(() => model.Predict(new float[2, 4]));
        Assert.Contains("left, right", error.Message, StringComparison.Ordinal);
        Assert.Empty(output.ToString());
    }

    [Fact]
    public void Predict_NothingSaidAboutVerbose_PrintsIntoAWriterOfTheUsers()
    {
        Sequential model = Classifier();
        var output = new StringWriter();
        model.Options = model.Options with { Output = output };
        model.Predict(new float[8, 4]);
        Assert.Contains("1/1 [==", output.ToString(), StringComparison.Ordinal);
        Assert.Equal(Verbosity.Silent, default(VerbosityArgument).ForPrediction(null));
        Assert.Equal(Verbosity.Bar, ((VerbosityArgument)Verbosity.Bar).ForPrediction(null));
    }

    [Fact]
    public void Images_DividedByANumber_AreFloats()
    {
        Tensor<byte> images = Tensor.Create<byte>([0, 51, 255, 1], [1, 2, 2]);
        Assert.Equal([0f, 0.2f, 1f, 1 / 255f], (images / 255f).ToArray());
        Assert.Equal([0f, 0.2f, 1f, 1 / 255f], (images / 255).ToArray());
        Assert.Equal([0f, 0.2f, 1f, 1 / 255f], (images / 255.0).ToArray());
        Assert.Equal([1, 2, 2], (images / 255).Lengths.ToArray());
    }

    [Fact]
    public void ArgMax_OverAllAndAlongAxes()
    {
        Tensor<float> x = Tensor.Create([1f, 5, 2, 7, 0, 7], [2, 3]);
        Assert.Equal(3, x.ArgMax());
        Assert.Equal([1, 0], x.ArgMax(axis: -1).ToArray());
        Assert.Equal([1, 0, 1], x.ArgMax(axis: 0).ToArray());
        Tensor<float> cube = Tensor.Create([1f, 8, 3, 4, 5, 6, 7, 2], [2, 2, 2]);
        Assert.Equal([1, 0, 1, 0], cube.ArgMax(1).ToArray());
        Assert.Equal([2, 2], cube.ArgMax(1).Lengths.ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => x.ArgMax(2));
    }

    [Fact]
    public void Shape_FromNumbersOrAnArray()
    {
        Assert.Equal([28, 28], new Shape(28, 28));
        Assert.Equal(new Shape(new[] { -1, 3 }), Shape.Create([-1, 3]));
        Assert.Equal(Shape.Scalar, new Shape());
        Assert.Throws<ArgumentException>(() => new Shape(-2));
    }
}
