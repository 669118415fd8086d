using System.Text.Json.Nodes;
using Fashion.Keras.Serialization;
using Fashion.Keras.Hdf5;
using Fashion.Keras.Internal;
using Fashion.Keras.Optimizers;
using Fashion.Keras.Training;

namespace Fashion.Keras.Saving;

/// <summary>Models and weights to and from files: which format, by the name when writing and by the contents when reading.</summary>
internal static class ModelFiles
{
    // Bytes of white space before a text that are looked through.
    private const int MostWarned = 3, MostSpace = 64;

    private const string WeightsExtension = ".weights.h5", OptimizerGroup = "optimizer/vars",
        ScaledOptimizerGroup = "optimizer/inner_optimizer/vars";

    /// <summary>Writes a whole model.</summary>
    /// <exception cref="ArgumentException">The name ends in no known way.</exception>
    public static void Save(Model model, string path, bool includeOptimizer)
    {
        if (!model.IsBuilt) throw new InvalidOperationException($"Model '{model.Name}' cannot be saved before the shape of its input is " +
            "known. Start it with an Input, or call Build.");
        if (path.EndsWith(".keras", StringComparison.OrdinalIgnoreCase)) SaveArchive(model, path, includeOptimizer);
        else if (IsHdf5Name(path))
        {
            if (model.HasOwnCall) throw new InvalidOperationException($"Model '{model.Name}' ({model.ClassName}) computes with a Call of " +
                "its own, which the format .h5 cannot keep; save it as .keras, or its weights as .weights.h5.");
            var file = new Hdf5Writer();
            LegacyH5.Write(model, file, includeOptimizer);
            AtomicFile.Write(path, file.Save);
        }
        else throw new ArgumentException($"'{path}': a model is saved to a file whose name ends in .keras (recommended), .h5 or .hdf5.",
            nameof(path));
    }

    /// <summary>Writes the weights alone.</summary>
    /// <exception cref="ArgumentException">The name does not end in .weights.h5.</exception>
    public static void SaveWeights(Model model, string path)
    {
        if (!path.EndsWith(WeightsExtension, StringComparison.OrdinalIgnoreCase))
            throw new ArgumentException($"'{path}': weights are saved to a file whose name ends in {WeightsExtension}.", nameof(path));
        RequireBuilt(model);
        var file = new Hdf5Writer();
        WeightsH5.Write(model, file);
        AtomicFile.Write(path, file.Save);
    }

    /// <summary>Reads a whole model.</summary>
    public static Model Load(string path, bool compile, CustomObjects? custom, bool strict)
    {
        using WatchedFile file = WatchedFile.Open(path);
        return file.Read(data => Read(data, path, compile, custom, strict));
    }

    /// <summary>Reads a whole model out of a stream: weights go from there straight to where they stay.</summary>
    /// <param name="data">The file; it can seek.</param>
    /// <param name="path">Its name, for messages.</param>
    /// <param name="compile">Whether training settings and optimizer state are read.</param>
    /// <param name="custom">What the user registered.</param>
    /// <param name="strict">Whether optimizer state that does not fit is an error.</param>
    public static Model Read(Stream data, string path, bool compile, CustomObjects? custom, bool strict = false)
    {
        var errors = new FileErrors(path);
        Model model = errors.Named(() =>
        {
            if (KerasArchive.Is(data)) return LoadArchive(data, path, compile, custom, strict, errors);
            using Hdf5File file = OpenHdf5(data, path);
            if (LegacyH5.Is(file.Root)) return LegacyH5.Read(file, compile, custom, strict, errors);
            throw new ModelFormatException("the file holds weights but no model. Build the model as it was, then use LoadWeights.");
        });
        PrecisionWarning.Add(model, path);
        return model;
    }

    /// <summary>Reads weights into a model; from weights files and from whole models of any format.</summary>
    /// <returns>What was left out, when that was allowed.</returns>
    public static IReadOnlyList<string> LoadWeights(Model model, string path, bool byName, bool skipMismatch, bool strict)
    {
        RequireBuilt(model);
        return new FileErrors(path).Named(() =>
        {
            using WatchedFile file = WatchedFile.Open(path);
            return file.Read(data => PrepareWeights(model, data, path, byName, skipMismatch, strict))();
        });
    }

    /// <summary>As <see cref="LoadWeights"/>, from a stream that can seek.</summary>
    /// <returns>Assigns what was read; it returns what was left out.</returns>
    public static Func<IReadOnlyList<string>> PrepareWeights(Model model, Stream data, string path, bool byName, bool skipMismatch,
        bool strict = false)
    {
        using Hdf5File file = OpenHdf5(KerasArchive.Is(data) ? KerasArchive.Read(data, path).Weights : data, path);
        // A layer may be called "layers": the older layout is told first, by its lists of names.
        if (LegacyWeights.Is(LegacyH5.Weights(file.Root))) return PrepareLegacyWeights(model, file.Root, byName, skipMismatch);
        Hdf5Group root = file.Root.WithWindowsNames();
        if (!WeightsH5.Is(root)) throw new ModelFormatException($"{path}: the HDF5 file holds no weights of a Keras model: neither a " +
            "group 'layers' (Keras 3) nor a list 'layer_names' or groups 'layer_0' ... (Keras 1 and 2).")
        { Path = path };
        if (byName) throw new ArgumentException($"{path}: weights files of Keras 3 do not name layers, so they cannot be loaded by name. " +
            "Save a whole model to .h5 for that.", nameof(byName));
        WeightPlan plan = WeightsH5.Plan(model, root);
        Action assign = plan.Prepare(skipMismatch);
        // Keras's rule: an optimizer that has not run yet stays as it is.
        if (model.Optimizer is not { Built: true } optimizer
            || FindOptimizer(root, model.Optimizer) is not { DatasetNames.Count: > 0 } state)
            return () =>
            {
                assign();
                return Left(model, path, plan.Problems);
            };
        (Action restore, string? left) =
            StoredTraining.Prepare(model, root, strict, () => OptimizerState.Prepare(optimizer, state, late: false));
        return () =>
        {
            (assign + restore)();
            if (left is null) return Left(model, path, plan.Problems);
            if (!skipMismatch) model.Trainer.Warn(left);
            return [.. Left(model, path, plan.Problems), left];
        };
    }

    /// <summary>Writes the weights with everything that a run needs to go on.</summary>
    public static void SaveBackup(Model model, string path, TrainingPosition position, IReadOnlyList<IKeepsState> callbacks)
    {
        var file = new Hdf5Writer();
        WeightsH5.Write(model, file, whole: true);
        TrainingState.Write(model, position, callbacks, file);
        AtomicFile.Write(path, file.Save);
    }

    /// <summary>
    /// Takes back what <see cref="SaveBackup"/> wrote, or, without the random state, what Keras's BackupAndRestore wrote.
    /// </summary>
    /// <returns>Where the run goes on.</returns>
    public static TrainingPosition LoadBackup(Model model, string path, string metadataPath, RunShape run,
        IReadOnlyList<IKeepsState> callbacks)
    {
        RequireBuilt(model);
        return new FileErrors(path).Named(() =>
        {
            using WatchedFile file = WatchedFile.Open(path);
            return file.Read(data => PrepareBackup(model, data, path, metadataPath, run, callbacks))();
        });
    }

    private static Func<TrainingPosition> PrepareBackup(Model model, Stream data, string path, string metadataPath, RunShape run,
        IReadOnlyList<IKeepsState> callbacks)
    {
        using Hdf5File file = OpenHdf5(data, path);
        Action assign = WeightsH5.Plan(model, file.Root, whole: true).Prepare(skipMismatch: false);
        if (model.Optimizer is { } optimizer && FindOptimizer(file.Root, model.Optimizer) is { DatasetNames.Count: > 0 } state)
        {
            optimizer.Build(model.TrainableWeights);
            assign += OptimizerState.Prepare(optimizer, state, late: false);
        }
        Func<TrainingPosition> resume =
            TrainingState.Prepare(model, run, callbacks, file.Root) ?? AfterEpochs(FinishedEpochs(metadataPath));
        return () =>
        {
            assign();
            return resume();
        };
    }

    private static Func<TrainingPosition> AfterEpochs(int finished) => () => new TrainingPosition(finished, 0, 0);

    private static int FinishedEpochs(string path)
    {
        using WatchedFile file = WatchedFile.Open(path);
        byte[] text = file.Read(data => StreamBytes.ReadToEnd(data, data.Length, JsonLimits.MostBytes))
            ?? throw new ModelFormatException($"{path}: the text has more than {JsonLimits.MostBytes} bytes.") { Path = path };
        var metadata = new ConfigReader(Json.Parse(text, path, "metadata"), path);
        return metadata.GetInt("epoch") is >= 0 and var finished
            ? finished
            : throw metadata.Wrong("epoch", "the number of finished epochs");
    }

    private static Func<IReadOnlyList<string>> PrepareLegacyWeights(Model model, Hdf5Group root, bool byName, bool skipMismatch)
    {
        Hdf5Group weights = LegacyH5.Weights(root);
        if (byName && LegacyWeights.IsNumbered(weights))
            throw new ArgumentException($"{root.File}: files from before Keras 1 number their layers, so they cannot be loaded by name.",
                nameof(byName));
        string? backend = LegacyH5.BackendOf(root);
        WeightPlan plan = byName ? LegacyWeights.PlanByName(model, weights, backend) : LegacyWeights.PlanByOrder(model, weights, backend);
        Action assign = plan.Prepare(skipMismatch);
        return () =>
        {
            assign();
            if (byName && plan.IsEmpty) model.Trainer.Warn($"{root.File}: no layer of the file has the name and the weights of one of " +
                $"model '{model.Name}', so nothing was loaded.");
            return [.. Left(model, root.File, plan.Problems), .. plan.Unmatched];
        };
    }

    // As Keras does, also when the caller does not look at the result.
    private static IReadOnlyList<string> Left(Model model, string path, IReadOnlyList<string> left)
    {
        if (left.Count > 0) model.Trainer.Warn($"{path}: {left.Count} of its weights or the model's do not fit and were left out: " +
            $"{string.Join("; ", left.Take(MostWarned))}{(left.Count > MostWarned ? " ..." : "")}");
        return left;
    }

    private static void SaveArchive(Model model, string path, bool includeOptimizer)
    {
        JsonObject config = ModelConfigWriter.Write(model);
        config["compile_config"] = includeOptimizer && model.Trainer.Settings is { } settings
            ? CompileConfig.Write(settings, model.OutputNames)
            : null;
        var weights = new Hdf5Writer();
        WeightsH5.Write(model, weights, includeOptimizer);
        AtomicFile.Write(path, stream => KerasArchive.Write(stream, Json.Bytes(config), weights.Save, AssetFiles.Of(model)));
    }

    private static Model LoadArchive(Stream data, string path, bool compile, CustomObjects? custom, bool strict, FileErrors errors)
    {
        (JsonObject config, Stream weights, var assets, FileVersion version) = KerasArchive.Read(data, path);
        errors.Writer = version;
        OldMeanings.Apply(config, version);
        using Hdf5File file = Hdf5File.Open(weights, $"{path}: {KerasArchive.Weights}");
        Model model = file.Build(() => ModelConfigReader.Read(config, KerasArchive.Config, custom));
        Hdf5Group root = file.Root.WithWindowsNames();
        WeightPlan plan = WeightsH5.Plan(model, root, asStored: true);
        plan.Load();
        AssetFiles.Load(model, assets, WeightsH5.Places(root), path);
        if (plan.Unmatched.Count > 0)
        {
            string left = $"{path}: {plan.Unmatched.Count} arrays of weights belong to no layer of the model: " +
                $"{string.Join(", ", plan.Unmatched.Take(MostWarned))}{(plan.Unmatched.Count > MostWarned ? " ..." : "")}.";
            if (strict) throw new ModelFormatException($"{left} With strict: false they are left out.") { Path = path };
            model.LoadWarnings = [.. model.LoadWarnings, $"{left} They were left out."];
            model.Trainer.Warn(model.LoadWarnings[^1]);
        }
        if (!compile || config["compile_config"] is not JsonObject settings) return model;
        bool named = CompileConfig.Apply(model, settings, "compile_config", custom, version);
        if (model.Optimizer is not null && FindOptimizer(root, model.Optimizer) is { DatasetNames.Count: > 0 } state)
            StoredTraining.Restore(model, root, named, strict, optimizer => OptimizerState.Prepare(optimizer, state, late: true));
        return model;
    }

    private static Hdf5File OpenHdf5(Stream data, string path)
    {
        Span<byte> start = stackalloc byte[MostSpace];
        start = start[..StreamBytes.Start(data, start)];
        if (start.StartsWith(H5File.Signature)) return Hdf5File.Open(data, path);
        if (start.TrimStart(" \t\r\n"u8).StartsWith("{"u8))
            throw new ModelFormatException($"{path}: this is a text, it seems the JSON of an architecture; " +
                "Model.FromJson(File.ReadAllText(...)) reads one, and LoadWeights the weights that belong to it.")
            { Path = path };
        throw new ModelFormatException(
            $"{path}: this is neither a .keras file (a ZIP archive) nor an HDF5 file, or it is damaged from its first bytes on.")
        { Path = path };
    }

    // Keras wraps the optimizer of a model of mixed precision; the inner one has a group of its own.
    private static Hdf5Group? FindOptimizer(Hdf5Group root, Optimizer? optimizer) =>
        (optimizer is LossScaleOptimizer ? null : root.FindGroup(ScaledOptimizerGroup)) ?? root.FindGroup(OptimizerGroup);

    /// <summary>Refuses a model without weights.</summary>
    public static void RequireBuilt(Model model)
    {
        if (!model.IsBuilt)
            throw new InvalidOperationException($"Model '{model.Name}' has no weights yet: start it with an Input, or call Build.");
    }

    private static bool IsHdf5Name(string path) =>
        path.EndsWith(".h5", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".hdf5", StringComparison.OrdinalIgnoreCase);
}
