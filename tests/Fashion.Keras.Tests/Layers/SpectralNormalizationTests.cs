using Fashion.Keras.Layers;
using Fashion.Keras.Losses;
using Fashion.Keras.Optimizers;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Layers;

/// <summary>What golden cases do not show: training steps, shared use, layers without a kernel.</summary>
public class SpectralNormalizationTests
{
    private static readonly float[,] X = { { 1, -2, 3 }, { 0.5f, 4, -1 } }, Y = { { 1, 0 }, { 0, 1 } };

    [Fact]
    public void PowerIterations_OutOfRange_AreRefused()
    {
        Assert.Contains("at most 10000, not 10001",
            Assert.Throws<ArgumentOutOfRangeException>(() => new SpectralNormalization(new Dense(1), 10_001)).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new SpectralNormalization(new Dense(1), 0));
    }

    [Fact]
    public void Fit_ManySteps_TheLargestSingularValueIsOne()
    {
        var wrapper = new SpectralNormalization(new Dense(2), powerIterations: 5, inputShape: [3]);
        var model = new Sequential { wrapper };
        model.Compile("sgd", "mse");
        for (int i = 0; i < 20; i++) model.TrainOnBatch(X, Y);
        model.Optimizer!.LearningRate = 0;
        model.TrainOnBatch(X, Y);
        float[] k = wrapper.Layer.Weights[0].ToArray();
        // Of the 2x2 matrix of products: trace and determinant give the singular values.
        double a = k[0] * k[0] + k[2] * k[2] + k[4] * k[4], b = k[0] * k[1] + k[2] * k[3] + k[4] * k[5],
            c = k[1] * k[1] + k[3] * k[3] + k[5] * k[5];
        Assert.Equal(1, Math.Sqrt((a + c) / 2 + Math.Sqrt((a - c) * (a - c) / 4 + b * b)), 1e-3);
    }

    [Fact]
    public void TrainStep_HasTheBitsOfCompile()
    {
        Sequential Model() => new Sequential { new SpectralNormalization(new Dense(2), powerIterations: 2, inputShape: [3]) }.Seeded(4);
        Sequential compiled = Model(), custom = Model();
        foreach ((Variable to, Variable from) in custom.Weights.Zip(compiled.Weights)) to.Set(from.ToArray());
        float[] start = compiled.Weights[1].ToArray();
        compiled.Compile(new Sgd(0.1), "mse");
        var (mse, optimizer) = (new MeanSquaredError(), new Sgd(0.1));
        TrainStep step = TrainStep.Define((x, y, t) =>
        {
            SymbolicTensor loss = mse.Compute(y, custom.Apply(x));
            t.Minimize(loss, custom, optimizer);
            return new() { ["loss"] = loss };
        });
        compiled.Fit(X, Y, epochs: 5, shuffle: false, verbose: Verbosity.Silent);
        step.Fit(X, Y, epochs: 5, shuffle: false, verbose: Verbosity.Silent);
        Assert.Equal(["kernel", "vector_u", "bias"], custom.Weights.Select(w => w.Name));
        foreach ((Variable expected, Variable weight) in compiled.Weights.Zip(custom.Weights))
            Assert.Equal(expected.ToArray(), weight.ToArray());
        Assert.NotEqual(start, custom.Weights[1].ToArray());
    }

    [Fact]
    public void TrainOnBatch_UsedTwice_IsDividedOnceAndLearnsFromBothUses()
    {
        (Model shared, Layer one) = Build(twice: true);
        (Model single, Layer other) = Build(twice: false);
        foreach ((Variable to, Variable from) in one.Weights.Zip(other.Weights)) to.Set(from.ToArray());
        shared.TrainOnBatch(X, Y);
        single.TrainOnBatch(X, Y);
        foreach ((Variable a, Variable b) in one.Weights.Zip(other.Weights))
            AssertClose.Equal(Array.ConvertAll(b.ToArray(), v => (double)v), a.ToArray(), 1e-6, 1e-6, a.Name);

        static (Model, Layer) Build(bool twice)
        {
            SymbolicTensor x = Input.Of([3]);
            var layer = new SpectralNormalization(new Dense(2));
            SymbolicTensor y = layer.Apply(x);
            var model = new Model(x, twice ? (y + layer.Apply(x)) / 2 : y);
            model.Compile("sgd", "mse");
            return (model, layer);
        }
    }

    [Fact]
    public void Build_KernelOfZeros_StaysZero()
    {
        var wrapper = new SpectralNormalization(new Dense(2, kernelInitializer: "zeros", useBias: false), inputShape: [3]);
        var model = new Sequential { wrapper };
        model.Compile(new Keras.Optimizers.Sgd(0), "mse");
        model.TrainOnBatch(X, Y);
        Assert.All(wrapper.Layer.Weights[0].ToArray(), v => Assert.Equal(0, v));
        Assert.All(wrapper.Weights[0].ToArray(), v => Assert.True(float.IsFinite(v)));
    }

    [Fact]
    public void Apply_LayerWithoutKernel_NamesBoth()
    {
        foreach (Layer layer in (Layer[])[new LSTM(2, name: "inner"), new Flatten(name: "inner"), new SeparableConv1D(2, 2, name: "inner")])
        {
            string message =
                Assert.Throws<InvalidOperationException>(
                    () => new SpectralNormalization(layer, name: "outer").Apply(Input.Of([4, 3]))).Message;
            Assert.Contains("'inner'", message);
            Assert.Contains("'outer'", message);
        }
        Assert.Throws<ArgumentOutOfRangeException>(() => new SpectralNormalization(new Dense(2), 0));
    }
}
