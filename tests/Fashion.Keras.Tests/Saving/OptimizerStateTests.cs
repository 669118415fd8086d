using Fashion.Keras.Layers;
using Fashion.Keras.Optimizers;
using Fashion.Keras.Saving;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Saving;

/// <summary>Optimizer state that does not fit never keeps a model from loading, and old layouts of it are understood.</summary>
public sealed class OptimizerStateTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("a_compiled_not_trained.keras", "nothing per weight", "Adam")]
    [InlineData("a_compiled_not_trained.h5", "nothing per weight", "Adam")]
    [InlineData("d_frozen_after_training.keras", "10 variables instead of 6", "Adam")]
    [InlineData("saved_after_h5.keras", "settings are not in the file", "RMSprop")]
    public void Load_StateThatDoesNotFit_IsLeftOutWithAWarning(string name, string why, string optimizer)
    {
        var file = new KerasFile(name);

        Model model = Model.Load(file.Path);

        string warning = Assert.Single(model.LoadWarnings);
        Assert.Contains(why, warning, StringComparison.Ordinal);
        Assert.Contains(name, warning, StringComparison.Ordinal);
        Assert.Equal(optimizer, model.Optimizer!.ClassName);
        Assert.Equal(0, model.Optimizer.Iterations);
        Assert.All(model.Optimizer.Variables, v => Assert.All(v.ToArray(), value => Assert.Equal(0, value)));
        file.CheckPredictions(model);
        file.CheckSavedAgain(model);
        var e = Assert.Throws<ModelFormatException>(() => Model.Load(file.Path, strict: true));
        Assert.Contains(why, e.Message, StringComparison.Ordinal);
        Assert.InRange(e.Message.Length, 50, 600);
        Model plain = Model.Load(file.Path, compile: false, strict: true);
        Assert.Empty(plain.LoadWarnings);
    }

    // Keras's file has 3 numbers, before the inner optimizer was built; the third is no loss scale. Losses by real Keras.
    [Fact]
    public void Load_LossScaleOptimizerBeforeItsFirstStep_TrainsAsInKeras()
    {
        Model model = Model.Load(Path.Combine(GoldenCase.Root, "optimizer_files", "not_trained", "loss_scale.keras"));

        Assert.Contains("3 variables instead of", Assert.Single(model.LoadWarnings), StringComparison.Ordinal);
        Assert.Equal(8, ((LossScaleOptimizer)model.Optimizer!).DynamicScale);
        float[,] x = { { 1, 2, 3 }, { 0, 1, 0 }, { 2, 0, 1 }, { 1, 1, 1 } }, y = { { 1 }, { 0 }, { 1 }, { 2 } };
        foreach (double loss in (double[])[1.1899824142456055, 0.776932418346405, 0.7249390482902527])
            Assert.Equal(loss, model.TrainOnBatch(x, y)["loss"], 1e-5);
    }

    [Fact]
    public void LoadWeights_AnotherOptimizersState_IsLeftOutWithAWarning()
    {
        Sequential saved = Small("adam"), other = Small("sgd");
        Train(saved);
        Train(other);
        saved.SaveWeights(_folder.File("model.weights.h5"));
        var output = new StringWriter();
        other.Options = new() { Output = output };

        string left = Assert.Single(other.LoadWeights(_folder.File("model.weights.h5")));

        Assert.StartsWith("optimizer", left, StringComparison.Ordinal);
        Assert.Contains($"Warning: {left}", output.ToString(), StringComparison.Ordinal);
        Assert.Equal(saved.Weights.Select(w => w.ToArray()), other.Weights.Select(w => w.ToArray()));
        Train(other);
    }

    [Fact]
    public void LoadWeights_AnotherOptimizersStateStrictly_ChangesNothing()
    {
        Sequential saved = Small("adam"), other = Small("sgd");
        Train(saved);
        Train(other);
        saved.SaveWeights(_folder.File("model.weights.h5"));
        float[][] before = [.. other.Weights.Select(w => w.ToArray())];

        Assert.Throws<ModelFormatException>(() => other.LoadWeights(_folder.File("model.weights.h5"), strict: true));

        Assert.Equal(before, other.Weights.Select(w => w.ToArray()));
    }

    // What the variables of a whole-model .h5 were in the order of the file: "m2" is the first moment of weight 2 (kernel,
    // bias, kernel, bias), "v" the second, "0" a placeholder, "step" the count, "number" a single float.
    [Theory]
    [InlineData("keras 2.2", "Adam", "step m0 m1 m2 m3 v0 v1 v2 v3 0 0 0 0", "Adam/iterations:0")]
    [InlineData("keras 2.0.8", "Adam", "step m0 m1 m2 m3 v0 v1 v2 v3", "iterations:0")]
    [InlineData("keras 1, by name", "Adam", "step m1 m0 m3 m2 v1 v0 v3 v2", "Variable:0")]
    [InlineData("tf.keras 2.10", "Adam", "step m0 m1 m2 m3 v0 v1 v2 v3", "Adam/iter:0")]
    [InlineData("tf.keras 2.11", "Adam", "step m0 v0 m1 v1 m2 v2 m3 v3", "iteration:0")]
    [InlineData("tf.keras 2.11, schedule", "Adam", "step rate m0 v0 m1 v1 m2 v2 m3 v3", "iteration:0")]
    [InlineData("keras 3", "Adam", "step rate m0 v0 m1 v1 m2 v2 m3 v3", "adam/iteration")]
    [InlineData("keras 2.2", "RMSprop", "m0 m1 m2 m3", "training/RMSprop/Variable:0")]
    [InlineData("keras 2.3", "RMSprop", "step m0 m1 m2 m3", "RMSprop/iterations:0")]
    [InlineData("tf.keras 2.11", "SGD", "step 0full 1full 2full 3full", "iteration:0")]
    [InlineData("keras 2.2", "SGD", "step 0full 1full 2full 3full", "SGD/iterations:0")]
    [InlineData("keras 2.0.2, by name", "Adagrad", "m1 m0 m3 m2", "Variable:0")]
    [InlineData("keras 2.2", "Adadelta", "m0 m1 m2 m3 v0 v1 v2 v3", "Variable:0")]
    [InlineData("keras 2.3", "Nadam", "step number m0 m1 m2 m3 v0 v1 v2 v3", "Nadam/iterations:0")]
    [InlineData("tf.keras 2.6", "Adamax", "step m0 m1 m2 m3 v0 v1 v2 v3", "Adamax/iter:0")]
    public void Load_OldLayouts_AreMapped(string version, string optimizer, string layout, string first)
    {
        Sequential saved = Small(optimizer);
        IReadOnlyList<Variable> weights = saved.TrainableWeights;
        string path = _folder.File("old.h5");
        var file = new Hdf5Writer();
        LegacyH5.Write(saved, file, includeOptimizer: true);
        Hdf5Writer group = file.Group("optimizer_weights");
        string[] parts = layout.Split(' ');
        string[] names =
            [.. parts.Select((p, i) => i == 0
                ? first
                : p == "rate" ? "learning_rate:0" : FormattableString.Invariant($"training/Variable_{i}:0"))];
        group.SetAttribute("weight_names", names);
        foreach ((string part, string name) in parts.Zip(names))
            switch (part)
            {
                case "step": group.Write(name, 7L); break;
                case "rate": group.Write(name, 0.5f); break;
                case "number": group.Write(name, 0.25f); break;
                case "0": group.Write(name, [1], [0f]); break;
                default:
                    Variable weight = weights[part[0] is 'm' or 'v' ? part[1] - '0' : part[0] - '0'];
                    group.Write(name, weight.Shape, part[0] is 'm' or 'v' ? Values(part, weight) : new float[weight.Shape.ElementCount]);
                    break;
            }
        using (FileStream stream = File.Create(path)) file.Save(stream);

        Model model = Model.Load(path, strict: true);

        Assert.Empty(model.LoadWarnings);
        Assert.Equal(parts[0] == "step" ? 7 : 0, model.Optimizer!.Iterations);
        if (parts.Contains("rate")) Assert.Equal(0.5, model.Optimizer.LearningRate);
        OptimizerEntry[] slots = [.. model.Optimizer.Entries.Where(e => e.Variable is not null && e.Shape.Rank > 0)];
        if (parts.Contains("number"))
            Assert.Equal(0.25, model.Optimizer.Entries.Single(e => e.Variable is not null && e.Shape.Rank == 0).Read()[0]);
        foreach ((int i, Variable weight) in model.TrainableWeights.Index())
        {
            OptimizerEntry[] own = [.. slots.Where(s => s.Path.Contains(weight.Path.Replace('/', '_'), StringComparison.Ordinal))];
            Assert.Equal(parts.Count(p => p == $"m{i}" || p == $"v{i}"), own.Length);
            foreach ((OptimizerEntry slot, string part) in own.Zip((string[])[$"m{i}", $"v{i}"]))
                Assert.Equal(Values(part, weight), slot.Variable!.ToArray());
        }
        Assert.NotNull(version);
        Train(model);
    }

    [Theory]
    [InlineData("Adam", "Adam/iterations:0", "step count")]
    [InlineData("RMSprop", "training/RMSprop/Variable:0", "shape")]
    public void Load_OldLayoutsOfOtherWeights_AreLeftOut(string optimizer, string first, string why)
    {
        Sequential saved = Small(optimizer);
        var file = new Hdf5Writer();
        LegacyH5.Write(saved, file, includeOptimizer: true);
        Hdf5Writer group = file.Group("optimizer_weights");
        string[] names = [first, "a", "b", "c"];
        group.SetAttribute("weight_names", names);
        foreach (string name in names) group.Write(name, [2, 2], new float[4]);
        using (FileStream stream = File.Create(_folder.File("old.h5"))) file.Save(stream);

        Assert.Contains(why, Assert.Single(Model.Load(_folder.File("old.h5")).LoadWarnings), StringComparison.Ordinal);
    }

    private static float[] Values(string part, Variable weight) =>
        [.. Enumerable.Range(0, weight.Shape.ElementCount).Select(i => (part[0] == 'm' ? 1 : 100) + 10 * (part[1] - '0') + i / 16f)];

    private static Sequential Small(string optimizer)
    {
        var model = new Sequential("small") { new Input(3), new Dense(2, name: "one"), new Dense(4, name: "two") };
        model.Compile(optimizer, "mse");
        return model;
    }

    private static void Train(Model model) => model.Fit(new float[4, 3], new float[4, 4], verbose: Verbosity.Silent);
}
