using System.Text;
using Fashion.Keras.Callbacks;
using Fashion.Keras.Layers;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Saving;

/// <summary>
/// A backup whose numbers cannot be is refused as a whole: model, optimizer, random state and callbacks stay as they were.
/// </summary>
public sealed class HostileBackupTests
{
    // Each was a backup of the model below; one number of its state was overwritten.
    [Theory]
    [InlineData("backup_lr_nan")]
    [InlineData("backup_neg_cursor_small")]
    [InlineData("backup_neg_cursor_huge")]
    public void Fit_BackupWithAnImpossibleNumber_IsRefused(string name)
    {
        using var folder = new TemporaryFolder();
        foreach (string file in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Saving", "HostileFiles", "backup", name)))
            File.Copy(file, folder.File(Path.GetFileName(file)));
        Refused(Model(), folder.Path);
    }

    [Theory]
    [InlineData("\"position\":[0,2,2]", "\"position\":[0,-1,2]")]
    [InlineData("\"position\":[0,2,2]", "\"position\":[-9,2,2]")]
    [InlineData("\"position\":[0,2,2]", "\"position\":[0,2,-3]")]
    [InlineData("\"position\":[0,2,2]", "\"position\":[0,2,1.5]")]
    [InlineData("\"position\":[0,2,2]", "\"position\":[0,2,1e9999]")]
    [InlineData("\"position\":[0,2,2]", "\"position\":[\"0\",2,2]")]
    [InlineData("\"position\":[0,2,2]", "\"position\":[0,0,0]")]
    [InlineData("\"position\":[0,2,2]", "\"position\":[0,2,3]")]
    [InlineData("\"position\":[0,2,2]", "\"position\":[0,4,4]")]
    [InlineData("\"position\":[0,2,2]", "\"position\":[0,3,3]")]
    [InlineData("\"position\":[0,2,2]", "\"position\":[0,2]")]
    [InlineData("\"position\":[0,2,2]", "\"position\":0")]
    [InlineData("\"position\":[0,2,2]", "\"position\":[-2000000000,2,2]")]
    [InlineData("\"position\":[0,2,2]", "\"position\":[0,99,99]")]
    [InlineData("\"averages\":[\"16\"", "\"averages\":[\"17\"")]
    [InlineData("\"averages\":[\"16\"", "\"averages\":[\"1\"")]
    [InlineData("\"averages\":[\"16\"", "\"averages\":[\"16\",\"1\"")]
    [InlineData("\"averages\":[\"16\",", "\"averages\":[")]
    [InlineData("\"averages\":[\"16\"", "\"averages\":[\"1e99\"")]
    [InlineData("\"averages\":[\"16\"", "\"averages\":[16")]
    [InlineData("\"runs\":\"2\"", "\"runs\":\"-2\"")]
    [InlineData("\"runs\":\"2\"", "\"runs\":2")]
    [InlineData("\"layer_seeds\":[", "\"layer_seeds\":[1,")]
    [InlineData("\"layer_seeds\":[", "\"layer_seeds\":[0.5,")]
    [InlineData("\"callbacks\":[", "\"callbacks\":[7,")]
    [InlineData("\"wait\":\"0\"", "\"wait\":\"NaN\"")]
    [InlineData("\"wait\":\"0\"", "\"wait\":null")]
    [InlineData("\"learning_rate\":\"0.001\"", "\"learning_rate\":\"NaN\"")]
    [InlineData("\"learning_rate\":\"0.001\"", "\"learning_rate\":\"-0.1\"")]
    [InlineData("\"learning_rate\":\"0.001\"", "\"learning_rate\":\"1e999\"")]
    [InlineData("\"learning_rate\":\"0.001\"", "\"learning_rate\":[]")]
    [InlineData("\"averages\":[\"16\"", "\"averages\":[\"NaN\"")]
    [InlineData("\"averages\":[\"16\"", "\"averages\":[\"-16\"")]
    [InlineData("\"passes\":\"1\"", "\"passes\":\"-1\"")]
    [InlineData("\"runs\":\"2\"", "\"runs\":\"x\"")]
    [InlineData("\"batches_since_save\":\"2\"", "\"batches_since_save\":\"-2\"")]
    [InlineData("\"batches_since_save\":\"2\"", "\"batches_since_save\":\"2.5\"")]
    [InlineData("\"batches_since_save\":\"2\"", "\"batches_since_save\":\"1e99\"")]
    public void Fit_BackupWithAnotherNumber_IsRefused(string written, string instead)
    {
        using var folder = new TemporaryFolder();
        Model model = Model();
        Assert.ThrowsAny<Exception>(() =>
            model.Fit(X, Y, batchSize: 8, verbose: Verbosity.Silent,
                callbacks: Callbacks(folder.Path, new LambdaCallback(onTrainBatchBegin: batch =>
                {
                    if (batch == 2)
                        throw new IOException("killed");
                }))));
        string path = folder.File("latest.weights.h5");
        Replace(path, written, instead);
        Refused(Model(), folder.Path);
    }

    private static void Refused(Model model, string backup)
    {
        string before = State(model);
        CallbackList callbacks = Callbacks(backup);
        Assert.Throws<ModelFormatException>(
            () => model.Fit(X, Y, batchSize: 8, epochs: 2, verbose: Verbosity.Silent, callbacks: callbacks));
        Assert.Equal(before, State(model));
        Assert.True(File.Exists(Path.Combine(backup, "latest.weights.h5")));
        // The model is still of use.
        model.Fit(X, Y, batchSize: 8, verbose: Verbosity.Silent);
    }

    private static CallbackList Callbacks(string backup, params Callback[] more) =>
        [new ModelCheckpoint(Path.Combine(backup, "unused.keras"), saveFrequency: 1000), new EarlyStopping("loss"),
            new BackupAndRestore(backup, saveFreq: 1, deleteCheckpoint: false), .. more];

    private static Sequential Model()
    {
        var model = new Sequential { new Dense(5, activation: "relu", inputShape: [6], kernelInitializer: "ones"),
            new Dropout(0.25, seed: 3), new Dense(3, kernelInitializer: "ones") };
        model.Options = new ModelOptions { Seed = 1 };
        model.Compile("adam", "mse", metrics: ["mae"]);
        return model;
    }

    private static string State(Model model) =>
        string.Join(' ', model.Weights.SelectMany(w => w.ToArray())) + model.Trainer.Random.State + model.Optimizer!.LearningRate
            + model.Optimizer.Iterations;

    private static float[,] X { get; } = new float[32, 6];

    private static float[,] Y { get; } = new float[32, 3];

    // In place, padded with spaces: the text lies in the file as it is.
    private static void Replace(string path, string written, string instead)
    {
        byte[] file = File.ReadAllBytes(path), from = Encoding.UTF8.GetBytes(written), to = Encoding.UTF8.GetBytes(instead);
        int at = file.AsSpan().IndexOf(from);
        Assert.True(at > 0, $"{written} is not in the backup: " +
            $"{Encoding.Latin1.GetString(file)[(file.AsSpan().IndexOf("{\"runs\""u8) is >= 0 and var found ? found : 0)..][..800]}");
        int end = at + file.AsSpan(at).IndexOf((byte)0);
        byte[] text = file[at..end];
        byte[] changed = [.. to, .. text[from.Length..]];
        if (changed.Length > text.Length)
        {
            // A shorter name of a class makes room for longer numbers.
            string shorter = Encoding.UTF8.GetString(changed).Replace("\"LambdaCallback\"", "\"L\"", StringComparison.Ordinal);
            changed = Encoding.UTF8.GetBytes(shorter);
        }
        Assert.True(changed.Length <= text.Length);
        int brace = changed.Length - 1;
        while (changed[brace] != (byte)'}') brace--;
        byte[] padded = [.. changed[..brace], .. Enumerable.Repeat((byte)' ', text.Length - changed.Length), .. changed[brace..]];
        padded.CopyTo(file, at);
        File.WriteAllBytes(path, file);
    }
}
