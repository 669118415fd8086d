using System.Text.Json.Nodes;
using Fashion.Keras.Layers;

namespace Fashion.Keras.Saving;

/// <summary>
/// Architectures as texts of JSON: those of Keras 3 with the training settings, those of Keras 1 and 2 with their version.
/// </summary>
internal static class ModelJson
{
    /// <summary>Most numbers that the weights of a described model may have: as many as the largest file holds that is read.</summary>
    public const long MostNumbers = 1L << 29;

    private const string Name = "the JSON", Compile = "compile_config", KerasVersion = "keras_version";

    /// <summary>The form of Keras 3.</summary>
    /// <exception cref="InvalidOperationException">The model has a layer that cannot be written.</exception>
    public static string Write(Model model, bool indented)
    {
        JsonObject config = ModelConfigWriter.Write(model);
        if (model.Trainer.Settings is { } settings) config[Compile] = CompileConfig.Write(settings, model.OutputNames);
        return Json.Text(config, indented);
    }

    /// <summary>Makes the model that a text describes.</summary>
    /// <param name="text">The text.</param>
    /// <param name="custom">What the user registered.</param>
    /// <param name="mostNumbers">Most numbers that its weights may have.</param>
    /// <exception cref="ModelFormatException">Damaged, or something in it is not supported.</exception>
    public static Model Read(string text, CustomObjects? custom, long mostNumbers = MostNumbers)
    {
        if (text.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
            throw new ModelFormatException($"{Name}: '{(text.Length <= 100 ? text : text[..100] + "...")}' is no JSON but the name of a " +
                "file; give its text, File.ReadAllText(...).");
        try
        {
            var errors = new FileErrors(Name);
            Model model = errors.Named(() => Model(Json.Parse(text, Name, "the text"), custom, mostNumbers, errors));
            PrecisionWarning.Add(model, Name);
            return model;
        }
        // There is no file that the error could name.
        catch (ModelFormatException e) when (e.Path is not null)
        {
            throw new ModelFormatException(e.Message, e) { Entry = e.Entry };
        }
    }

    private static Model Model(JsonObject json, CustomObjects? custom, long mostNumbers, FileErrors errors)
    {
        FileVersion version = Version(json);
        errors.Writer = version;
        json = OldMeanings.Apply(Keras1Dialect.Model(json, version, out Keras1Notes notes), version);
        Model model;
        using (new WeightLoadingScope(mostNumbers, hasValues: false)) model = ModelConfigReader.ReadAny(json, "config", custom);
        notes.Apply(model);
        if (json[Compile] is JsonObject { Count: > 0 } settings) CompileConfig.Apply(model, settings, Compile, custom, version);
        return model;
    }

    // Keras 1 and 2 state their version since 1.0.4. Keras 3 states none, but the module of each class.
    private static FileVersion Version(JsonObject json) => json[KerasVersion] is JsonValue version && version.TryGetValue(out string? text)
        ? FileVersion.Parse(text)
        : json.ContainsKey("module") ? new(3, 16) : new(1, 0);
}
