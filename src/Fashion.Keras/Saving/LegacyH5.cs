using System.Text.Json.Nodes;
using Fashion.Keras.Optimizers;

namespace Fashion.Keras.Saving;

/// <summary>Whole models in HDF5, the format of Keras 1 and 2, written so that both Keras 3 and tf.keras 2 load it.</summary>
internal static class LegacyH5
{
    /// <summary>What tf.keras 2 expects; Keras 3 does not look at it.</summary>
    public const string Backend = "tensorflow";

    /// <summary>
    /// Words mean what they mean in this version. Version 0.1.0 of this library wrote the older number, with the same meanings.
    /// </summary>
    public const string KerasVersion = KerasArchive.KerasVersion;

    private const string OlderKerasVersion = "2.15.0", AttributeOfVersion = "keras_version", AttributeOfBackend = "backend";

    private const string ModelConfig = "model_config", TrainingConfig = "training_config", ModelWeights = "model_weights",
        OptimizerWeights = "optimizer_weights";

    // What the optimizer of a model of mixed precision has around the real one.
    private const string LossScale = "loss_scale_optimizer/";

    public static void Write(Model model, Hdf5Writer file, bool includeOptimizer)
    {
        file.SetAttribute(AttributeOfVersion, KerasVersion);
        file.SetAttribute(AttributeOfBackend, Backend);
        file.SetAttribute(ModelConfig, Json.Text(LegacyDialect.Model(ModelConfigWriter.Write(model, keepsState: true))));
        LegacyWeights.Write(model, file.Group(ModelWeights));
        if (!includeOptimizer || model.Trainer.Settings is not { } settings) return;
        file.SetAttribute(TrainingConfig, Json.Text(LegacyDialect.Training(CompileConfig.Write(settings, model.OutputNames))));
        if (!settings.Optimizer.Built) return;
        OptimizerState.WriteNamed(settings.Optimizer, file.Group(OptimizerWeights));
        TrainingState.Write(model, file);
    }

    /// <summary>Whether a file is a whole model.</summary>
    public static bool Is(Hdf5Group root) => root.Text(ModelConfig) is not null;

    public static Model Read(Hdf5File file, bool compile, CustomObjects? custom, bool strict, FileErrors errors)
    {
        Hdf5Group root = file.Root;
        string text = root.Text(ModelConfig)!;
        FileVersion version = Version(root, text);
        errors.Writer = version;
        JsonObject config =
            OldMeanings.Apply(Keras1Dialect.Model(Json.Parse(text, root.File, ModelConfig), version, out Keras1Notes notes), version);
        Model model = file.Build(() => ModelConfigReader.Read(config, ModelConfig, custom));
        notes.Apply(model);
        WeightPlan weights = LegacyWeights.PlanByOrder(model, root.Group(ModelWeights), BackendOf(root));
        weights.Load();
        if (!compile || root.Text(TrainingConfig) is not { } training) return model;
        bool named = CompileConfig.Apply(model, OldMeanings.Apply(Json.Parse(training, root.File, TrainingConfig), version), TrainingConfig,
            custom, version);
        if (model.Optimizer is not null && root.FindGroup(OptimizerWeights) is { } state
            && state.TextList(
                "weight_names")?.Where(n => model.Optimizer is LossScaleOptimizer || !n.StartsWith(LossScale, StringComparison.Ordinal))
                    .ToArray() is { Length: > 0 } names)
            StoredTraining.Restore(model, root, named,
                strict,
                optimizer => weights.HasOtherLayout ? throw new StateMisfitException("has the layout of Keras 1, in which some weights " +
                    "are in several arrays or have other axes")
                : OptimizerState.PrepareNamed(optimizer, state, names, weights.StoredName));
        return model;
    }

    /// <summary>
    /// The backend that the weights were trained on; null when the file does not say. Before Keras 1 it was Theano unless chosen otherwise.
    /// </summary>
    public static string? BackendOf(Hdf5Group root) =>
        Weights(root).Text(AttributeOfBackend) ?? root.Text(AttributeOfBackend)
            ?? (LegacyWeights.IsNumbered(Weights(root)) ? TheanoKernels.Theano : null);

    // Keras began to note its version in 1.0.4. tf.keras 2.15 itself names the module of each layer.
    private static FileVersion Version(Hdf5Group root, string config) => root.Text(AttributeOfVersion) switch
    {
        null => new(1, 0),
        OlderKerasVersion when !config.Contains("\"module\"", StringComparison.Ordinal) => FileVersion.Parse(KerasVersion),
        { } version => FileVersion.Parse(version),
    };

    /// <summary>The group of weights: within a whole model, or all of the file.</summary>
    public static Hdf5Group Weights(Hdf5Group root) => root.FindGroup(ModelWeights) ?? root;
}
