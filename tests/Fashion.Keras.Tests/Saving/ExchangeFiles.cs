using System.Text.Json.Nodes;
using Fashion.Keras.Optimizers;
using Fashion.Keras.Saving;

namespace Fashion.Keras.Tests.Saving;

/// <summary>
/// Files for real Keras to judge: when FASHION_KERAS_EXCHANGE names a directory, what the tests write is copied there, with a
/// JSON next to each that tells inputs, expected outputs and the optimizer's state.
/// </summary>
internal static class ExchangeFiles
{
    private static readonly string? Folder =
        Environment.GetEnvironmentVariable("FASHION_KERAS_EXCHANGE") is { Length: > 0 } folder ? folder : null;

    public static bool Wanted => Folder is not null;

    public static void Add(Model model, string path, string name, (Shape Shape, float[] Values)[] inputs, float[][] expected)
    {
        int rows = inputs[0].Shape[0];
        Add(model, path, name,
            new JsonArray([.. inputs.Select(i => (JsonNode)Tensor(i.Values, i.Shape))]),
            new JsonArray([.. expected.Select((values, i) => (JsonNode)Tensor(values, model.OutputShapes[i].With(0, rows)))]));
    }

    public static void Add(Model model, string path, string name, JsonNode inputs, JsonNode expected)
    {
        if (!Wanted) return;
        Directory.CreateDirectory(Folder!);
        string extension = Path.GetFileName(path)[Path.GetFileName(path).IndexOf('.', StringComparison.Ordinal)..];
        string target = Path.Combine(Folder!, name + extension);
        File.Copy(path, target, overwrite: true);
        var facts = new JsonObject { ["inputs"] = inputs.DeepClone(), ["expected"] = expected.DeepClone() };
        if (extension == ".weights.h5") facts["config"] = ModelConfigWriter.Write(model);
        else if (model.Optimizer is { Built: true } optimizer)
            facts["optimizer"] = new JsonObject
            {
                ["class_name"] = optimizer.ClassName,
                // Keras's property counts updates, its variable counts steps.
                ["iterations"] = optimizer.Iterations
                    / (((optimizer as LossScaleOptimizer)?.InnerOptimizer ?? optimizer).GradientAccumulationSteps ?? 1),
                ["variables"] = optimizer.Entries.Count,
                ["variable_sums"] = new JsonArray([.. optimizer.Entries.Select(e => (JsonNode)e.Read().Sum())]),
            };
        File.WriteAllText(target + ".json", facts.ToJsonString());
    }

    /// <summary>Weights that real Keras wrote, with an architecture of ours.</summary>
    public static void AddWeights(string path, string name, JsonObject facts)
    {
        Directory.CreateDirectory(Folder!);
        string target = Path.Combine(Folder!, name + ".weights.h5");
        File.Copy(path, target, overwrite: true);
        File.WriteAllText(target + ".json", facts.ToJsonString());
    }

    private static JsonObject Tensor(float[] values, Shape shape) => new()
    {
        ["shape"] = new JsonArray([.. shape.Select(size => (JsonNode)size)]),
        ["dtype"] = "float32",
        ["data"] = new JsonArray([.. values.Select(v => (JsonNode)v)]),
    };
}
