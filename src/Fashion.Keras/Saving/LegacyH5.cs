using System.Text.Json.Nodes;

namespace Fashion.Keras.Saving;

/// <summary>Whole models in HDF5, the format of Keras 1 and 2, written so that both Keras 3 and tf.keras 2 load it.</summary>
internal static class LegacyH5
{
    /// <summary>What tf.keras 2 expects; Keras 3 does not look at it.</summary>
    public const string Backend = "tensorflow", KerasVersion = "2.15.0";

    private const string ModelConfig = "model_config", TrainingConfig = "training_config", ModelWeights = "model_weights", OptimizerWeights = "optimizer_weights";

    public static void Write(Model model, Hdf5Writer file, bool includeOptimizer)
    {
        file.SetAttribute("keras_version", KerasVersion);
        file.SetAttribute("backend", Backend);
        file.SetAttribute(ModelConfig, Json.Text(LegacyDialect.Model(ModelConfigWriter.Write(model))));
        LegacyWeights.Write(model, file.Group(ModelWeights));
        if (!includeOptimizer || model.CompileSettings is not { } settings) return;
        file.SetAttribute(TrainingConfig, Json.Text(LegacyDialect.Training(CompileConfig.Write(settings, model.OutputNames))));
        if (!settings.Optimizer.Built) return;
        OptimizerState.WriteNamed(settings.Optimizer, file.Group(OptimizerWeights));
        TrainingState.Write(model, file);
    }

    /// <summary>Whether a file is a whole model.</summary>
    public static bool Is(Hdf5Group root) => root.Text(ModelConfig) is not null;

    public static Model Read(Hdf5File file, bool compile, CustomObjects? custom, bool strict)
    {
        Hdf5Group root = file.Root;
        JsonObject config = Json.Parse(root.Text(ModelConfig)!, root.File, ModelConfig);
        Model model = file.Build(() => ModelConfigReader.Read(config, $"{root.File}: {ModelConfig}", custom));
        WeightPlan weights = LegacyWeights.PlanByOrder(model, root.Group(ModelWeights));
        weights.Prepare(skipMismatch: false)();
        if (!compile || root.Text(TrainingConfig) is not { } training) return model;
        bool named = CompileConfig.Apply(model, Json.Parse(training, root.File, TrainingConfig), $"{root.File}: {TrainingConfig}", custom);
        if (model.Optimizer is not null && root.FindGroup(OptimizerWeights) is { } state && state.TextList("weight_names") is { Count: > 0 } names)
            StoredTraining.Restore(model, root, named, strict, optimizer => OptimizerState.PrepareNamed(optimizer, state, names, weights.StoredName));
        return model;
    }

    /// <summary>The group of weights: within a whole model, or all of the file.</summary>
    public static Hdf5Group Weights(Hdf5Group root) => root.FindGroup(ModelWeights) ?? root;
}
