using System.Numerics.Tensors;
using System.Text.Json.Nodes;
using Fashion.Keras.Callbacks;
using Fashion.Keras.Constraints;
using Fashion.Keras.Layers;
using Fashion.Keras.Optimizers;
using Fashion.Keras.Tests.Saving;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Layers;

/// <summary>Low-rank adaptation: training and files as in Keras, and what it refuses.</summary>
public class LoraTests
{
    private static readonly string Folder = Path.Combine(GoldenCase.Root, "lora_training");

    [Fact]
    public void Train_AnAdaptedModel_FollowsKeras()
    {
        JsonNode steps = JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, "steps.json")))!;
        Tensor<float> x = Data(steps["x"]!), y = Data(steps["y"]!);
        var model = new Sequential { new Input(4), new Dense(3, "tanh"), new Dense(2) };
        First(model).EnableLora(2);
        Assert.Equal(["bias", "lora_kernel_a", "lora_kernel_b"], First(model).TrainableWeights.Select(w => w.Name));
        Assert.Equal(["kernel", "bias", "lora_kernel_a", "lora_kernel_b", "kernel", "bias"], model.Weights.Select(w => w.Name));
        foreach ((Variable weight, JsonNode? start) in model.Weights.Zip(steps["start"]!.AsArray()))
            weight.Set(new GoldenTensor(start!["value"]!).Floats);
        model.Compile(new Adam(0.1), "mse");
        foreach (JsonNode? loss in steps["losses"]!.AsArray()) Assert.Equal(loss!.GetValue<double>(), model.TrainOnBatch(x, y)["loss"], 4);
        foreach ((Variable weight, JsonNode? after) in model.Weights.Zip(steps["after"]!.AsArray()))
            AssertClose.Equal(new GoldenTensor(after!["value"]!).Values, weight.ToArray(), 1e-4, 1e-3, weight.Path);

        // Files have the sum; Keras wrote the same.
        using var folder = new TemporaryFolder();
        string path = folder.File("after.keras");
        model.Save(path);
        foreach (string file in (string[])[path, Path.Combine(Folder, "after.keras")])
        {
            Model loaded = Model.Load(file);
            Assert.Equal(2, First(loaded).LoraRank);
            AssertClose.Equal(new GoldenTensor(steps["expected"]!).Values, loaded.Predict(x, verbose: Verbosity.Silent).ToArray(), 1e-4,
                1e-3, file);
            Assert.All(First(loaded).Weights[3].ToArray(), value => Assert.Equal(0, value));
        }
        ExchangeFiles.Add(model, path, "lora-trained", new JsonArray(steps["x"]!.DeepClone()),
            new JsonArray(steps["expected"]!.DeepClone()));
        float[] before = model.Predict(x, verbose: Verbosity.Silent).ToArray();
        model.SaveWeights(folder.File("w.weights.h5"));
        model.LoadWeights(folder.File("w.weights.h5"));
        AssertClose.Equal(Array.ConvertAll(before, value => (double)value), model.Predict(x, verbose: Verbosity.Silent).ToArray(), 1e-5,
            1e-5, "loaded weights");
    }

    [Fact]
    public void EnableLora_OnATrainedModel_ChangesNothingAtFirst()
    {
        var model =
            new Sequential { new Input(5, 4, 2), new Conv2D(3, 2), new Flatten(), new Dense(2) { LoraRank = 1, LoraAlpha = 4 } }.Seeded(2);
        var x = new float[2, 5, 4, 2];
        x[0, 1, 1, 1] = 3;
        float[] before = model.Predict(x, verbose: Verbosity.Silent).ToArray();
        First(model).EnableLora(2, alpha: 8);
        Assert.Equal(before, model.Predict(x, verbose: Verbosity.Silent).ToArray());
        float[] kernel = First(model).Weights[0].ToArray();
        model.Compile("adam", "mse");
        model.Fit(x, new float[2, 2], epochs: 2, verbose: Verbosity.Silent);
        Assert.Equal(kernel, First(model).Weights[0].ToArray());
        Assert.NotEqual(before, model.Predict(x, verbose: Verbosity.Silent).ToArray());
    }

    [Fact]
    public void EnableLora_WhereItCannotBe_SaysSo()
    {
        Assert.Contains("DepthwiseConv2D", Assert.Throws<ArgumentException>(() => new DepthwiseConv2D(3) { LoraRank = 2 }).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Dense(2) { LoraRank = 0 });
        Assert.Throws<InvalidOperationException>(() => new Dense(2).EnableLora(2));
        var twice = new Sequential { new Input(3), new Dense(2) { LoraRank = 1 } };
        Assert.Throws<InvalidOperationException>(() => First(twice).EnableLora(1));
        Assert.Contains("constraint",
            Assert.Throws<ArgumentException>(
                () => new Sequential { new Input(3), new Dense(2, kernelConstraint: new NonNeg()) { LoraRank = 1 } }).Message,
            StringComparison.Ordinal);
        JsonNode config = JsonNode.Parse(twice.ToJson())!;
        JsonObject dense = config["config"]!["layers"]!.AsArray().Select(l => l!["config"]!.AsObject())
            .Single(c => c.ContainsKey("lora_rank"));
        dense["lora_rank"] = 500_000_000;
        Assert.Contains("rank", Assert.ThrowsAny<Exception>(() => Model.FromJson(config.ToJsonString())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Safetensors_OfAnAdaptedModel_HaveTheSum()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("w.safetensors");
        var x = new float[,] { { 1, -2, 3, 0.5f } };
        Sequential model = Trained(), loaded = new Sequential { new Input(4), new Dense(3) { LoraRank = 2 } }.Seeded(9);
        model.SaveSafetensors(path);
        Assert.Empty(loaded.LoadSafetensors(path));
        float[] want = model.Predict(x, verbose: Verbosity.Silent).ToArray();
        AssertClose.Equal(Array.ConvertAll(want, value => (double)value), loaded.Predict(x, verbose: Verbosity.Silent).ToArray(), 1e-5,
            1e-5, "safetensors");
        Assert.All(First(loaded).Weights[3].ToArray(), value => Assert.Equal(0, value));
    }

    [Fact]
    public void Backup_OfAnAdaptedModel_GoesOnToTheSameBits()
    {
        using var folder = new TemporaryFolder();
        Tensor<float> x = Tensor.Create(Enumerable.Range(0, 32).Select(i => MathF.Sin(i)).ToArray(), [8, 4]),
            y = Tensor.Create(Enumerable.Range(0, 24).Select(i => MathF.Cos(i)).ToArray(), [8, 3]);
        Sequential undisturbed = Trained();
        undisturbed.Fit(x, y, batchSize: 2, epochs: 4, verbose: Verbosity.Silent);
        using var stop = new CancellationTokenSource();
        Sequential interrupted = Trained(), again = Trained();
        var cancel = new LambdaCallback(onEpochEnd: (epoch, _) => { if (epoch == 1) stop.Cancel(); });
        Assert.Throws<OperationCanceledException>(() => interrupted.Fit(x, y, batchSize: 2, epochs: 4, verbose: Verbosity.Silent,
            callbacks: [new BackupAndRestore(folder.File("backup")), cancel], cancellationToken: stop.Token));
        again.Fit(x, y, batchSize: 2, epochs: 4, verbose: Verbosity.Silent, callbacks: new BackupAndRestore(folder.File("backup")));
        foreach ((Variable want, Variable got) in undisturbed.Weights.Zip(again.Weights)) Assert.Equal(want.ToArray(), got.ToArray());
    }

    // Its second factor is no longer 0.
    private static Sequential Trained()
    {
        Sequential model = new Sequential { new Input(4), new Dense(3, kernelInitializer: "ones") { LoraRank = 2 } }.Seeded(3);
        model.Options = new ModelOptions { Seed = 5 };
        model.Compile(new Adam(0.1), "mse");
        model.Fit(new float[,] { { 1, 2, 3, 4 }, { -1, 0, 1, 2 } }, new float[,] { { 1, 0, 2 }, { 0, 1, -1 } }, epochs: 2,
            verbose: Verbosity.Silent);
        Assert.Contains(First(model).Weights[3].ToArray(), value => value != 0);
        return model;
    }

    private static AdaptableLayer First(Model model) => model.Layers.OfType<AdaptableLayer>().First(layer => layer.TakesLora);

    private static Tensor<float> Data(JsonNode node)
    {
        var tensor = new GoldenTensor(node);
        return Tensor.Create(tensor.Floats, [.. tensor.Shape.Select(size => (nint)size)]);
    }
}
