using System.Numerics.Tensors;
using Fashion.Keras.Callbacks;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Training;

/// <summary>Fit, Evaluate and Predict over streams: the numbers of arrays, Keras's rules for lengths, faults of the stream.</summary>
public sealed partial class StreamTests
{
    private const int Rows = 50, Width = 6;
    private static readonly float[,] X = new float[Rows, Width];
    private static readonly int[] Y = new int[Rows];
    private static readonly float[] Weight = new float[Rows];

    static StreamTests()
    {
        var random = new Random(4);
        for (int i = 0; i < Rows; i++)
        {
            for (int j = 0; j < Width; j++) X[i, j] = random.NextSingle() - 0.5f;
            Y[i] = i % 3;
            Weight[i] = 0.5f + random.NextSingle();
        }
    }

    public static TheoryData<string> Sources =>
        ["arrays", "samples", "batches", "enumerable", "prefetched", "indexed", "sequence", "async"];

    [Theory]
    [MemberData(nameof(Sources))]
    public async Task Fit_AnySource_HasTheBitsOfArrays(string kind)
    {
        Sequential expected = Compiled(), model = Compiled();
        History history = expected.Fit(X, Y, batchSize: 8, epochs: 3, verbose: Verbosity.Silent, shuffle: false, validationData: (X, Y),
            validationBatchSize: 16);
        ValidationData checks = Samples().Batch(16);
        History given = kind switch
        {
            "arrays" => model.Fit(X, Y, batchSize: 8, epochs: 3, verbose: Verbosity.Silent, shuffle: false, validationData: checks),
            "samples" =>
                model.Fit(Samples(), batchSize: 8, epochs: 3, verbose: Verbosity.Silent, validationData: (X, Y), validationBatchSize: 16),
            "batches" => model.Fit(Samples().Batch(8), epochs: 3, verbose: Verbosity.Silent, validationData: checks),
            "enumerable" => model.Fit(Batches(), epochs: 3, verbose: Verbosity.Silent, validationData: checks),
            "prefetched" => model.Fit(Dataset.From(Samples()).Map((x, y) => (x, y), parallel: 3).Batch(8).Prefetch(), epochs: 3,
                verbose: Verbosity.Silent, validationData: checks),
            "indexed" => model.Fit(Dataset.FromIndex(Rows, i => (Row(i), Y[i])).Batch(8), epochs: 3, verbose: Verbosity.Silent,
                validationData: checks),
            "sequence" => model.Fit(new Chunks(8) { Workers = 2 }, shuffle: false, epochs: 3, verbose: Verbosity.Silent,
                validationData: new Chunks(16)),
            _ => await model.FitAsync(Later(Samples()).Batch(8), epochs: 3, verbose: Verbosity.Silent, validationData: checks,
                cancellationToken: TestContext.Current.CancellationToken),
        };
        Assert.Equal(history["loss"], given["loss"]);
        Assert.Equal(history["accuracy"], given["accuracy"]);
        Assert.Equal(history["val_loss"], given["val_loss"]);
        Assert.Equal(expected.Weights.SelectMany(w => w.ToArray()), model.Weights.SelectMany(w => w.ToArray()));
    }

    [Fact]
    public async Task EvaluateAndPredict_AnySource_HaveTheBitsOfArrays()
    {
        Sequential model = Compiled();
        CancellationToken token = TestContext.Current.CancellationToken;
        double loss = model.Evaluate(X, Y, batchSize: 8, verbose: Verbosity.Silent).Loss;
        Assert.Equal(loss, model.Evaluate(Samples(), batchSize: 8, verbose: Verbosity.Silent).Loss);
        Assert.Equal(loss, model.Evaluate(Batches(), verbose: Verbosity.Silent).Loss);
        Assert.Equal(loss, model.Evaluate(new Chunks(8) { Workers = 3, MaxQueueSize = 2 }, verbose: Verbosity.Silent).Loss);
        Assert.Equal(loss,
            (await model.EvaluateAsync(Later(Samples()).Batch(8), verbose: Verbosity.Silent, cancellationToken: token)).Loss);

        float[] rows = model.Predict(X, batchSize: 8, verbose: Verbosity.Silent).ToArray();
        foreach (Tensor<float> predicted in new[]
        {
            model.Predict(Samples().Batch(8), verbose: Verbosity.Silent),
            model.Predict(Samples().Select(s => s.X).Batch(8), verbose: Verbosity.Silent),
            model.Predict(new Chunks(8), verbose: Verbosity.Silent),
            await model.PredictAsync(Later(Samples()).Select(s => s.X).Batch(8), verbose: Verbosity.Silent, cancellationToken: token),
        })
        {
            Assert.Equal([(nint)Rows, 3], predicted.Lengths.ToArray());
            Assert.Equal(rows, predicted.ToArray());
        }
        Assert.Equal(rows[..(16 * 3)], model.Predict(Samples().Batch(8), verbose: Verbosity.Silent, steps: 2).ToArray());
    }

    [Fact]
    public void Fit_Weights_AreThoseOfArrays()
    {
        var byClass = new Dictionary<int, double> { [0] = 2, [2] = 0.25 };
        Sequential expected = Compiled(), classes = Compiled();
        expected.Fit(X, Y, batchSize: 8, verbose: Verbosity.Silent, shuffle: false, classWeight: byClass);
        classes.Fit(Samples(), batchSize: 8, verbose: Verbosity.Silent, classWeight: byClass);
        Assert.Equal(expected.Weights[0].ToArray(), classes.Weights[0].ToArray());

        Sequential weighted = Compiled(), samples = Compiled();
        weighted.Fit(X, Y, batchSize: 8, verbose: Verbosity.Silent, shuffle: false, sampleWeight: Weight);
        samples.Fit(Samples().Select((s, i) => (s.X, s.Y, Weight[i])), batchSize: 8, verbose: Verbosity.Silent);
        Assert.Equal(weighted.Weights[0].ToArray(), samples.Weights[0].ToArray());
        Assert.NotEqual(expected.Weights[0].ToArray(), weighted.Weights[0].ToArray());
    }

    // Keras 3.16's rules, with a source of 7 batches whose length is known, or is not.
    [Theory]
    [InlineData(true, null, 2, "0-6 0-6")]
    [InlineData(false, null, 2, "0-6 0-6")]
    [InlineData(true, 3, 3, "0-2 0-2 0-0")]
    [InlineData(false, 3, 3, "0-2 0-2 0-0")]
    [InlineData(true, 7, 2, "0-6 0-6")]
    [InlineData(false, 7, 2, "0-6 0-6")]
    [InlineData(true, 9, 2, "0-6 0-6")]
    [InlineData(false, 9, 2, "0-6 0-6")]
    public void Fit_StepsPerEpoch_FollowKeras(bool known, int? stepsPerEpoch, int epochs, string steps)
    {
        var watch = new Watch();
        using var output = new StringWriter();
        Sequential model = Compiled();
        model.Options = new ModelOptions { Output = output };
        model.Fit(known ? Dataset.FromIndex(Rows, i => (Row(i), Y[i])).Batch(8) : Batches(), epochs: epochs, stepsPerEpoch: stepsPerEpoch,
            verbose: Verbosity.Line, callbacks: watch);
        Assert.Equal(steps, string.Join(' ', watch.Epochs.Select(e => $"{e[0]}-{e[^1]}")));
        Assert.Equal(stepsPerEpoch is 9 || (stepsPerEpoch is 3 && epochs == 3),
            output.ToString().Contains("The data ended after", StringComparison.Ordinal));
    }

    [Fact]
    public void Fit_EndlessSource_NeedsSteps()
    {
        Dataset<DataBatch> endless = Dataset.From(Samples()).Repeat().Batch(8);
        Assert.Contains("stepsPerEpoch", Assert.Throws<ArgumentException>(() => Compiled().Fit(endless, verbose: Verbosity.Silent)).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Compiled().Evaluate(endless, Verbosity.Silent));
        Assert.Throws<ArgumentException>(() => Compiled().Predict(endless, Verbosity.Silent));
        Assert.Throws<ArgumentException>(() => Compiled().Fit(X, Y, verbose: Verbosity.Silent, validationData: endless));
        Assert.Equal([0, 1],
            Compiled().Fit(endless, epochs: 2, stepsPerEpoch: 20, verbose: Verbosity.Silent, validationData: endless,
                validationSteps: 3).Epochs);
    }

    [Fact]
    public void Fit_OneShotSource_TrainsOnWhatThereIs()
    {
        using var shared = Samples().Batch(8).GetEnumerator();
        IEnumerable<DataBatch> Rest()
        {
            while (shared.MoveNext()) yield return shared.Current;
        }
        using var output = new StringWriter();
        Sequential model = Compiled();
        model.Options = new ModelOptions { Output = output };
        Assert.Equal([0], model.Fit(Rest(), epochs: 3, verbose: Verbosity.Line).Epochs);
        Assert.Contains("cannot begin again", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_UnknownLength_IsToldByTheFirstEpoch()
    {
        using var output = new StringWriter();
        Sequential model = Compiled();
        model.Options = new ModelOptions { Output = output };
        model.Fit(Batches(), epochs: 2, verbose: Verbosity.Line);
        Assert.Contains("7/7", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_UnbuiltModel_TakesItsShapeFromTheFirstBatch_AndLosesNone()
    {
        var model = new Sequential { new Keras.Layers.Dense(4, activation: "relu"), new Keras.Layers.Dense(3, activation: "softmax") };
        model.Compile("sgd", "sparse_categorical_crossentropy");
        var watch = new Watch();
        model.Fit(Batches(), epochs: 2, verbose: Verbosity.Silent, callbacks: watch);
        Assert.Equal([7, 7], watch.Epochs.Select(e => e.Count));
        Assert.Equal(2, model.Weights[0].Shape.Rank);
    }

    [Fact]
    public void Fit_SequencesOfOtherLengths_CompileOneStepPerLength()
    {
        var model = new Sequential().Input(-1).Embedding(20, 4).GlobalAveragePooling1D().Dense(2, "softmax");
        model.Compile("adam", "sparse_categorical_crossentropy");
        IEnumerable<(int[], int)> sentences = Enumerable.Range(0, 24).Select(i => (new int[3 + i / 8], i % 2));
        History history = model.Fit(sentences, batchSize: 8, epochs: 2, verbose: Verbosity.Silent);
        Assert.All(history["loss"], loss => Assert.True(double.IsFinite(loss)));
        Assert.Equal([24, 2],
            model.Predict(sentences.Select(s => s.Item1).Batch(8), Verbosity.Silent).Lengths.ToArray().Select(l => (int)l));
    }

    [Fact]
    public void Faults_OfTheStream_ReachTheCallerAsTheyWere()
    {
        var thrown = new IOException("camera is gone");
        int alive = 0;
        IEnumerable<(float[] X, int Y)> Camera()
        {
            alive++;
            try
            {
                for (int i = 0; ; i++) yield return i < 20 ? (Row(i), Y[i]) : throw thrown;
            }
            finally
            {
                alive--;
            }
        }
        foreach (Dataset<DataBatch> source in new[] { Camera().Batch(8), Dataset.From(Camera()).Map((x, y) => (x, y), 2).Batch(8),
            Dataset.From(Camera()).Batch(8).Prefetch() })
        {
            Sequential model = Compiled();
            Assert.Same(thrown, Assert.Throws<IOException>(() => model.Fit(source, verbose: Verbosity.Silent)));
            Assert.Equal(20L, thrown.Data["sample"]);
            Assert.Equal(0, alive);
            // The model can be used.
            model.Fit(Samples(), verbose: Verbosity.Silent);
        }
        Assert.Same(thrown, Assert.Throws<IOException>(() => Compiled().Predict(Camera().Batch(8), Verbosity.Silent)));
        ShapeMismatchException wrong =
            Assert.Throws<ShapeMismatchException>(
                () => Compiled().Fit(Batches().Select((b, i) => i == 2 ? new DataBatch(new float[8, 9], new int[8]) : b),
                    verbose: Verbosity.Silent));
        Assert.Equal(2L, wrong.Data["batch"]);
        Assert.Contains("targets",
            Assert.Throws<ArgumentException>(() => Compiled().Fit(Samples().Select(s => s.X).Batch(8), verbose: Verbosity.Silent)).Message,
            StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => Compiled().Fit(Enumerable.Empty<DataBatch>(), verbose: Verbosity.Silent));
        Assert.Throws<InvalidOperationException>(() => Compiled().Evaluate(Enumerable.Empty<DataBatch>(), Verbosity.Silent));
        Assert.Throws<InvalidOperationException>(() => Compiled().Predict(Enumerable.Empty<DataBatch>(), Verbosity.Silent));
    }

    [Fact]
    public async Task FitAsync_CancelledWhileItWaits_EndsTheStreamAndTheCallbacks()
    {
        using var cancel = new CancellationTokenSource();
        bool ended = false;
        async IAsyncEnumerable<DataBatch> Slow([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken token = default)
        {
            try
            {
                foreach (DataBatch batch in Batches().Take(3)) yield return batch;
                await cancel.CancelAsync();
                await Task.Delay(Timeout.Infinite, token);
            }
            finally
            {
                ended = true;
            }
        }
        var watch = new Watch();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Compiled().FitAsync(Slow(), verbose: Verbosity.Silent, callbacks: watch, cancellationToken: cancel.Token));
        Assert.True(ended);
        Assert.True(watch.Ended);
    }

    [Fact]
    public async Task FitAsync_FaultOfTheStream_IsTheTasks()
    {
        static async IAsyncEnumerable<DataBatch> Broken()
        {
            await Task.Yield();
            yield return Batches().First();
            throw new IOException("line is down");
        }
        Assert.Equal("line is down",
            (await Assert.ThrowsAsync<IOException>(() => Compiled().FitAsync(Broken(), verbose: Verbosity.Silent))).Message);
    }

    [Fact]
    public void Sequence_InFit_IsShuffledByTheModelsSeedAndToldOfEpochs()
    {
        List<int> Order(int seed, int workers)
        {
            var chunks = new Chunks(8) { Workers = workers };
            Sequential model = Compiled();
            model.Options = new ModelOptions { Seed = seed };
            model.Fit(chunks, epochs: 2, verbose: Verbosity.Silent);
            Assert.Equal(2, chunks.Begun);
            Assert.Equal(2, chunks.EndedEpochs);
            return chunks.Asked;
        }
        List<int> order = Order(3, 1);
        Assert.Equal(order, Order(3, 1));
        Assert.Equal(Enumerable.Range(0, 7), order.Take(7).Order());
        Assert.Equal(Enumerable.Range(0, 7), order.Skip(7).Order());
        Assert.NotEqual(order.Take(7), order.Skip(7));
        Assert.Equal(order.Order(), Order(3, 4).Order());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Fit_ShuffledPipelineInterrupted_ContinuesWithTheSameBits(int interruptedAt)
    {
        using var folder = new TemporaryFolder();
        Dataset<DataBatch> Train() => Dataset.From(Samples()).Shuffle(20, seed: 9).Batch(8);
        Sequential whole = Compiled();
        whole.Fit(Train(), epochs: 3, verbose: Verbosity.Silent);

        Sequential first = Compiled();
        using var cancel = new CancellationTokenSource();
        int steps = 0;
        var stop = new LambdaCallback(onTrainBatchEnd: (_, _) =>
        {
            if (++steps == 7 + interruptedAt) cancel.Cancel();
        });
        Assert.ThrowsAny<OperationCanceledException>(
            () => first.Fit(Train(), epochs: 3, verbose: Verbosity.Silent,
                callbacks: [new BackupAndRestore(folder.File("backup"), saveFreq: 1), stop], cancellationToken: cancel.Token));

        Sequential second = Compiled();
        second.Fit(Train(), epochs: 3, verbose: Verbosity.Silent, callbacks: new BackupAndRestore(folder.File("backup"), saveFreq: 1));
        Assert.Equal(whole.Weights.SelectMany(w => w.ToArray()), second.Weights.SelectMany(w => w.ToArray()));
    }

    private static Sequential Compiled()
    {
        Sequential model = new Sequential().Input(Width).Dense(5, "relu").Dense(3, "softmax").Seeded(11);
        model.Compile(new Keras.Optimizers.Adam(0.01), "sparse_categorical_crossentropy", metrics: ["accuracy"]);
        return model;
    }

    private static float[] Row(int i) => [.. Enumerable.Range(0, Width).Select(j => X[i, j])];

    private static IEnumerable<(float[] X, int Y)> Samples()
    {
        for (int i = 0; i < Rows; i++) yield return (Row(i), Y[i]);
    }

    private static IEnumerable<DataBatch> Batches()
    {
        for (int first = 0; first < Rows; first += 8)
        {
            int count = Math.Min(8, Rows - first);
            var x = new float[count, Width];
            Array.Copy(X, first * Width, x, 0, x.Length);
            yield return (x, Y[first..(first + count)]);
        }
    }

    private static async IAsyncEnumerable<T> Later<T>(IEnumerable<T> elements)
    {
        foreach (T element in elements)
        {
            await Task.Yield();
            yield return element;
        }
    }

    private sealed class Chunks(int size) : DataSequence
    {
        public List<int> Asked { get; } = [];

        public int Begun { get; private set; }

        public int EndedEpochs { get; private set; }

        public override int Count => (Rows + size - 1) / size;

        public override DataBatch this[int index]
        {
            get
            {
                lock (Asked) Asked.Add(index);
                return Samples().Skip(index * size).Take(size).Batch(size).Single();
            }
        }

        public override void OnEpochBegin() => Begun++;

        public override void OnEpochEnd() => EndedEpochs++;
    }

    private sealed class Watch : Callback
    {
        public List<List<int>> Epochs { get; } = [];

        public bool Ended { get; private set; }

        public override void OnEpochBegin(int epoch) => Epochs.Add([]);

        public override void OnTrainBatchEnd(int batch, Logs logs) => Epochs[^1].Add(batch);

        public override void OnTrainEnd(Logs logs) => Ended = true;
    }
}
