using Fashion.Keras.Layers;
using Fashion.Keras.Optimizers;
using Fashion.Keras.Regularizers;
using Fashion.Keras.Saving;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Saving;

/// <summary>
/// Files in the dialect of Keras 1 predict what its formulas give, computed with NumPy by the script next to the files, also after they
/// were saved again; what has no meaning today is refused.
/// </summary>
public sealed class Keras1FilesTests
{
    private static readonly string Folder = Path.Combine(GoldenCase.Root, "keras1_files");

    private static IEnumerable<string> Names =>
        Directory.EnumerateFiles(Folder, "*.h5").Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal);

    public static IEnumerable<TheoryDataRow<string>> Files =>
        Names.Where(n => !n.StartsWith("refused", StringComparison.Ordinal)).Select(n => new TheoryDataRow<string>(n));

    [Theory, MemberData(nameof(Files))]
    public void Load_FileOfKeras1_PredictsAsKeras1(string name)
    {
        var file = new KerasFile(name, Folder);
        Model model = Model.Load(file.Path);
        file.CheckPredictions(model);
        file.CheckSavedAgain(model);
    }

    [Theory, MemberData(nameof(Files))]
    public void FromJsonAndLoadWeights_OfKeras1_PredictAsKeras1(string name)
    {
        var file = new KerasFile(name, Folder);
        using Hdf5File source = Hdf5File.Open(new MemoryStream(File.ReadAllBytes(file.Path)), name);
        Model model = Model.FromJson(source.Root.Text("model_config")!);
        model.LoadWeights(file.Path);
        file.CheckPredictions(model);
    }

    [Theory]
    [InlineData("refused_batchnorm_mode_1.h5", "'mode' should be 0")]
    [InlineData("refused_batchnorm_mode_2.h5", "'mode' should be 0")]
    [InlineData("refused_border_mode_full.h5", "'padding' should be 'valid', 'same'")]
    [InlineData("refused_border_mode_half.h5", "'padding' should be 'valid', 'same'")]
    [InlineData("refused_dim_ordering_xy.h5", "'data_format' should be")]
    [InlineData("refused_W_regularizer_other.h5", "EigenvalueRegularizer")]
    [InlineData("refused_W_constraint_other.h5", "MyRule")]
    [InlineData("refused_my_option_other.h5", "my_option")]
    [InlineData("refused_merge_lambda.h5", "Python code")]
    [InlineData("refused_highway.h5", "Highway")]
    public void Load_SettingWithoutMeaning_IsRefused(string name, string part)
    {
        string message = Assert.Throws<ModelFormatException>(() => Model.Load(Path.Combine(Folder, name))).Message;
        Assert.Contains(part, message, StringComparison.Ordinal);
        Assert.InRange(message.Length, 1, 700);
    }

    [Fact]
    public void Refused_AllFiles_AreTried() => Assert.Equal(10, Names.Count(n => n.StartsWith("refused", StringComparison.Ordinal)));

    [Fact]
    public void Load_TrainingSettings_AreThoseOfTheFile()
    {
        Model model = Model.Load(Path.Combine(Folder, "dense.h5"));
        var adam = Assert.IsType<Adam>(model.Optimizer);
        Assert.Equal((0.002, 0.9, 0.999, 1e-8, 17L), (adam.LearningRate, adam.Beta1, adam.Beta2, adam.Epsilon, adam.Iterations));
        Assert.Empty(model.LoadWarnings);
        using Hdf5File source = Hdf5File.Open(new MemoryStream(File.ReadAllBytes(Path.Combine(Folder, "dense.h5"))), "dense");
        // All first moments, then all second ones.
        int[] order = [1, 5, 2, 6, 3, 7, 4, 8];
        float[][] slots = [.. adam.Entries.Where(e => e.Variable is not null).Select(e => e.Variable!.ToArray())];
        Assert.Equal(order.Select(i => source.Root.Group("optimizer_weights").Dataset($"param_{i}"))
            .Select(d => d.Read(d.Shape.ElementCount)), slots);

        var dense = (Dense)model.Layers[0];
        Assert.Equal((0.0, 0.01), (((L1L2)dense.Weights[0].Regularizer!).Strength1, ((L1L2)dense.Weights[0].Regularizer!).Strength2));
        Assert.IsType<Fashion.Keras.Constraints.MaxNorm>(dense.Weights[0].Constraint);
        Assert.IsType<Fashion.Keras.Constraints.NonNeg>(dense.Weights[1].Constraint);
    }

    [Fact]
    public void Load_StateOfGates_IsLeftOutWithAWarning()
    {
        Model model = Model.Load(Path.Combine(Folder, "lstm.h5"));
        Assert.Contains("layout of Keras 1", Assert.Single(model.LoadWarnings), StringComparison.Ordinal);
        Assert.IsType<RMSprop>(model.Optimizer);
    }

    [Fact]
    public void Load_DroppedWords_AreWarnedOf() =>
        Assert.Contains("embedding_1", Assert.Single(Model.Load(Path.Combine(Folder, "embedding.h5")).LoadWarnings),
            StringComparison.Ordinal);

    [Theory]
    [InlineData("conv2d_tf.h5")]
    [InlineData("conv2d_th.h5")]
    public void Load_ConstraintOfAFilter_IsAlongTheSameAxesToday(string name)
    {
        Variable kernel = Model.Load(Path.Combine(Folder, name)).Layers.Single(l => l.Name == "convolution2d_2").Weights[0];
        Assert.Equal([0, 1, 2], ((Fashion.Keras.Constraints.MaxNorm)kernel.Constraint!).Axis.Order());
    }

    [Theory]
    [InlineData("th", "[null, 4, 9, 11]", true)]
    [InlineData("th", "[5, 4, 9, 11]", true)]
    [InlineData("th", "[null, 4, null, null]", true)]
    [InlineData("th", "[null, 4, 10, 11]", false)]
    [InlineData("th", "[null, 9, 11, 4]", false)]
    [InlineData("tf", "[null, 9, 11, 4]", true)]
    [InlineData("tf", "[null, 9, 12, 4]", false)]
    [InlineData("tf", "[9, 11, 4]", false)]
    public void FromJson_Deconvolution_MustHaveTheSizeThatItStates(string order, string stated, bool fits)
    {
        string input = order == "th" ? "[null, 2, 4, 5]" : "[null, 4, 5, 2]";
        string json = $$"""
            {"class_name": "Sequential", "keras_version": "1.2.2", "config": [{"class_name": "Deconvolution2D", "config": {"name": "deconvolution2d_1", "trainable": true, "batch_input_shape": {{input}},
              "input_dtype": "float32", "nb_filter": 4, "nb_row": 3, "nb_col": 3, "init": "glorot_uniform", "activation": "linear", "border_mode": "valid", "subsample": [2, 2], "dim_ordering": "{{order}}",
              "bias": true, "output_shape": {{stated}} } } ]}
            """;
        if (fits) Assert.Equal(4 * (3 * 3 * 2 + 1), Model.FromJson(json).CountParams());
        else Assert.Contains("layer 'deconvolution2d_1' of Keras 1 states the 'output_shape'",
            Assert.Throws<ModelFormatException>(() => Model.FromJson(json)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FromJson_FirstFormOfKeras1_IsRead()
    {
        Model model =
            Model.FromJson(
                """{"class_name": "Sequential", "config": [{"name": "Dense", "custom_name": "first", "output_dim": 3, "init": "one", "activation": "linear", "batch_input_shape": [null, 2]}]}""");
        Assert.Equal(("first", 3), (model.Layers[^1].Name, ((Dense)model.Layers[^1]).Units));
    }
}
