using System.Numerics.Tensors;
using Fashion.Keras.Callbacks;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Training;

// What a stream is asked for and told; which batch or sample a fault names; runs inside of runs.
public sealed partial class StreamTests
{
    [Theory]
    [InlineData(10)]
    [InlineData(8)]
    public void Fit_Cache_ReadsTheDataOnce(int batchSize)
    {
        int read = 0;
        Dataset<DataBatch> Train() => Dataset.Range(Rows).Map(i =>
        {
            read++;
            return (Row(i), Y[i]);
        }).Cache().Batch(batchSize);
        Compiled().Fit(Train(), epochs: 3, verbose: Verbosity.Silent);
        Assert.Equal(Rows, read);
        Compiled().Fit(Train().Cache(), epochs: 3, verbose: Verbosity.Silent, validationData: Train());
        Assert.Equal(3 * Rows, read);
    }

    [Fact]
    public void Sequence_InEvaluateAndPredict_IsToldOfThem()
    {
        var chunks = new Chunks(8);
        Sequential model = Compiled();
        model.Evaluate(chunks, Verbosity.Silent);
        model.Predict(chunks, Verbosity.Silent);
        Assert.Equal((2, 2), (chunks.Begun, chunks.EndedEpochs));
        model.Fit(X, Y, epochs: 3, verbose: Verbosity.Silent, validationData: chunks);
        Assert.Equal((5, 5), (chunks.Begun, chunks.EndedEpochs));
    }

    [Theory]
    [InlineData(Verbosity.Bar, "7/7 [====")]
    [InlineData(Verbosity.Line, "7/7 - ")]
    public void Progress_LengthThatIsNotKnown_EndsWithTheNumberOfSteps(Verbosity verbose, string line)
    {
        var output = new StringWriter();
        Sequential model = Compiled();
        model.Options = new ModelOptions { Output = output };
        model.Fit(Samples(), batchSize: 8, epochs: 2, verbose: verbose);
        model.Evaluate(Samples(), batchSize: 8, verbose: verbose);
        model.Predict(Samples().Batch(8), verbose: verbose);
        Assert.Equal(4, output.ToString().Split(line).Length - 1);
        Assert.DoesNotContain("Unknown", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Fault_OfASequenceOfBatches_NamesTheBatch()
    {
        IOException fault =
            Assert.Throws<IOException>(() =>
                Compiled().Fit(Batches().Select((b, i) => i == 3 ? throw new IOException() : b), verbose: Verbosity.Silent));
        Assert.Equal(3L, fault.Data["batch"]);
    }

    [Fact]
    public async Task FitAsync_FaultOfTheSamples_NamesTheSample()
    {
        static IEnumerable<(float[] X, int Y)> Broken() => Samples().Select((s, i) => i == 11 ? throw new IOException() : s);
        IOException fault =
            await Assert.ThrowsAsync<IOException>(
                () => Compiled().FitAsync(Later(Broken()).Batch(8), verbose: Verbosity.Silent,
                    cancellationToken: TestContext.Current.CancellationToken));
        Assert.Equal(11L, fault.Data["sample"]);
    }

    [Fact]
    public async Task FitAsync_StreamThatDoesNotHeedItsToken_IsLeftWaiting()
    {
        using var cancel = new CancellationTokenSource();
        var line = new TaskCompletionSource();
        var ended = new TaskCompletionSource();
        async IAsyncEnumerable<DataBatch> Deaf()
        {
            try
            {
                yield return Batches().First();
                await cancel.CancelAsync();
                await line.Task;
            }
            finally
            {
                ended.SetResult();
            }
        }
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Compiled().FitAsync(Deaf(), verbose: Verbosity.Silent, cancellationToken: cancel.Token));
        Assert.False(ended.Task.IsCompleted);
        line.SetResult();
        await ended.Task;
    }

    [Fact]
    public void Fit_InACallbackOfFit_LeavesTheMetricsOfTheEpochAlone()
    {
        History Train(bool nested)
        {
            Sequential model = Compiled();
            var inner = new LambdaCallback(onTrainBatchEnd: (batch, _) =>
            {
                if (nested && batch == 2) model.Fit(X, Y, epochs: 2, initialEpoch: 1, stepsPerEpoch: 1, verbose: Verbosity.Silent);
            });
            model.Optimizer!.LearningRate = 0;
            return model.Fit(Samples(), batchSize: 8, verbose: Verbosity.Silent, callbacks: inner);
        }
        Assert.Equal(Train(false)["accuracy"], Train(true)["accuracy"]);
    }
}
