using Fashion.Keras.Layers;

namespace Fashion.Keras.Experiments.Tests;

/// <summary>A small task and small studies of it.</summary>
internal static class Tiny
{
    private static readonly (float[,] X, float[] Y) Task = Make(64, seed: 1);

    public static Study Add(this Study study, string variant, double rate, int epochs = 3,
        Action<RunContext>? before = null) => study.Add(variant, () => Model(rate),
        (model, run) =>
        {
            before?.Invoke(run);
            return Fit(model, epochs, run.Callbacks());
        },
        (model, run) => model.Evaluate(Task.X, Task.Y, verbose: Verbosity.Silent),
        new() { ["epochs"] = epochs });

    public static History Fit(Model model, int epochs, CallbackList callbacks) =>
        model.Fit(Task.X, Task.Y, batchSize: 16, epochs: epochs, verbose: Verbosity.Silent, callbacks: callbacks, validationSplit: 0.25);

    public static double ValidationLoss(Model model)
    {
        var (x, y) = (new float[16, 4], Task.Y[48..]);
        Array.Copy(Task.X, 48 * 4, x, 0, x.Length);
        return model.Evaluate(x, y, batchSize: 16, verbose: Verbosity.Silent).Loss;
    }

    public static Model Model(double rate)
    {
        var model = new Sequential { new Dense(8, "relu", inputShape: [4]), new Dropout(rate), new Dense(1, "sigmoid") };
        model.Compile("adam", "binary_crossentropy", metrics: ["accuracy"]);
        return model;
    }

    /// <summary>What has to be the same, whenever and wherever a run is done.</summary>
    public static string Essence(this StudyResult result) => string.Join('\n', result.Runs.Select(r =>
        $"{r.Variant} {r.Seed} {string.Join(',', r.Metrics.Select(m => $"{m.Key}={m.Value:R}"))} " +
        $"{string.Join(',', r.History.OrderBy(h => h.Key).Select(h => $"{h.Key}={string.Join(' ', h.Value.Select(v => $"{v:R}"))}"))}"));

    public static (float[,] X, float[] Y) Make(int rows, int seed)
    {
        var random = new Random(seed);
        var x = new float[rows, 4];
        var y = new float[rows];
        for (int i = 0; i < rows; i++)
        {
            for (int k = 0; k < 4; k++) x[i, k] = random.NextSingle() - 0.5f;
            y[i] = x[i, 0] + x[i, 1] > 0 ? 1 : 0;
        }
        return (x, y);
    }
}
