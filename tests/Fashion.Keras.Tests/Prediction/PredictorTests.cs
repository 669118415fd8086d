using System.Buffers;
using System.Numerics.Tensors;
using Fashion.Keras.Benchmarks;
using Fashion.Keras.Layers;
using Fashion.Keras.Tests.Engine.Architectures;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Prediction;

public sealed class PredictorTests
{
    [Theory]
    [InlineData("final")]
    [InlineData("attempt4")]
    [InlineData("vgg")]
    [InlineData("strided5")]
    [InlineData("residual")]
    [InlineData("separable")]
    [InlineData("lstm")]
    [InlineData("gru")]
    [InlineData("bilstm")]
    [InlineData("attention")]
    [InlineData("text")]
    [InlineData("autoencoder")]
    [InlineData("densebn")]
    public void Predict_ModelFamilies_GivesWhatTheModelGives(string name)
    {
        Model model = FamilyModels.Make(name, threads: 2, profile: false).Seeded(3);
        foreach (Variable weight in model.Weights.Where(w => w.Shape.Rank > 1))
            weight.Set([.. weight.ToArray().Select(x => 0.2f * x)]);
        float[]? words = name != "text" ? null
            : [.. Enumerable.Range(0, 5 * FamilyModels.Tokens).Select(i => (float)(i * 37 % FamilyModels.Words))];

        PredictorCase.AssertEqual(model, 5, name, words);
    }

    [Fact]
    public void Predict_RandomModels_GivesWhatTheModelGives()
    {
        int compared = 0;
        for (int seed = 1; seed <= 30; seed++)
        {
            RandomArchitecture.Built built = RandomArchitecture.Build(seed, new ModelOptions());
            if (Layers(built.Model).Any(layer => layer.KeepsStates)) continue;
            double[] want = [.. built.Predict().Select(y => (double)y)];
            using Predictor predictor = built.Model.ToPredictor();
            float[] got = [.. predictor.Predict(built.X, batchSize: 100)];
            double scale = Math.Max(1e-3, want.Where(double.IsFinite).DefaultIfEmpty().Max(Math.Abs));
            AssertClose.Equal(want, got, 1e-4 * scale, 1e-4, built.Description);
            compared++;
        }
        Assert.InRange(compared, 20, 30);
    }

    [Fact]
    public void Predict_AfterTheModelHasTrained_GivesWhatItGaveBefore()
    {
        Sequential model = Small();
        float[] x = PredictorCase.Numbers(4 * 6), before = new float[4 * 3], after = new float[4 * 3], larger = new float[8 * 3];
        using Predictor predictor = model.ToPredictor();
        predictor.Predict(x, before);

        model.Compile("sgd", "mse");
        model.Fit(Samples(x, 6), new float[4, 3], epochs: 2, verbose: Verbosity.Silent);
        predictor.Predict(x, after);
        // A batch size that was not compiled before.
        predictor.Predict([.. x, .. x], larger);

        Assert.Equal(before, after);
        AssertClose.Equal([.. before.Concat(before).Select(y => (double)y)], larger, 1e-6, 1e-5, "other batch size");
        Assert.NotEqual(before, [.. model.PredictOnBatch(Samples(x, 6))]);
    }

    [Fact]
    public void Predict_VariableOfNoLayer_IsTheOneOfThatMoment()
    {
        var factor = new Variable(new[] { 2f }, "factor");
        var model = new Sequential().Input(3).Lambda(x => x * factor);
        using Predictor predictor = model.ToPredictor();
        factor.Set([5]);
        var y = new float[3];

        predictor.Predict([1, 2, 3], y);

        Assert.Equal([2, 4, 6], y);
    }

    [Fact]
    public void Predict_ClassWithACallOfItsOwn_Folds()
    {
        var model = new Own();
        model.Build([-1, 6]);
        model.Drawn();

        Assert.Equal(["matmul", "add", "tanh"], PredictorCase.Operations(model));
        PredictorCase.AssertEqual(model, 4, "own");
    }

    [Fact]
    public void Predict_ManyThreads_GivesEachItsOwn()
    {
        using Predictor predictor = Small().ToPredictor();
        float[][] inputs = [.. Enumerable.Range(0, 8).Select(i => PredictorCase.Numbers((1 + i % 3) * 6, seed: i))];
        float[][] want = [.. inputs.Select(x => Predicted(predictor, x))];

        Parallel.For(0, 200, i => Assert.Equal(want[i % 8], Predicted(predictor, inputs[i % 8])));
    }

    [Fact]
    public void Predict_SameBatchSizeAgain_AllocatesNothing()
    {
        using Predictor predictor = Small().ToPredictor();
        float[] x = PredictorCase.Numbers(4 * 6), y = new float[4 * 3];
        Tensor<float> tensor = Tensor.Create(x, [4, 6]), room = Tensor.Create(y, [4, 3]);
        for (int i = 0; i < 3; i++)
        {
            predictor.Predict(x, y);
            predictor.Predict(tensor, room);
        }

        // The runtime may count a little for itself.
        Assert.InRange(Allocated(() => predictor.Predict(x, y)), 0, 400);
        Assert.InRange(Allocated(() => predictor.Predict(tensor, room)), 0, 400);

        static long Allocated(Action call)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 100; i++) call();
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    [Fact]
    public void Predict_Tensors_AreReadAndWrittenInAnyOrder()
    {
        using Predictor predictor = Small().ToPredictor();
        float[] x = PredictorCase.Numbers(4 * 6), want = Predicted(predictor, x);
        Tensor<float> wide = Tensor.Create(new float[4 * 5], [4, 5]), room = wide.Slice([NRange.All, new NRange(1, 4)]);

        predictor.Predict(Tensor.Create(x, [4, 6]), room);

        Assert.Equal(want, room.ToArray());
        Assert.Equal(0, wide[0, 0]);
    }

    [Fact]
    public void Predict_FreeAxis_TakesTensorsOfAnyLength()
    {
        Sequential model = new Sequential().Input(-1, 3).Dense(4).BatchNormalization().Drawn();
        using Predictor predictor = model.ToPredictor();
        Tensor<float> x = Tensor.Create(PredictorCase.Numbers(2 * 5 * 3), [2, 5, 3]), y = Tensor.Create(new float[2 * 5 * 4], [2, 5, 4]);

        predictor.Predict(x, y);

        AssertClose.Equal([.. model.PredictOnBatch(x).Select(v => (double)v)], [.. y], 1e-5, 1e-5, "free axis");
        Assert.Contains("Give tensors", Assert.Throws<InvalidOperationException>(() =>
            predictor.Predict(new float[15], new float[20])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => predictor.Predict(x, Tensor.Create(new float[2 * 4 * 4], [2, 4, 4])));
    }

    [Fact]
    public void Predict_DeclaredWholeNumbers_AreCutOff()
    {
        var model = new Sequential { new Input([2], dtype: "int32"), new Embedding(5, 3) }.Drawn();
        using Predictor predictor = model.ToPredictor();

        Assert.Equal([.. model.PredictOnBatch(new float[,] { { 1, 3 } })], Predicted(predictor, [1.75f, 3.25f], 6));
    }

    [Fact]
    public void Predict_TextsAndSeveralOutputs_GoThroughPredictAll()
    {
        var lookup = new StringLookup(vocabulary: ["a", "b"]);
        var model = new Sequential { new Input([1], dtype: "string"), lookup, new Embedding(3, 2) }.Drawn();
        using Predictor predictor = model.ToPredictor();
        string[,] texts = { { "b" }, { "c" } };

        Assert.Equal([.. model.Predict(texts)], [.. predictor.Predict(texts)]);
        Assert.Contains("PredictAll", Assert.Throws<InvalidOperationException>(() =>
            predictor.Predict(new float[1], new float[2])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Predict_SeveralInputsAndOutputs_AreArranged()
    {
        SymbolicTensor a = Input.Of([2], name: "a"), b = Input.Of([3], name: "b");
        Model model = new Model([a, b], [a.Dense(2), b.Dense(1)]).Drawn();
        using Predictor predictor = model.ToPredictor();
        float[,] x = { { 1, 2 }, { 3, 4 } }, y = { { 5, 6, 7 }, { 8, 9, 10 } };

        foreach ((Tensor<float> want, Tensor<float> got) in model.PredictAll([x, y]).Zip(predictor.PredictAll([x, y], batchSize: 1)))
            AssertClose.Equal([.. want.Select(v => (double)v)], [.. got], 1e-5, 1e-5, "outputs");
        Assert.Contains("has 2 outputs", Assert.Throws<InvalidOperationException>(() =>
            predictor.Predict(new float[2], new float[2])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Predict_WrongSizes_SaysWhatFits()
    {
        using Predictor predictor = Small().ToPredictor();

        Assert.Contains("has 6 numbers, and 7 were given", Assert.Throws<ArgumentException>(() =>
            predictor.Predict(new float[7], new float[3])).Message, StringComparison.Ordinal);
        Assert.Contains("has 6 numbers, and there is room for 5", Assert.Throws<ArgumentException>(() =>
            predictor.Predict(new float[12], new float[5])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => predictor.Predict([], []));
        Assert.Contains("(None, 6), not (2, 5)", Assert.Throws<ShapeMismatchException>(() => predictor.Predict(
            Tensor.Create(new float[10], [2, 5]), Tensor.Create(new float[6], [2, 3]))).Message, StringComparison.Ordinal);
        Assert.Throws<ShapeMismatchException>(() => predictor.Predict(new float[2, 5]));
    }

    [Fact]
    public void Predict_AfterDispose_Throws()
    {
        Predictor predictor = Small().ToPredictor();
        _ = Predicted(predictor, PredictorCase.Numbers(6));
        predictor.Dispose();
        predictor.Dispose();

        Assert.Throws<ObjectDisposedException>(() => predictor.Predict(new float[6], new float[3]));
        Assert.Throws<ObjectDisposedException>(() => predictor.PredictAll(new float[1, 6]));
    }

    [Fact]
    public void Predict_LayersExchanged_IsRefusedForNewBatchSizesOnly()
    {
        Sequential model = Small();
        using Predictor predictor = model.ToPredictor();
        float[] x = PredictorCase.Numbers(6), before = Predicted(predictor, x);
        model.Dense(2);

        Assert.Equal(before, Predicted(predictor, x));
        Assert.Contains("added or removed", Assert.Throws<InvalidOperationException>(() =>
            predictor.Predict(new float[12], new float[6])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ToPredictor_ModelThatKeepsStates_IsRefused()
    {
        var model = new Sequential { new Input([3, 2], batchSize: 1), new LSTM(2, stateful: true) };

        Assert.Contains("stateless", Assert.Throws<NotSupportedException>(() => model.ToPredictor()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ToPredictor_ModelWithoutInputs_IsRefused() =>
        Assert.Throws<InvalidOperationException>(() => new Sequential().Dense(3).ToPredictor());

    [Fact]
    public void Profile_WhenAskedFor_HasThePlansThatRan()
    {
        using Predictor predictor = Small().ToPredictor(new ModelOptions { Profile = true });
        _ = Predicted(predictor, PredictorCase.Numbers(6));

        ModelProfile profile = Assert.Single(predictor.Profile());
        Assert.StartsWith("Predictor (1, 6)", profile.Title, StringComparison.Ordinal);
        Assert.NotEmpty(profile.Entries);
    }

    private static Sequential Small() => new Sequential().Input(6).Dense(5).BatchNormalization().Activation("tanh").Dropout(0.5).Dense(3)
        .Drawn();

    private static float[,] Samples(float[] numbers, int length)
    {
        var samples = new float[numbers.Length / length, length];
        Buffer.BlockCopy(numbers, 0, samples, 0, numbers.Length * sizeof(float));
        return samples;
    }

    private static float[] Predicted(Predictor predictor, float[] x, int? count = null)
    {
        var y = new float[count ?? x.Length / 6 * 3];
        predictor.Predict(x, y);
        return y;
    }

    private static IEnumerable<Layer> Layers(Layer layer) => layer.Children.SelectMany(Layers).Prepend(layer);

    private sealed class Own : Model
    {
        private readonly Dense _dense;
        private readonly BatchNormalization _normalization;

        public Own()
        {
            _dense = Track(new Dense(5, useBias: false));
            _normalization = Track(new BatchNormalization());
        }

        protected override SymbolicTensor Call(SymbolicTensor inputs, CallContext context) =>
            Ops.Tanh(_normalization.Apply(_dense.Apply(inputs, context), context));
    }
}
