using System.Text.Json.Nodes;
using Fashion.Keras.Callbacks;
using Fashion.Keras.Layers;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Training;

/// <summary>
/// What ran when a case of the kind callback_order was recorded, found from its events: fit, evaluate or predict, over how many
/// batches and epochs, from which one on, with which metrics, when it was validated, and where training was stopped.
/// </summary>
internal sealed class OrderScript
{
    private const int BatchSize = 4;
    private readonly GoldenCase _golden;

    public OrderScript(GoldenCase golden)
    {
        _golden = golden;
        Events =
            [.. golden.Required("events").AsArray()
                .Select(e => (e![0]!.GetValue<string>(), e[1]?.GetValue<int>(),
                    (e.AsArray().Count > 2 ? e[2] as JsonArray : null)?.Select(k => k!.GetValue<string>()).ToArray() ?? []))];
        JsonNode parameters = golden.Required("params");
        Epochs = parameters["epochs"]?.GetValue<int>() ?? 1;
        Steps = parameters["steps"]?.GetValue<int>() ?? Math.Max(Batches("train"), Math.Max(Batches("test"), Batches("predict")));
        StopsAt = FindStop();
    }

    /// <summary>Every call: the method, the epoch or batch, the keys of the logs.</summary>
    public (string Hook, int? Index, string[] Keys)[] Events { get; }

    public int Epochs { get; }

    public int Steps { get; }

    /// <summary>The event in which StopTraining was set; null if training ended by itself.</summary>
    public int? StopsAt { get; }

    private bool IsFit => Events.Any(e => e.Hook == "on_train_begin");

    // Metrics by their names in the logs; "accuracy" needs classes, the others take any numbers.
    private string[] Metrics =>
        [.. Events.SelectMany(e => e.Keys)
            .Where(k => !k.StartsWith("val_", StringComparison.Ordinal) && k is not ("loss" or "outputs" or "learning_rate")).Distinct()];

    public Sequential MakeModel()
    {
        bool classes = Metrics.Length == 0 || Metrics.Any(m => m.Contains("acc", StringComparison.Ordinal));
        var model = new Sequential { new Dense(classes ? 3 : 1, activation: classes ? "softmax" : null, inputShape: [2]) };
        model.Compile("sgd", classes ? "sparse_categorical_crossentropy" : "mse", Metrics);
        return model;
    }

    /// <summary>Runs the same on a model.</summary>
    public void Run(Model model, Callback recorder)
    {
        var x = new float[Steps * BatchSize - 1, 2];
        var y = new int[x.GetLength(0)];
        if (Events.Any(e => e.Hook == "on_predict_begin")) model.Predict(x, BatchSize, Verbosity.Silent, callbacks: recorder);
        else if (IsFit) Fit(model, recorder, x, y);
        else if (Events.Any(e => e.Hook == "on_test_begin")) model.Evaluate(x, y, BatchSize, Verbosity.Silent, callbacks: recorder);
        else Assert.Fail($"{_golden}: the events begin neither a training, nor an evaluation, nor a prediction.");
    }

    private void Fit(Model model, Callback recorder, float[,] x, int[] y)
    {
        int[] epochs = [.. Events.Where(e => e.Hook == "on_epoch_begin").Select(e => e.Index!.Value)];
        int testRows = Batches("test") * BatchSize;
        // The epoch (from 1) in which each validation took place.
        int[] validated =
            [.. Enumerable.Range(0, Events.Length).Where(i => Events[i].Hook == "on_test_begin")
                .Select(i => Events.Take(i).Last(e => e.Hook == "on_epoch_begin").Index!.Value + 1)];
        model.Fit(x, y, BatchSize, Epochs, Verbosity.Silent, recorder, initialEpoch: epochs.Length > 0 ? epochs[0] : Epochs,
            validationData: testRows == 0 ? null : (new float[testRows, 2], new int[testRows]),
            validationFreq: validated.Length > 0 ? (ValidationFrequency)validated : null);
    }

    private int Batches(string what) =>
        Events.Where(e => e.Hook == $"on_{what}_batch_begin").Select(e => e.Index!.Value + 1).DefaultIfEmpty(0).Max();

    // The last batch of an epoch that lacks some, or the end of the last epoch when some are left.
    private int? FindStop()
    {
        if (!IsFit) return null;
        int last = Array.FindLastIndex(Events, e => e.Hook == "on_train_batch_end");
        if (last >= 0 && Events[last].Index + 1 < Steps) return last;
        int end = Array.FindLastIndex(Events, e => e.Hook == "on_epoch_end");
        return end >= 0 && Events[end].Index + 1 < Epochs ? end : null;
    }
}
