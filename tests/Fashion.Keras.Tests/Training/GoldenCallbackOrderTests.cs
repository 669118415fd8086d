using Fashion.Keras.Callbacks;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Training;

/// <summary>The events that callbacks see, in Keras's order and with its log keys.</summary>
public class GoldenCallbackOrderTests
{
    public static IEnumerable<TheoryDataRow<string>> Cases => GoldenCase.Names("callback_order");

    [Theory, MemberData(nameof(Cases))]
    public void Run_Recorded_MatchesKeras(string name)
    {
        GoldenCase golden = GoldenCase.Load("callback_order", name);
        OrderScript script = new(golden);
        var recorder = new Recorder(script);
        Sequential model = script.MakeModel();
        script.Run(model, recorder);
        // Prediction logs hold the outputs in Keras; here they are the result.
        Assert.Equal(script.Events.Select(e => Line(e.Hook, e.Index, e.Keys.Except(["outputs"]))), recorder.Events);
        Assert.Equal((script.Epochs, script.Steps), (recorder.Parameters.Epochs, recorder.Parameters.Steps));
    }

    private static string Line(string hook, int? index, IEnumerable<string> keys) => $"{hook} {index} {string.Join(',', keys)}";

    private sealed class Recorder(OrderScript script) : Callback
    {
        public List<string> Events { get; } = [];

        public override void OnTrainBegin() => Add("on_train_begin");
        public override void OnTrainEnd(Logs logs) => Add("on_train_end", null, logs);
        public override void OnEpochBegin(int epoch) => Add("on_epoch_begin", epoch);
        public override void OnEpochEnd(int epoch, Logs logs) => Add("on_epoch_end", epoch, logs);
        public override void OnTrainBatchBegin(int batch) => Add("on_train_batch_begin", batch);
        public override void OnTrainBatchEnd(int batch, Logs logs) => Add("on_train_batch_end", batch, logs);
        public override void OnTestBegin() => Add("on_test_begin");
        public override void OnTestEnd(Logs logs) => Add("on_test_end", null, logs);
        public override void OnTestBatchBegin(int batch) => Add("on_test_batch_begin", batch);
        public override void OnTestBatchEnd(int batch, Logs logs) => Add("on_test_batch_end", batch, logs);
        public override void OnPredictBegin() => Add("on_predict_begin");
        public override void OnPredictEnd() => Add("on_predict_end");
        public override void OnPredictBatchBegin(int batch) => Add("on_predict_batch_begin", batch);
        public override void OnPredictBatchEnd(int batch) => Add("on_predict_batch_end", batch);

        private void Add(string hook, int? index = null, Logs? logs = null)
        {
            Events.Add(Line(hook, index, logs?.Keys ?? []));
            if (script.StopsAt == Events.Count - 1) Model.StopTraining = true;
        }
    }
}
