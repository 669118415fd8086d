using System.Text.Json.Nodes;
using Fashion.Keras.Saving;

namespace Fashion.Keras.Tests.Saving;

/// <summary>Whole models as other versions of Keras wrote them: our files with another version, backend or configuration.</summary>
internal static class OldFile
{
    /// <summary>An HDF5 file.</summary>
    /// <param name="model">Its architecture and weights.</param>
    /// <param name="version">What the file says about its version; null for nothing.</param>
    /// <param name="backend">What it says about its backend.</param>
    /// <param name="change">Changes the configuration of the layers.</param>
    /// <param name="training">The training settings; null for none.</param>
    public static byte[] H5(Model model, string? version, string backend = "tensorflow", Action<JsonArray>? change = null,
        string? training = null)
    {
        JsonObject config = LegacyDialect.Model(ModelConfigWriter.Write(model));
        change?.Invoke(config["config"]!["layers"]!.AsArray());
        var file = new Hdf5Writer();
        file.SetAttribute("model_config", config.ToJsonString());
        file.SetAttribute("backend", backend);
        if (training is not null) file.SetAttribute("training_config", training);
        if (version is not null) file.SetAttribute("keras_version", version);
        Hdf5Writer weights = file.Group("model_weights");
        LegacyWeights.Write(model, weights);
        weights.SetAttribute("backend", backend);
        using var stream = new MemoryStream();
        file.Save(stream);
        return stream.ToArray();
    }

    /// <summary>A .keras file.</summary>
    public static byte[] Keras(Model model, string version, Action<JsonArray>? change = null)
    {
        JsonObject config = ModelConfigWriter.Write(model);
        change?.Invoke(config["config"]!["layers"]!.AsArray());
        config["compile_config"] = null;
        var weights = new Hdf5Writer();
        WeightsH5.Write(model, weights);
        using MemoryStream data = new(), stream = new();
        weights.Save(data);
        KerasArchive.Write(stream, Json.Bytes(config), s => s.Write(data.ToArray()), version: version);
        return stream.ToArray();
    }

    public static Model Load(byte[] file, bool compile = false) => ModelFiles.Read(new MemoryStream(file), "old", compile, custom: null);
}
