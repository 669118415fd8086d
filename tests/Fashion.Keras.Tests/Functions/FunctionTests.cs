using System.Numerics.Tensors;
using Fashion.Keras.Layers;
using Fashion.Keras.Losses;
using Fashion.Keras.Optimizers;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Functions;

/// <summary>Functions that are written down once and compiled.</summary>
public sealed class FunctionTests
{
    [Fact]
    public void Call_SameShape_WritesTheFunctionOnce()
    {
        int written = 0;
        Function f = Function.Define(x =>
        {
            written++;
            return x * x + 1;
        });
        Assert.Equal([2, 5], f.Call(new float[] { 1, 2 }).ToArray());
        int before = written;
        Assert.Equal([10, 17], f.Call(new float[] { 3, 4 }).ToArray());
        Assert.Equal(before, written);
        Assert.Equal([2, 5, 10], f.Call(new float[] { 1, 2, 3 }).ToArray());
        Assert.Equal(26, f.Call(5).ToScalar());
    }

    [Fact]
    public void Gradient_WithRespectToTheArgument()
    {
        Function slope = Function.Gradient(x => x * x * x);
        Assert.Equal([3, 12, 27], slope.Call(new float[] { 1, 2, 3 }).ToArray());
        IReadOnlyList<SymbolicTensor> both = Function.Gradient((x, y) => x * y).CallAll(new float[] { 1, 2 }, new float[] { 5, 6 });
        Assert.Equal([5, 6], both[0].ToArray());
        Assert.Equal([1, 2], both[1].ToArray());
    }

    [Fact]
    public void Gradient_OfAGradient()
    {
        Function second = Function.Define(x => Ops.Gradient(Ops.Gradient(Ops.Power(x, 3), x), x));
        AssertClose.Equal([6, 12], second.Call(new float[] { 1, 2 }).ToArray(), 1e-5, 1e-5, "second derivative of x^3");
    }

    [Fact]
    public void Gradient_OfAGradientThroughMaxPooling_IsRefused()
    {
        var pool = new MaxPooling2D(2);
        Function second = Function.Define(x => Ops.Gradient(Ops.Sum(Ops.Square(Ops.Gradient(Ops.Sum(Ops.Square(pool.Apply(x))), x))), x));
        Assert.Contains("max pooling", Assert.Throws<NotSupportedException>(() => second.Call(new float[1, 4, 4, 1])).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Gradient_WithRespectToWeights_IsThatOfFiniteDifferences()
    {
        Sequential model = Small();
        float[,] x = { { 0.1f, -0.4f, 0.3f }, { 0.7f, 0.2f, -0.5f } };
        float[,] y = { { 1 }, { -1 } };
        var loss = new MeanSquaredError();
        Function gradients =
            Function.Define(t => Ops.Gradients(loss.Compute(t.Inputs[1], model.Apply(t.Inputs[0])), model.TrainableWeights));
        IReadOnlyList<SymbolicTensor> got = gradients.CallAll(x, y);
        Assert.Equal(model.TrainableWeights.Select(w => w.Shape), got.Select(g => g.Shape));
        for (int w = 0; w < got.Count; w++)
        {
            Variable weight = model.TrainableWeights[w];
            float[] values = weight.ToArray();
            for (int i = 0; i < values.Length; i++)
            {
                double At(float value)
                {
                    float[] moved = [.. values];
                    moved[i] = value;
                    weight.Set(moved);
                    return loss.Compute(y, model.Call(x)).ToScalar();
                }
                double want = (At(values[i] + 1e-2f) - At(values[i] - 1e-2f)) / 2e-2;
                weight.Set(values);
                Assert.Equal(want, got[w].ToArray()[i], 2e-3);
            }
        }
    }

    [Fact]
    public void Gradient_OfWhatDoesNotDepend_IsZero()
    {
        Function f = Function.Define(t => Ops.Gradients(Ops.Sum(t.Inputs[0]), [t.Inputs[1]]));
        Assert.Equal([0, 0], f.Call(new float[] { 1 }, new float[] { 1, 2 }).ToArray());
    }

    [Fact]
    public void Minimize_InAFunction_TrainsLikeFit()
    {
        float[,] x = { { 0.1f, -0.4f, 0.3f }, { 0.7f, 0.2f, -0.5f } };
        float[,] y = { { 1 }, { -1 } };
        Sequential fitted = Small(), own = Small();
        fitted.Compile(new Adam(0.01), "mse");
        fitted.Fit(x, y, batchSize: 2, epochs: 5, verbose: Verbosity.Silent, shuffle: false);
        var loss = new MeanSquaredError();
        var adam = new Adam(0.01);
        Function step = Function.Define(t =>
        {
            SymbolicTensor value = loss.Compute(t.Inputs[1], own.Apply(t.Inputs[0]));
            t.Minimize(value, own, adam);
            return [value];
        }, training: true);
        for (int i = 0; i < 5; i++) step.Call(x, y);
        Assert.Equal(5, adam.Iterations);
        for (int w = 0; w < own.Weights.Count; w++) Assert.Equal(fitted.Weights[w].ToArray(), own.Weights[w].ToArray());
    }

    [Fact]
    public void ApplyGradients_OfOnesOwn_ChangesWeightsAsTheOptimizerSays()
    {
        Sequential model = Small();
        float[] before = model.Weights[0].ToArray();
        var sgd = new Sgd(0.5);
        Function step = Function.Define(t =>
        {
            SymbolicTensor value = Ops.Sum(model.Apply(t.Inputs[0]));
            IReadOnlyList<SymbolicTensor> ones = [.. model.TrainableWeights.Select(w => Ops.BroadcastTo(1, w.Shape))];
            t.ApplyGradients(ones, model.TrainableWeights, sgd);
            return [value];
        }, training: true);
        step.Call(new float[,] { { 1, 2, 3 } });
        Assert.Equal(before.Select(v => v - 0.5f), model.Weights[0].ToArray());
        Assert.Equal(1, sgd.Iterations);
    }

    [Fact]
    public void RandomNumbers_AreOthersInEveryCall()
    {
        Function draw = Function.Define(t => [t.RandomNormal([3])], seed: 5);
        Assert.NotEqual(draw.Call().ToArray(), draw.Call().ToArray());
        Assert.Equal(Function.Define(t => [t.RandomNormal([3])], seed: 5).Call().ToArray(),
            Function.Define(t => [t.RandomNormal([3])], seed: 5).Call().ToArray());
    }

    [Fact]
    public void Saliency_OfAConvolution_HasTheShapeOfTheImage()
    {
        var model =
            new Sequential { new Input([8, 8, 1]), new Conv2D(4, 3, activation: "relu"), new MaxPooling2D(2), new Flatten(), new Dense(3) };
        Function saliency = Function.Gradient(image => Ops.Max(model.Apply(image), axis: -1));
        Tensor<float> image = Tensor.Create(Enumerable.Range(0, 64).Select(i => MathF.Sin(i)).ToArray(), [1, 8, 8, 1]);
        Tensor<float> map = saliency.Call(image);
        Assert.Equal([1, 8, 8, 1], map.Lengths.ToArray());
        Assert.Contains(map.ToArray(), v => v != 0);
    }

    [Fact]
    public void Call_InsideAnotherFunction_IsWrittenInPlace()
    {
        Function square = Function.Define(x => x * x), slope = Function.Gradient(x => square.Call(x));
        Assert.Equal([10, 17], Function.Define(x => square.Call(x) + 1).Call(new float[] { 3, 4 }).ToArray());
        Assert.Equal([6, 8], slope.Call(new float[] { 3, 4 }).ToArray());
        Assert.Equal([2, 2], Function.Gradient(x => slope.Call(x)).Call(new float[] { 3, 4 }).ToArray());
        SymbolicTensor input = Input.Of([2]);
        Assert.Equal([9, 16], new Model(input, square.Call(input)).Predict(new float[,] { { 3, 4 } }, verbose: Verbosity.Silent).ToArray());
        Function draw = Function.Define(t => [t.RandomNormal([2])]);
        Assert.Contains("context", Assert.Throws<ArgumentException>(() => Function.Define(x => x + draw.Call()).Call(1)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Build_OfALayer_ComputesWithValues()
    {
        Sequential model = new Sequential { new Input([3]), new Positions() };
        Assert.Equal([0, 1, 4], model.Predict(new float[,] { { 1, 1, 1 } }, verbose: Verbosity.Silent).ToArray());
        Assert.Equal([0, 1, 4, 0, 2, 8], model.Predict(new float[,] { { 1, 1, 1 }, { 2, 2, 2 } }, verbose: Verbosity.Silent).ToArray());
    }

    private sealed class Positions : Layer
    {
        private SymbolicTensor? _squares;

        protected override void Build(Shape inputShape) => _squares = Ops.Square(new float[] { 0, 1, 2 });

        protected override SymbolicTensor Call(SymbolicTensor inputs, CallContext context) => inputs * _squares!;
    }

    [Fact]
    public void Call_WrongNumberOfArguments_SaysSo()
    {
        Assert.Contains("takes 1 argument", Assert.Throws<ArgumentException>(() => Function.Define(x => x).Call(1, 2)).Message,
            StringComparison.Ordinal);
        Assert.Contains("2 results",
            Assert.Throws<ArgumentException>(() => Function.Define(t => [t.Inputs[0], t.Inputs[0]]).Call(1)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_FromManyThreads_GivesTheSame()
    {
        Sequential model = Small();
        Function f = Function.Define(x => Ops.Tanh(model.Apply(x)));
        float[] want = f.Call(new float[,] { { 1, 2, 3 } }).ToArray();
        float[][] got =
            await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => f.Call(new float[,] { { 1, 2, 3 } }).ToArray())));
        Assert.All(got, g => Assert.Equal(want, g));
    }

    private static Sequential Small() => new Sequential { new Input([3]), new Dense(4, activation: "tanh"), new Dense(1) }.Seeded(3);
}
