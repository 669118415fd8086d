using System.Numerics.Tensors;
using System.Text.Json.Nodes;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Saving;

/// <summary>Files written by real Keras (and in the style of older ones) load, predict as stated, and come with their optimizer.</summary>
public class GoldenFilesTests
{
    public static IEnumerable<TheoryDataRow<string>> Cases => GoldenCase.Names("files");

    [Theory, MemberData(nameof(Cases))]
    public void Load_FilesOfKeras_PredictAsStated(string name)
    {
        GoldenCase golden = GoldenCase.Load("files", name);
        foreach (var (kind, file) in golden["files"]!.AsObject())
        {
            string path = Path.Combine(GoldenCase.Root, "files", file!["file"]!.GetValue<string>());
            Model model = kind == "weights.h5" ? WithWeights(golden, path) : Model.Load(path);
            CheckWeights(golden, model, $"{name}.{kind}");
            if (kind != "weights.h5" && IsCompiled(golden, file)) CheckOptimizer(golden, model, $"{name}.{kind}");
            CheckPredictions(golden, model, $"{name}.{kind}");
        }
    }

    // A model that was saved before it was compiled has no optimizer; the case may say so in its files or by having none of its variables.
    private static bool IsCompiled(GoldenCase golden, JsonNode file)
    {
        if (golden["optimizer_variables"] is JsonArray { Count: > 0 } || golden["optimizer_iterations"] is not null) return true;
        return Parsed(file["training_config"]) is JsonObject { Count: > 0 }
            || Parsed(file["config_json"])?["compile_config"] is JsonObject { Count: > 0 };
    }

    // A configuration stands in the case as an object or as its text.
    private static JsonNode? Parsed(JsonNode? json) =>
        json is JsonValue text && text.TryGetValue(out string? value) ? JsonNode.Parse(value) : json;

    // The architecture of a whole-model file, its weights taken away, then those of the weights file.
    private static Model WithWeights(GoldenCase golden, string path)
    {
        JsonNode? whole = golden.Required("files")["keras"] ?? golden["files"]!["h5"];
        if (whole is null) Assert.Fail($"{golden} has a weights file but no whole model, whose architecture it could be read into.");
        Model model = Model.Load(Path.Combine(GoldenCase.Root, "files", whole["file"]!.GetValue<string>()), compile: false);
        foreach (Variable weight in model.Weights) weight.Set(new float[weight.Shape.ElementCount]);
        Assert.Empty(model.LoadWeights(path));
        return model;
    }

    private static void CheckPredictions(GoldenCase golden, Model model, string what)
    {
        GoldenTensor[] inputs = golden.Tensors("inputs"), expected = golden.Tensors("expected");
        ModelData x = [.. inputs.Select(i => (ModelData)Tensor.Create(i.Floats, [.. i.Shape.Select(size => (nint)size)]))];
        var outputs = model.PredictAll(x, verbose: Verbosity.Silent);
        Assert.Equal(expected.Length, outputs.Count);
        foreach ((GoldenTensor want, Tensor<float> got) in expected.Zip(outputs))
        {
            Assert.Equal(want.Shape.Select(size => (nint)size), got.Lengths.ToArray());
            var values = new float[got.FlattenedLength];
            got.FlattenTo(values);
            AssertClose.Equal(want.Values, values, 1e-5, 1e-5, $"{what}: predictions");
        }
    }

    private static void CheckWeights(GoldenCase golden, Model model, string what)
    {
        if (golden["weights"] is not JsonArray weights) return;
        Assert.Equal(weights.Count, model.Weights.Count);
        foreach ((JsonNode? want, Variable got) in weights.Zip(model.Weights))
        {
            Assert.Equal(want!["shape"]!.AsArray().Select(n => n!.GetValue<int>()), got.Shape);
            AssertClose.Equal([Callbacks.CallbackConfig.NumberOf(want["sum"])!.Value], [(float)got.ToArray().Sum(v => (double)v)], 1e-5,
                1e-5, $"{what}: sum of {got.Path}");
            double[] first = [.. (want["first"] as JsonArray ?? []).Select(n => Callbacks.CallbackConfig.NumberOf(n)!.Value)];
            AssertClose.Equal(first, got.ToArray().AsSpan(0, first.Length), 0, 1e-7, $"{what}: {got.Path}");
        }
    }

    private static void CheckOptimizer(GoldenCase golden, Model model, string what)
    {
        Assert.True(model.Optimizer is not null, $"{what} has an optimizer in the file, but was loaded without one");
        if (golden["optimizer_iterations"] is { } iterations) Assert.Equal(iterations.GetValue<long>(), model.Optimizer.Iterations);
        if (golden["optimizer_variables"] is not JsonArray variables) return;
        var entries = model.Optimizer.Entries;
        Assert.Equal(variables.Count, entries.Count);
        foreach ((JsonNode? want, var got) in variables.Zip(entries))
            AssertClose.Equal([want!["sum"]!.GetValue<double>()], [(float)got.Read().Sum()], 1e-5, 1e-5, $"{what}: {got.Path}");
    }
}
