using Fashion.Keras.Callbacks;
using Fashion.Keras.Layers;
using Fashion.Keras.Losses;
using Fashion.Keras.Optimizers;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Training;

/// <summary>Training that one rank ends: all of them end at the same step.</summary>
public sealed class RankEndsTests
{
    private const int Count = 40;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void StopTraining_OfOneRank_StopsAll_AfterTheSameStep(int asking)
    {
        (int Steps, bool Stopped, int Epochs)[] all = ThreadRanks.Run(2, ranks =>
        {
            Sequential model = Model(ranks);
            var steps = new Steps((m, step) => m.StopTraining |= ranks.Rank == asking && step == 6);
            History history = model.Fit(X(), Y(), batchSize: 8, epochs: 5, verbose: 0, callbacks: steps);
            return (steps.Count, model.StopTraining, history.Epochs.Count);
        });
        // As with one rank: the epoch ends early, with its events.
        Assert.All(all, rank => Assert.Equal((6, true, 2), rank));
    }

    [Fact]
    public void StopTraining_OfOneRankAfterAnEpoch_StopsAll()
    {
        (bool Stopped, int Epochs)[] all = ThreadRanks.Run(2, ranks =>
        {
            Sequential model = Model(ranks);
            History history = model.Fit(X(), Y(), batchSize: 8, epochs: 5, verbose: 0, callbacks: new StopsAfterEpoch(ranks.Rank == 1));
            return (model.StopTraining, history.Epochs.Count);
        });
        Assert.All(all, rank => Assert.Equal((true, 1), rank));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Cancelling_OneRank_CancelsAll_AndClosesTheFiles(bool pipeline)
    {
        Exception[] errors = ThreadRanks.Failures(3, ranks =>
        {
            Sequential model = Model(ranks);
            using var source = new CancellationTokenSource();
            var steps = new Steps((_, step) => { if (ranks.Rank == 1 && step == 6) source.Cancel(); });
            try
            {
                if (pipeline) model.Fit(Rows().Batch(8), epochs: 5, verbose: 0, callbacks: steps, cancellationToken: source.Token);
                else model.Fit(X(), Y(), batchSize: 8, epochs: 5, verbose: 0, callbacks: steps, cancellationToken: source.Token);
            }
            finally
            {
                Assert.Equal((6, true), (steps.Count, steps.Ended));
                // The model stays usable.
                model.Evaluate(X(), Y(), verbose: 0);
            }
        });
        Assert.All(errors, e => Assert.IsAssignableFrom<OperationCanceledException>(e));
        Assert.Equal("Training was cancelled on another rank.", errors[0].Message);
        Assert.Equal("Training was cancelled.", errors[1].Message);
    }

    // The source itself ends its wait with an exception, as asynchronous ones do.
    [Theory]
    [InlineData("validation")]
    [InlineData("evaluation")]
    [InlineData("training")]
    public void SourceThatIsCancelled_OnOneRank_CancelsAll(string where)
    {
        Exception[] errors = ThreadRanks.Failures(2, ranks =>
        {
            Sequential model = Model(ranks);
            using var source = new CancellationTokenSource();
            Dataset<DataBatch> cancelled = Rows().Map(row =>
            {
                if (ranks.Rank == 1) source.Cancel();
                source.Token.ThrowIfCancellationRequested();
                return row;
            }).Batch(8);
            if (where == "evaluation") model.Evaluate(cancelled, verbose: 0, cancellationToken: source.Token);
            else model.Fit(where == "training" ? cancelled : Rows().Batch(8), epochs: 3, verbose: 0, cancellationToken: source.Token,
                validationData: ValidationData.From(where == "training" ? Rows().Batch(8) : cancelled));
        });
        Assert.All(errors, e => Assert.IsAssignableFrom<OperationCanceledException>(e));
    }

    [Fact]
    public async Task FitAsync_CancelledBeforeItBegins_CancelsAll()
    {
        Exception[] errors = await Task.Run(() => ThreadRanks.Failures(2, ranks => Model(ranks).FitAsync(Stream(), verbose: 0,
            cancellationToken: new CancellationToken(canceled: ranks.Rank == 1)).GetAwaiter().GetResult()),
            TestContext.Current.CancellationToken);
        Assert.IsAssignableFrom<OperationCanceledException>(errors[1]);

        static async IAsyncEnumerable<DataBatch> Stream()
        {
            await Task.Yield();
            foreach (DataBatch batch in Rows().Batch(8)) yield return batch;
        }
    }

    // Rank 1 meets a loss that is no number; the user sees what rank 0 prints, and this.
    [Fact]
    public void TerminateOnNaN_OfARankThatDoesNotPrint_IsPrinted()
    {
        string[] texts = ThreadRanks.Run(2, ranks =>
        {
            Sequential model = Model(ranks);
            var output = new StringWriter();
            model.Options = new ModelOptions { Threads = 1, Output = output };
            float[,] x = X();
            // In the second half of the second batch.
            x[14, 0] = float.NaN;
            model.Fit(x, Y(), batchSize: 8, epochs: 2, verbose: 0, shuffle: false, callbacks: new TerminateOnNaN());
            return output.ToString();
        });
        Assert.Contains("Rank 1: Batch 1: Invalid loss, terminating training", texts[1]);
    }

    private static Dataset<(float[] X, int Y)> Rows()
    {
        (float[,] x, int[] y) = (X(), Y());
        return Dataset.FromIndex(Count, i => (Enumerable.Range(0, 5).Select(j => x[i, j]).ToArray(), y[i]));
    }

    private static float[,] X()
    {
        var x = new float[Count, 5];
        for (int n = 0; n < Count; n++) x[n, n % 3] = 1;
        return x;
    }

    private static int[] Y() => [.. Enumerable.Range(0, Count).Select(n => n % 3)];

    private static Sequential Model(ICollective ranks)
    {
        var model = new Sequential { new Dense(3, "softmax", inputShape: [5]) };
        model.Options = new ModelOptions { Threads = 1, Seed = 4 };
        model.Distribute(ranks);
        model.Compile(new Adam(0.01), new SparseCategoricalCrossentropy(), ["accuracy"]);
        return model;
    }

    private sealed class StopsAfterEpoch(bool here) : Callback
    {
        public override void OnEpochEnd(int epoch, Logs logs) => Model.StopTraining |= here;
    }

    private sealed class Steps(Action<Model, int> after) : Callback
    {
        public int Count { get; private set; }

        public bool Ended { get; private set; }

        public override void OnTrainBatchEnd(int batch, Logs logs) => after(Model, ++Count);

        public override void OnTrainEnd(Logs logs) => Ended = true;
    }
}
