using System.Numerics.Tensors;
using Fashion.Keras.Layers;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Layers;

/// <summary>Ids of embeddings: an id that is no row is refused with its place before anything changes; all types stay exact.</summary>
public sealed class EmbeddingIdTests
{
    private static readonly float[] Targets = [0, 1, 0, 1, 0, 1];

    public static IEnumerable<TheoryDataRow<string, float, string>> WrongIds =>
        from engine in GraphRunner.EngineNames
        from id in (float[])[10, -1, 1e9f, -1e9f, float.NaN, float.PositiveInfinity, float.NegativeInfinity]
        select new TheoryDataRow<string, float, string>(engine, id, id.ToString(System.Globalization.CultureInfo.InvariantCulture));

    [Theory, MemberData(nameof(WrongIds))]
    public void AnyUse_IdOutOfRange_NamesLayerIdSampleStepAndRange(string engine, float id, string text)
    {
        Sequential model = Make(engine, threads: 1);
        float[,] x = Ids();
        x[4, 2] = id;
        float[][] before = [.. model.Weights.Select(w => w.ToArray())];
        foreach (Action use in (Action[])[
            () => model.Predict(x, batchSize: 2, verbose: Verbosity.Silent),
            () => model.Evaluate(x, Targets, batchSize: 2, verbose: Verbosity.Silent),
            () => model.Fit(x, Targets, batchSize: 6, verbose: Verbosity.Silent),
            () => model.TrainOnBatch(x, Targets),
            () => model.TestOnBatch(x, Targets),
            () => model.PredictOnBatch(x)])
        {
            var error = Assert.Throws<ArgumentException>(use);
            foreach (string part in (string[])["'words'", $"id {text} ", "sample 4,", "step 2", "0 .. 9", "10 rows"])
                Assert.Contains(part, error.Message, StringComparison.Ordinal);
            Assert.InRange(error.Message.Length, 40, 300);
        }
        Assert.Equal(before, model.Weights.Select(w => w.ToArray()));
        Assert.Equal(6, model.Predict(Ids(), verbose: Verbosity.Silent).Lengths[0]);
        Assert.True(double.IsFinite(model.Fit(Ids(), Targets, verbose: Verbosity.Silent)["loss"][0]));
    }

    [Theory, InlineData(1), InlineData(2), InlineData(4)]
    public void Fit_IdOutOfRangeWithSeveralWorkers_ChangesNoWeightNorStatistic(int threads)
    {
        // The other branch's statistics are assigned while ids of this one might still be refused.
        SymbolicTensor words = Input.Of([200], name: "ids"), numbers = Input.Of([300], name: "numbers");
        SymbolicTensor left = new Flatten().Apply(new Embedding(10, 16, name: "words").Apply(words)),
            right = new BatchNormalization().Apply(numbers);
        var model =
            new Model(inputs: (SymbolicTensor[])[numbers, words], outputs: new Dense(1).Apply(new Concatenate().Apply([right, left])[0]))
            { Options = new ModelOptions { Threads = threads, Seed = 3 } };
        model.Compile("adam", "mse");
        float[,] x = new float[64, 300], ids = new float[64, 200];
        for (int i = 0; i < x.Length; i++) x[i / 300, i % 300] = i % 17;
        model.Fit(ModelData.Create([x, ids]), new float[64], batchSize: 64, verbose: Verbosity.Silent);
        float[][] before = [.. model.Weights.Select(w => w.ToArray())];
        ids[63, 199] = 10;
        for (int round = 0; round < 20; round++)
        {
            var error =
                Assert.Throws<ArgumentException>(
                    () => model.Fit(ModelData.Create([x, ids]), new float[64], batchSize: 64, verbose: Verbosity.Silent));
            Assert.Contains("sample 63, step 199", error.Message, StringComparison.Ordinal);
            Assert.Equal(before, model.Weights.Select(w => w.ToArray()));
        }
    }

    [Theory, MemberData(nameof(GraphRunner.Engines), MemberType = typeof(GraphRunner))]
    public void Predict_FractionsAndZeroWithMask_AreTruncatedAndValid(string engine)
    {
        var layer = new Embedding(4, 1, maskZero: true, inputShape: [5]);
        var model = new Sequential { layer };
        model.Options = new ModelOptions { Engine = GraphRunner.Engine(engine) };
        layer.Weights[0].Set([0, 1, 2, 3]);
        Assert.Equal([0f, 0, 2, 3, 0], model.Predict(new[,] { { 0f, 0.9f, 2.5f, 3.99f, -0.5f } }, verbose: Verbosity.Silent).ToArray());
    }

    public static TheoryData<string, ModelData> LargeIds => new()
    {
        { "int", new[,] { { 16777217, 16777219 } } },
        { "uint", new[,] { { 16777217u, 16777219u } } },
        { "long", new[,] { { 16777217L, 16777219L } } },
        { "ulong", new[,] { { 16777217UL, 16777219UL } } },
        { "double", new[,] { { 16777217.0, 16777219.5 } } },
        { "tensor", Tensor.Create([16777217L, 16777219L], (ReadOnlySpan<nint>)[1, 2]) },
    };

    [Fact]
    public void Predict_IdsAboveTwoToThe24_StayExactInEveryType()
    {
        var layer = new Embedding((1 << 24) + 8, 1, embeddingsInitializer: "zeros", inputShape: [2]);
        var model = new Sequential { layer, new Reshape([2]) };
        model.Build();
        var table = new float[(1 << 24) + 8];
        for (int i = 0; i < 8; i++) table[(1 << 24) + i] = i;
        layer.Weights[0].Set(table);
        foreach (TheoryDataRow<string, ModelData> row in LargeIds)
            Assert.True(model.Predict(row.Data.Item2, verbose: Verbosity.Silent).ToArray() is [1, 3], row.Data.Item1);
        var error = Assert.Throws<ArgumentException>(() => model.Predict(new[,] { { 0L, 4294967296L } }, verbose: Verbosity.Silent));
        Assert.Contains("id 4294967296 of sample 0, step 1", error.Message, StringComparison.Ordinal);
        error = Assert.Throws<ArgumentException>(() => model.Predict(new[,] { { 0UL, ulong.MaxValue } }, verbose: Verbosity.Silent));
        Assert.Contains("id 18446744073709551615 of", error.Message, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(GraphRunner.Engines), MemberType = typeof(GraphRunner))]
    public void Gather_ComputedNumberOutOfRange_NamesItsPlaceInTheBatch(string engine)
    {
        var error =
            Assert.Throws<ArgumentException>(() => GraphRunner.Run(GraphRunner.Engine(engine),
                [new([0, 1, 2, 3], [2, 2]), new([0, 1, 2, 5], [2, 2])],
            (x, _) => [Ops.Gather(x[0], x[1] - 1 + 1)]));
        Assert.Contains("the position 2 at place 2", error.Message, StringComparison.Ordinal);
        Assert.Contains("0 .. 1", error.Message, StringComparison.Ordinal);
    }

    private static Sequential Make(string engine, int threads)
    {
        var model = new Sequential { new Embedding(10, 4, maskZero: true, inputShape: [3], name: "words"), new Flatten(), new Dense(1) };
        model.Options = new ModelOptions { Engine = GraphRunner.Engine(engine), Threads = threads, Seed = 5 };
        model.Compile("adam", "mse", metrics: ["mae"]);
        return model;
    }

    private static float[,] Ids() => new float[,] { { 0, 1, 2 }, { 3, 4, 5 }, { 6, 7, 8 }, { 9, 0, 1 }, { 2, 3, 4 }, { 5, 6, 7 } };
}
