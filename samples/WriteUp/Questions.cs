using System.Numerics.Tensors;
using Fashion.Keras.Callbacks;
using Fashion.Keras.Datasets;
using Fashion.Keras.Experiments;

namespace Fashion.Keras.Samples.Studies;

/// <summary>
/// Further variants for what the write-up left open. Where an attempt is one of the variants, the study of the attempts has its runs.
/// </summary>
internal static class Questions
{
    /// <summary>Early stopping that waits longest; all shorter waits follow from its history.</summary>
    public const int LongestPatience = 8;

    /// <summary>The name of the variant that holds training images out.</summary>
    public const string HeldOut = "final-held-out";

    private const int HeldOutImages = 10_000;

    /// <summary>Variants that train as the attempts do.</summary>
    public static IReadOnlyList<Attempt> All { get; } =
    [
        // (a) Dense models with as many weights as attempt4-small (93,962) and attempt4 (874,634).
        new("dense-94k", () => Models.Tutorial(118)),
        new("dense-875k", () => Models.TwoHidden(837, 256)),
        // (b) The final model with other rates.
        .. new[] { 0, 0.1, 0.2, 0.4, 0.5, 0.6, 0.7 }.Select(
            rate => new Attempt(FormattableString.Invariant($"final-dropout-{rate}"), () => Models.Final(rate))),
        // (c) One long run of each seed.
        new("patience-strided", () => Models.SmallStrided(0.2)) { Patience = LongestPatience },
        new("patience-final", () => Models.Final()) { Patience = LongestPatience },
        // (d) The book's model with one thing changed.
        new("book-valid", () => Models.Book(padding: Padding.Valid)),
        new("book-strides-2", () => Models.Book(strides: 2)),
        new("book-dropout-last", () => Models.Book(onFeatures: 0, beforeOutput: 0.5)),
        new("book-dropout-none", () => Models.Book(onFeatures: 0)),
        new("book-20-filters", () => Models.Book(filters: 20)),
        new("book-32-filters", () => Models.Book(filters: 32)),
    ];

    /// <summary>
    /// (e) The final model on the first training images but for 10,000, validated on those and on the test images: training goes on
    /// until early stopping by either would have ended it, so that the history says what each way of choosing gives.
    /// </summary>
    public static void AddHeldOut(Study study, ImageDataset train, Images test, Options options)
    {
        int kept = train.Count - Math.Min(HeldOutImages, train.Count / 6), epochs = options.Epochs ?? 30;
        (Images learned, Images held) = (train.Take(kept), Images.From(train, kept));
        study.Add(HeldOut, () => Models.Final(),
            fit: (model, run) => model.Fit(learned.X, learned.Labels, epochs: epochs, verbose: Verbosity.Silent,
                validationData: (held.X, held.Labels),
                callbacks: run.Callbacks(new TestEveryEpoch(test), new StopWhenBothHave("val_loss", "test_loss", patience: 3))),
            settings: new()
            {
                ["batch size"] = 32,
                ["epochs"] = epochs,
                ["early stopping"] = "val_loss and test_loss, patience 3",
                ["training images"] = kept
            });
    }

    /// <summary>(f) A small modern recipe; the test images choose nothing.</summary>
    public static void AddModern(Study study, Images train, Images test, Options options)
    {
        const int batchSize = 128;
        int epochs = options.Epochs ?? 15, images = (int)train.Labels.FlattenedLength;
        Tensor<float> targets = Utils.ToCategorical(train.Labels, 10);
        study.Add("modern", () => Models.Modern(epochs * ((images + batchSize - 1) / batchSize)),
            fit: (model, run) => model.Fit(train.X, targets, batchSize: batchSize, epochs: epochs, verbose: Verbosity.Silent,
                callbacks: run.Callbacks()),
            evaluate: (model, _) =>
            {
                // Loss without smoothing, to compare it with the others.
                EvaluationResult both = Models.OfBothViews(model).Evaluate(test.X, test.Labels, verbose: Verbosity.Silent);
                model.Compile("adam", "sparse_categorical_crossentropy", metrics: ["accuracy"]);
                EvaluationResult one = model.Evaluate(test.X, test.Labels, verbose: Verbosity.Silent);
                return new EvaluationResult(both.Loss, ("accuracy", both["accuracy"]), ("one_view_loss", one.Loss),
                    ("one_view_accuracy", one["accuracy"]));
            },
            settings: new()
            {
                ["batch size"] = batchSize,
                ["epochs"] = epochs,
                ["early stopping"] = "none",
                ["judged"] = "last epoch, image and mirror image",
                ["training images"] = images
            });
    }

    private sealed class TestEveryEpoch(Images test) : Callback
    {
        public override void OnEpochEnd(int epoch, Logs logs)
        {
            (logs["test_loss"], logs["test_accuracy"]) = Model.Evaluate(test.X, test.Labels, verbose: Verbosity.Silent);
        }
    }

    private sealed class StopWhenBothHave(string first, string second, int patience) : Callback
    {
        private readonly List<double> _first = [], _second = [];

        public override void OnEpochEnd(int epoch, Logs logs)
        {
            _first.Add(logs[first]);
            _second.Add(logs[second]);
            if (Selection.StoppedEpoch(_first, patience) is not null && Selection.StoppedEpoch(_second, patience) is not null)
                Model.StopTraining = true;
        }
    }
}
