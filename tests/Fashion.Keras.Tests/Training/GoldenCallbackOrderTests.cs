using Fashion.Keras.Callbacks;
using Fashion.Keras.Layers;
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
        string[] expected = [.. golden["events"]!.AsArray().Select(e => Line(e![0]!.GetValue<string>(), e[1]?.GetValue<int>(), e[2]!.AsArray().Select(k => k!.GetValue<string>())))];
        int steps = golden["params"]!["steps"]!.GetValue<int>(), epochs = golden["params"]!["epochs"]!.GetValue<int>();
        var recorder = new Recorder();
        var model = new Sequential { new Dense(3, activation: "softmax", inputShape: [2]) };
        model.Compile("sgd", "sparse_categorical_crossentropy", ["accuracy"]);
        var x = new float[steps * 4 - 1, 2];
        var y = new int[x.GetLength(0)];
        if (expected.Any(e => e.StartsWith("on_predict", StringComparison.Ordinal))) model.Predict(x, 4, Verbosity.Silent, callbacks: recorder);
        else if (!expected.Any(e => e.StartsWith("on_train", StringComparison.Ordinal))) model.Evaluate(x, y, 4, Verbosity.Silent, callbacks: recorder);
        else
        {
            int testBatches = expected.Where(e => e.StartsWith("on_test_batch_begin", StringComparison.Ordinal)).Distinct().Count();
            ValidationData? validation = testBatches == 0 ? null : (new float[testBatches * 4, 2], new int[testBatches * 4]);
            model.Fit(x, y, 4, epochs, Verbosity.Silent, recorder, validationData: validation);
        }
        // Prediction logs hold the outputs in Keras; here they are the result.
        Assert.Equal(expected.Select(e => e.Replace("outputs", "", StringComparison.Ordinal)), recorder.Events);
        Assert.Equal((epochs, steps), (recorder.Parameters.Epochs, recorder.Parameters.Steps));
    }

    private static string Line(string hook, int? index, IEnumerable<string> keys) => $"{hook} {index} {string.Join(',', keys)}";

    private sealed class Recorder : Callback
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

        private void Add(string hook, int? index = null, Logs? logs = null) => Events.Add(Line(hook, index, logs?.Keys ?? []));
    }
}
