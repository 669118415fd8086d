using System.Text.Json.Nodes;
using Fashion.Keras.Layers;
using Fashion.Keras.Tests.Saving;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Functions;

/// <summary>
/// keras.ops.nn, keras.ops.image and keras.ops.linalg, called by Keras's names through the table of operations: values at once, gradients
/// in a function, and between layers, where a file holds Keras's operation. <c>Golden/scripts/ops_nn.py</c>, <c>ops_image.py</c> and
/// <c>ops_linalg.py</c> made the cases.
/// </summary>
public sealed class GoldenOperationsTests
{
    private static readonly Dictionary<string, JsonObject> Cases = ((string[])["nn", "image", "linalg"])
        .Select(area => (area, path: Path.Combine(GoldenCase.Root, "ops_by_class", area + ".json"))).Where(a => File.Exists(a.path))
        .SelectMany(a => JsonNode.Parse(File.ReadAllText(a.path))!["cases"]!.AsArray()
            .Select(c => (Name: $"{a.area}/{c!["name"]}", Case: c.AsObject()))).ToDictionary(c => c.Name, c => c.Case);

    // An operation that fails between Keras's layers with some arguments has its class from another case.
    private static readonly Dictionary<string, string> Classes =
        Cases.Values.Where(c => c["operation"] is not null).GroupBy(c => (string)c["op"]!)
            .ToDictionary(g => g.Key, g => (string)g.First()["operation"]!["class_name"]!);

    public static IEnumerable<TheoryDataRow<string>> Names => Cases.Keys.Select(name => new TheoryDataRow<string>(name));

    private static SymbolicTensor Compute(JsonObject golden, SymbolicTensor[] inputs)
    {
        string op = (string)golden["op"]!;
        if (op == "moments")
        {
            var (mean, variance) = Ops.Moments(inputs[0], [.. golden["args"]!["axes"]!.AsArray().Select(a => (int)a!)],
                (bool?)golden["args"]!["keepdims"] ?? false);
            return Ops.Concatenate([Ops.Reshape(mean, [-1]), Ops.Reshape(variance, [-1])]);
        }
        KerasOperation operation = OperationTable.ForClass(Classes[op])
            ?? throw new InvalidOperationException($"{Classes[op]} is not known.");
        string[] named = [.. golden["named"]?.AsArray().Select(n => (string)n!) ?? []],
            places = [.. operation.Inputs.Take(inputs.Length - named.Length), .. named];
        var values = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach ((string place, SymbolicTensor input) in places.Zip(inputs)) values[place] = input;
        foreach (var (name, value) in golden["args"]?.AsObject() ?? []) values[name] = value;
        return operation.Compute(new OperationArguments(values))[0];
    }

    private static GoldenTensor[] Tensors(JsonNode? list) => [.. list!.AsArray().Select(t => new GoldenTensor(t!))];

    private static SymbolicTensor[] Inputs(JsonObject golden) =>
        [.. Tensors(golden["inputs"]).Select(t => (SymbolicTensor)new Fashion.Keras.Graph.ValueTensor(t.Shape, t.Floats))];

    [Theory, MemberData(nameof(Names))]
    public void Values_AreKerass(string name)
    {
        JsonObject golden = Cases[name];
        GoldenTensor[] want = Tensors(golden["outputs"]);

        SymbolicTensor got = Compute(golden, Inputs(golden));

        if (want.Length == 1) Assert.Equal(want[0].Shape, got.Shape);
        AssertClose.Equal([.. want.SelectMany(w => w.Values)], got.ToArray(), 1e-5, 1e-5, name);
    }

    [Theory, MemberData(nameof(Names))]
    public void Gradients_AreKerass(string name)
    {
        JsonObject golden = Cases[name];
        if (golden["gradient"] is not { } gradient) return;
        GoldenTensor[] inputs = Tensors(golden["inputs"]), weights = Tensors(gradient["R"]);
        GoldenTensor?[] want = [.. gradient["inputs"]!.AsArray().Select(t => t is null ? null : new GoldenTensor(t))];

        foreach (string engine in GraphRunner.EngineNames)
        {
            GraphResult got = GraphRunner.RunWithGradients(GraphRunner.Engine(engine), [.. inputs.Select(i => new Fed(i))],
                (x, _) => [Compute(golden, x)], [[.. weights.SelectMany(w => w.Values)]]);

            for (int i = 0; i < want.Length; i++)
                if (want[i] is { } wanted)
                    AssertClose.Equal(wanted.Values, got.InputGradients[i], 1e-5, 1e-4, $"{name}, {engine}, gradient of input {i}");
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void BetweenLayers_FilesHaveKerassOperation(string name)
    {
        JsonObject golden = Cases[name];
        GoldenTensor want = Tensors(golden["outputs"])[0];
        SymbolicTensor[] inputs = Inputs(golden);
        if (golden["operation"] is not { } operation || (string)golden["op"]! == "moments"
            || inputs[0].Shape.Rank < (name.StartsWith("linalg", StringComparison.Ordinal) ? 3 : 2) || want.Shape.Rank == 0
            || want.Shape[0] != inputs[0].Shape[0]) return;
        // Samples come in batches, kernels and the like do not.
        bool[] fed =
            [.. inputs.Select((input, i) => i == 0
                || ((string)golden["op"]! is "dot_product_attention" or "image.ssim" or "linalg.solve" or "image.affine_transform"
                    or "image.perspective_transform" or "binary_crossentropy" or "categorical_crossentropy"
                    && input.Shape[0] == inputs[0].Shape[0]))];
        SymbolicTensor[] places = [.. inputs.Select((input, i) => fed[i] ? Input.Of(input.Shape[1..]) : input)],
            samples = [.. places.Where((_, i) => fed[i])];
        var model = new Model(samples, [Compute(golden, places)]);

        using var folder = new TemporaryFolder();
        string path = folder.File("model.keras"), json = model.ToJson();
        model.Save(path);
        SymbolicTensor[] batch = [.. inputs.Where((_, i) => fed[i])];
        float[] found =
            [.. Model.Load(path).Predict(ModelData.Create([.. batch.Select(b => (ModelData)b.ToTensor())]), batchSize: want.Shape[0],
                verbose: Verbosity.Silent)];

        Assert.Contains((string)operation["class_name"]!,
            JsonNode.Parse(json)!["config"]!["layers"]!.AsArray().Select(l => (string)l!["class_name"]!));
        AssertClose.Equal(want.Values, found, 1e-5, 1e-5, name);
        // Keras 3.16 on PyTorch cannot run these of its own between layers once they come from a file.
        if (!((string)golden["op"]!).StartsWith("adaptive", StringComparison.Ordinal) && (string)golden["op"]! != "conv_transpose")
            ExchangeFiles.Add(model, path, "operation_" + name.Replace('/', '_'), [.. batch.Select(b => (b.Shape, b.ToArray()))], [found]);
    }
}
