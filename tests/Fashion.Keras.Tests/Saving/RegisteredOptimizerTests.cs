using System.Text.Json.Nodes;
using Fashion.Keras.Layers;
using Fashion.Keras.Optimizers;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Saving;

/// <summary>
/// Optimizers that a file calls by a registered name: tf.keras 2.11 to 2.15 called its own <c>Custom&gt;Adam</c>. They are Keras's, with
/// settings and state.
/// </summary>
public sealed class RegisteredOptimizerTests
{
    [Theory]
    [InlineData("adam")]
    [InlineData("sgd")]
    [InlineData("rmsprop")]
    [InlineData("adamw")]
    [InlineData("nadam")]
    public void Load_KerasFileWithCustomOptimizer_HasItsSettingsAndState(string optimizer)
    {
        using var folder = new TemporaryFolder();
        Sequential model = Trained(optimizer);
        model.Save(folder.File("m.keras"));
        ModelBytes.EditConfig(folder.File("m.keras"), config => Rename(config["compile_config"]!["optimizer"]!));

        Model loaded = Model.Load(folder.File("m.keras"));

        Check(model, loaded);
    }

    [Theory]
    [InlineData("Custom>Adam")]
    [InlineData("Adam")]
    public void Load_H5FileWithCustomOptimizer_HasItsSettings(string name)
    {
        Sequential model = Trained("adam");
        string training =
            $$$"""{"loss": "mse", "metrics": null, "weighted_metrics": null, "loss_weights": null, "optimizer_config": {"class_name": "{{{name}}}", "config": {"name": "Adam", "weight_decay": null, "clipnorm": null, "global_clipnorm": null, "clipvalue": null, "use_ema": false, "ema_momentum": 0.99, "ema_overwrite_frequency": null, "jit_compile": false, "is_legacy_optimizer": false, "learning_rate": 0.02, "beta_1": 0.8, "beta_2": 0.99, "epsilon": 1e-05, "amsgrad": false} } }""";
        Model loaded = OldFile.Load(OldFile.H5(model, "2.12.0", training: training), compile: true);
        var adam = Assert.IsType<Adam>(loaded.Optimizer);
        Assert.Equal((0.02, 0.8), (adam.LearningRate, adam.Beta1));
    }

    private static void Rename(JsonNode optimizer)
    {
        string name = $"Custom>{optimizer["class_name"]!.GetValue<string>()}";
        optimizer["class_name"] = name;
        optimizer["registered_name"] = name;
        optimizer["module"] = null;
    }

    private static void Check(Model model, Model loaded)
    {
        Assert.Empty(loaded.LoadWarnings);
        Assert.Equal(model.Optimizer!.ClassName, loaded.Optimizer!.ClassName);
        Assert.Equal(model.Optimizer.LearningRate, loaded.Optimizer.LearningRate);
        Assert.Equal(model.Optimizer.Iterations, loaded.Optimizer.Iterations);
        Assert.Equal(model.Optimizer.Variables.Select(v => v.ToArray()), loaded.Optimizer.Variables.Select(v => v.ToArray()));
        foreach (Model m in (Model[])[model, loaded]) Fit(m);
        Assert.Equal(model.Weights.Select(w => w.ToArray()), loaded.Weights.Select(w => w.ToArray()));
    }

    private static Sequential Trained(string optimizer)
    {
        var model = new Sequential { new Input(3), new Dense(4, activation: "tanh"), new Dense(1) };
        model.Compile(optimizer, "mse");
        Fit(model);
        return model;
    }

    private static void Fit(Model model) =>
        model.Fit(new float[,] { { 1, 2, 3 }, { 0, 1, 0 }, { 3, 1, 2 } }, new float[] { 1, 0, 2 }, epochs: 3, shuffle: false,
            verbose: Verbosity.Silent);
}
