using Fashion.Keras.Callbacks;

namespace Fashion.Keras.Tests.Callbacks;

public sealed class CallbackBatchLogsTests
{
    [Fact]
    public void NeedsBatchLogs_OnlyWhereABatchEventIsOverridden()
    {
        Assert.False(new EpochsOnly().NeedsBatchLogs(0));
        Assert.True(new TrainBatches().NeedsBatchLogs(0));
        Assert.True(new TestBatches().NeedsBatchLogs(0));
        Assert.True(new DerivedAgain().NeedsBatchLogs(0));
    }

    private sealed class EpochsOnly : Callback
    {
        public override void OnEpochEnd(int epoch, Logs logs) { }
    }

    private class TrainBatches : Callback
    {
        public override void OnTrainBatchEnd(int batch, Logs logs) { }
    }

    private sealed class TestBatches : Callback
    {
        public override void OnTestBatchEnd(int batch, Logs logs) { }
    }

    private sealed class DerivedAgain : TrainBatches;
}
