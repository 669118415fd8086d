using Fashion.Keras.Callbacks;
using Fashion.Keras.Experiments;

namespace Fashion.Keras.Samples.Studies;

/// <summary>A way to train a model on the training images, judged on the test images.</summary>
/// <param name="Name">Its name in the study.</param>
/// <param name="Build">Makes the compiled model.</param>
internal sealed record Attempt(string Name, Func<Model> Build)
{
    private const string BestModel = "best_model.h5";

    /// <summary>Most epochs.</summary>
    public int Epochs { get; init; } = 30;

    /// <summary>Epochs without a better val_loss after which training stops; null for no early stopping, and no validation.</summary>
    public int? Patience { get; init; } = 3;

    /// <summary>Whether the model of the best val_accuracy is kept, reloaded and judged rather than that of the last epoch.</summary>
    public bool Checkpoint { get; init; } = true;

    /// <summary>Adds the attempt to a study.</summary>
    /// <param name="study">The study.</param>
    /// <param name="train">Training images.</param>
    /// <param name="test">Test images; the write-up validates on them too.</param>
    /// <param name="options">Limits of a quick look.</param>
    public void AddTo(Study study, Images train, Images test, Options options)
    {
        int epochs = Math.Min(Epochs, options.Epochs ?? Epochs);
        study.Add(Name, Build,
            fit: (model, run) => model.Fit(train.X, train.Labels, epochs: epochs, verbose: Verbosity.Silent,
                callbacks: run.Callbacks([.. Callbacks(run)]), validationData: Patience is null ? null : (test.X, test.Labels)),
            evaluate: (model, run) => (Checkpoint ? run.Load(BestModel) : model).Evaluate(test.X, test.Labels, verbose: Verbosity.Silent),
            settings: new()
            {
                ["batch size"] = 32,
                ["epochs"] = epochs,
                ["early stopping"] = Patience is { } patience ? $"val_loss, patience {patience}" : "none",
                ["judged"] = Checkpoint ? "best val_accuracy" : "last epoch",
                ["training images"] = train.Labels.FlattenedLength,
            });
    }

    private IEnumerable<Callback> Callbacks(RunContext run)
    {
        if (Patience is { } patience) yield return new EarlyStopping(monitor: "val_loss", mode: MonitorMode.Min, patience: patience);
        if (Checkpoint)
            yield return new ModelCheckpoint(run.PathOf(BestModel), monitor: "val_accuracy", mode: MonitorMode.Max, saveBestOnly: true);
    }
}
