using System.Globalization;
using System.Numerics.Tensors;
using Fashion.Keras.Layers;
using Fashion.Keras.Losses;
using Fashion.Keras.Metrics;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Functions;

/// <summary>Operations, losses, metrics and layers on values.</summary>
public sealed class ValueTests
{
    private static readonly float[,] Two = { { 1, -2, 3 }, { 4, 5, -6 } };

    [Fact]
    public void Ops_OnArrays_GiveValuesAtOnce()
    {
        Tensor<float> y = Ops.Exp(new float[] { 0, 1 });
        AssertClose.Equal([1, Math.E], y.ToArray(), 1e-6, 1e-6, "exp");
        SymbolicTensor mean = Ops.Mean(Ops.Abs(Two));
        Assert.True(mean.HasValue);
        Assert.Equal(3.5f, mean.ToScalar());
        Assert.Equal(3.5f, (float)mean);
        Assert.Equal([2, 3], Ops.Relu(Two).Shape);
        Assert.Equal([1, 0, 3, 4, 5, 0], Ops.Relu(Two).ToArray());
    }

    [Fact]
    public void Operators_MixNumbersArraysAndTensors()
    {
        SymbolicTensor x = Two;
        Assert.Equal([3, -3, 7, 9, 11, -11], (x * 2 + 1).ToArray());
        Assert.Equal([2, 0, 6, 5, 7, -3], (x + new float[] { 1, 2, 3 }).ToArray());
        Tensor<float> tensor = Tensor.Create([10f, 20f, 30f], [3]);
        Assert.Equal([10, -40, 90, 40, 100, -180], (x * tensor).ToArray());
        Assert.Equal([2, -2, 6, 8, 5, -12], (x * new byte[] { 2, 1, 2 }).ToArray());
    }

    [Fact]
    public void Numbers_AloneAreValues()
    {
        Assert.Equal(MathF.Exp(2), Ops.Exp(2).ToScalar(), 1e-5f);
        Assert.Equal(5, Ops.Add(2, 3).ToScalar());
        Assert.Equal(Shape.Scalar, Ops.Add(2, 3).Shape);
    }

    [Fact]
    public void EmptyTensors_AreValuesToo()
    {
        SymbolicTensor none = new float[0, 3];
        Assert.Equal([0, 3], Ops.Exp(none).Shape);
        Assert.Equal([0, 0, 0], Ops.Sum(none, axis: 0).ToArray());
    }

    [Fact]
    public void Weights_AreValuesAsTheyAreNow()
    {
        var dense = new Dense(2, kernelInitializer: "ones");
        dense.Call(new float[,] { { 1, 2 } });
        Assert.Equal([2, 2, 2, 2], (dense.Weights[0] * (SymbolicTensor)2).ToArray());
        dense.Weights[0].Set([1, 2, 3, 4]);
        Assert.Equal(10, Ops.Sum(dense.Weights[0]).ToScalar());
    }

    [Fact]
    public void ToString_OfValues_ShowsThem()
    {
        Assert.Equal("[[1, -2, 3], [4, 5, -6]]", ((SymbolicTensor)Two).ToString());
        Assert.Equal("[0, 1, 2, ..., 17, 18, 19]", ((SymbolicTensor)Enumerable.Range(0, 20).Select(i => (float)i).ToArray()).ToString());
        Assert.Equal("[]", ((SymbolicTensor)Array.Empty<float>()).ToString());
        Assert.Equal("2.5", string.Create(CultureInfo.InvariantCulture, $"{Ops.Add(2, 0.5f)}"));
    }

    [Fact]
    public void Values_OfWhatIsBeingWrittenDown_AreRefused()
    {
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => Function.Define(x => x.ToScalar()).Call(1));
        Assert.Contains("no numbers yet", error.Message, StringComparison.Ordinal);
        Assert.Contains("no numbers yet", Assert.Throws<InvalidOperationException>(() => Input.Of([3]).ToArray()).Message,
            StringComparison.Ordinal);
        Assert.Contains("no single number", Assert.Throws<InvalidOperationException>(() => ((SymbolicTensor)Two).ToScalar()).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Values_InALayersCall_AreConstants()
    {
        SymbolicTensor input = Input.Of([3]);
        var model = new Model(input, new Shifted().Apply(input));
        Assert.Equal([2, 0, 6, 5, 7, -3], model.Predict(Two, verbose: Verbosity.Silent).ToArray());
    }

    [Fact]
    public void Values_BetweenLayers_AreSavedWithTheModel()
    {
        SymbolicTensor input = Input.Of([3]);
        var model = new Model(input, input * new float[] { 1, 10, 100 });
        using var folder = new TemporaryFolder();
        string path = folder.File("model.keras");
        model.Save(path);
        Assert.Equal([1, -20, 300, 4, 50, -600], Model.Load(path).Predict(Two, verbose: Verbosity.Silent).ToArray());
    }

    [Fact]
    public void ShapesThatDoNotFit_AreRefused() =>
        Assert.Throws<ShapeMismatchException>(() => Ops.Add(Two, new float[] { 1, 2 }));

    [Fact]
    public void SameOperations_AreCompiledOnce()
    {
        SymbolicTensor x = new float[7, 11];
        Once();
        int before = EagerGraph.CompiledCount;
        for (int i = 0; i < 5; i++) Once();
        Assert.InRange(EagerGraph.CompiledCount - before, 0, 40);

        void Once() => _ = Ops.Mean(Ops.Transpose(Ops.Softmax(x * 3 + 1), 1, 0), axis: 1).ToArray();
    }

    [Fact]
    public void Loss_OnArrays_IsANumber()
    {
        Assert.Equal(0.5f, new MeanSquaredError().Compute(new float[,] { { 0, 1 } }, new float[,] { { 1, 1 } }).ToScalar());
        SymbolicTensor none = new MeanAbsoluteError(reduction: Reduction.None).Compute(new float[,] { { 0, 1 }, { 2, 2 } },
            new float[,] { { 1, 1 }, { 0, 0 } });
        Assert.Equal([0.5f, 2], none.ToArray());
        var sparse = new SparseCategoricalCrossentropy();
        Assert.Equal(MathF.Log(2), sparse.Compute(new int[] { 1 }, new float[,] { { 0.5f, 0.5f } }).ToScalar(), 1e-6f);
        Assert.Contains("5",
            Assert.Throws<ArgumentException>(() => sparse.Compute(new int[] { 5 }, new float[,] { { 0.5f, 0.5f } })).Message,
            StringComparison.Ordinal);
        Assert.Equal(1f,
            new MeanSquaredError().Compute(new float[,] { { 0 }, { 5 } }, new float[,] { { 1 }, { 6 } }, new float[] { 2, 0 }).ToScalar());
    }

    [Fact]
    public void Metric_OnArrays_CountsBatches()
    {
        var accuracy = new SparseCategoricalAccuracy();
        accuracy.UpdateState(new int[] { 0, 1 }, new float[,] { { 0.9f, 0.1f }, { 0.9f, 0.1f } });
        Assert.Equal(0.5, accuracy.Result());
        accuracy.UpdateState(new int[] { 0, 0 }, new float[,] { { 0.9f, 0.1f }, { 0.9f, 0.1f } });
        Assert.Equal(0.75, accuracy.Result());
        accuracy.ResetState();
        Assert.Equal(0, accuracy.Result());
        accuracy.UpdateState(new int[] { 0, 1 }, new float[,] { { 0.9f, 0.1f }, { 0.9f, 0.1f } }, new float[] { 3, 1 });
        Assert.Equal(0.75, accuracy.Result());
    }

    [Fact]
    public void Mean_TakesValuesAlone()
    {
        var mean = new Mean();
        mean.UpdateState(new float[] { 1, 3, 5, 7 });
        Assert.Equal(4, mean.Result());
        mean.UpdateState(14f);
        Assert.Equal(6, mean.Result());
        var sum = new Sum();
        sum.UpdateState(new float[] { 1, 3 }, new float[] { 1, 2 });
        Assert.Equal(7, sum.Result());
    }

    [Fact]
    public void Metric_ByName_CountsToo()
    {
        Metric accuracy = "accuracy";
        accuracy.UpdateState(new float[,] { { 1 }, { 0 } }, new float[,] { { 0.9f }, { 0.8f } });
        Assert.Equal(0.5, accuracy.Result());
    }

    [Fact]
    public void LayersAndModels_TakeArraysOfAnyNumbers()
    {
        var model = new Sequential { new Input([2, 2]), new Rescaling(0.5), new Flatten() };
        Assert.Equal([0.5f, 1, 1.5f, 2], model.Call(new byte[,,] { { { 1, 2 }, { 3, 4 } } }).ToArray());
        Assert.Equal([0.5f, 1, 1.5f, 2], model.Call(new double[,,] { { { 1, 2 }, { 3, 4 } } }).ToArray());
        Assert.Equal([3, 4], new Add().Call([new float[] { 1, 2 }, new float[] { 2, 2 }])[0].ToArray());
    }

    [Fact]
    public void Apply_OnValues_ComputesAtOnce()
    {
        SymbolicTensor pooled =
            new AveragePooling2D(2, strides: 1).Apply(Ops.Reshape(new float[] { 1, 2, 3, 4, 5, 6, 7, 8, 9 }, [1, 3, 3, 1]));
        Assert.Equal([1, 2, 2, 1], pooled.Shape);
        Assert.Equal([3, 4, 6, 7], pooled.ToArray());
        Assert.Equal([4, 6], new Add().Apply([new float[] { 1, 2 }, new float[] { 3, 4 }])[0].ToArray());
        var model = new Sequential { new Input([2]), new Dense(1, kernelInitializer: "ones") };
        Assert.Equal([3], model.Apply(new float[,] { { 1, 2 } }).ToArray());
    }

    private sealed class Shifted : Layer
    {
        protected override SymbolicTensor Call(SymbolicTensor inputs, CallContext context) => inputs + new float[] { 1, 2, 3 };
    }
}
