using System.Text.Json.Nodes;
using Fashion.Keras.Graph;
using Fashion.Keras.Layers;
using Fashion.Keras.Serialization;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Functions;

/// <summary>Every golden case of keras.ops: on values, inside functions and between layers, with gradients.</summary>
public sealed class GoldenOpsTests
{
    private static readonly Dictionary<(string Area, string Name), JsonObject> ByName = Load();

    private static readonly HashSet<string> Areas = [.. ByName.Keys.Select(key => key.Area)];

    public static IEnumerable<TheoryDataRow<string, string>> Cases =>
        ByName.Keys.Select(key => new TheoryDataRow<string, string>(key.Area, key.Name));

    public static IEnumerable<TheoryDataRow<string, string, string>> CasesWithEngines =>
        from engine in GraphRunner.EngineNames
        from key in ByName.Keys
        select new TheoryDataRow<string, string, string>(engine, key.Area, key.Name);

    [Theory, MemberData(nameof(Cases))]
    public void OnValues_GivesKerasOutputs(string area, string name)
    {
        JsonObject golden = ByName[(area, name)];
        IReadOnlyList<SymbolicTensor> got = Call(golden, [.. Inputs(golden).Select(Known)]);
        GoldenTensor[] want = Outputs(golden);
        Assert.Equal(want.Select(w => w.Shape), got.Select(g => g.Shape));
        for (int i = 0; i < want.Length; i++) AssertClose.Equal(want[i].Values, got[i].ToArray(), 1e-5, 1e-5, $"{name}, output {i}");
    }

    [Theory, MemberData(nameof(CasesWithEngines))]
    public void InsideAGraph_GivesKerasOutputsAndGradients(string engine, string area, string name)
    {
        JsonObject golden = ByName[(area, name)];
        GoldenTensor[] inputs = Inputs(golden), want = Outputs(golden);
        Fed[] feeds = [.. inputs.Select(i => new Fed(i))];
        var shapes = Array.Empty<Shape>();
        SymbolicTensor[] Write(SymbolicTensor[] x, CallContext context)
        {
            SymbolicTensor[] y = [.. Call(golden, [.. x.Select((t, i) => Ops.Reshape(t, inputs[i].Shape))])];
            shapes = [.. y.Select(t => t.Shape)];
            return y;
        }
        if (golden["gradient"] is not JsonObject gradient)
        {
            Compare(want, GraphRunner.Run(GraphRunner.Engine(engine), feeds, Write).Outputs, 1e-5, name);
            Assert.Equal(want.Select(w => w.Shape), shapes);
            return;
        }
        double[][] weights = [.. gradient["R"]!.AsArray().Select(r => new GoldenTensor(r!).Values)];
        GraphResult result = GraphRunner.RunWithGradients(GraphRunner.Engine(engine), feeds,
            (x, c) => [.. Write(x, c).Select(t => t.Shape.Rank == 0 ? Ops.Reshape(t, [1]) : t)], weights);
        Compare(want, result.Outputs, 1e-5, name);
        Assert.Equal(want.Select(w => w.Shape), shapes);
        foreach ((int i, JsonNode? g) in gradient["inputs"]!.AsArray().Index())
            if (g is not null) AssertClose.Equal(new GoldenTensor(g).Values, Floats(result.InputGradients[i]), 1e-5, 1e-4,
                $"{name}, gradient of input {i}");
    }

    [Theory, MemberData(nameof(Cases))]
    public void BetweenLayers_IsKerasOperation(string area, string name)
    {
        JsonObject golden = ByName[(area, name)];
        if (golden["operation"] is not JsonObject operation || Inputs(golden).Length == 0) return;
        string className = (string)operation["class_name"]!, module = (string)operation["module"]!;
        KerasOperation? known = OperationTable.ForClass(className);
        Assert.True(known is not null, $"{nameof(OperationTable)} has no row for {module}.{className}.");
        Assert.Equal(module, known.Module);

        // As Keras's files have it.
        SymbolicTensor[] got = [.. Read(golden, known, operation["config"]!.AsObject())];
        GoldenTensor[] want = Outputs(golden);
        Assert.Equal(want.Select(w => w.Shape), got.Select(g => g.Shape));
        for (int i = 0; i < want.Length; i++) AssertClose.Equal(want[i].Values, got[i].ToArray(), 1e-5, 1e-5, $"{className}, output {i}");

        // As ours will have it; of two names of one function Keras's operator has one, and so have we.
        if (known.Method is null) return;
        GoldenTensor[] inputs = Inputs(golden);
        // A reduction with an initial number is two operations here.
        if (inputs[0].Shape.Rank == 0 || golden["args"]?["initial"] is not null) return;
        SymbolicTensor[] between =
            [.. inputs.Select((input, i) => i == 0 || golden["listed"] is not null ? Between(input.Shape) : Known(input))];
        var made = Assert.IsType<LayerOutput>(Call(golden, between)[0]);
        Assert.Equal((className, module), (made.Node.Layer.ClassName, made.Node.Layer.Module));
        var written = new ConfigWriter();
        made.Node.Layer.WriteConfig(written);
        foreach (var (key, value) in written.Json)
            if (key != "name") Assert.True(Same(operation["config"]![key], value),
                $"{className} is written with {key} = {value?.ToJsonString()} instead of {operation["config"]![key]?.ToJsonString()}.");
    }

    [Fact]
    public void Areas_AreThere() => Assert.Contains("numpy", Areas);

    private static IEnumerable<SymbolicTensor> Read(JsonObject golden, KerasOperation operation, JsonObject config)
    {
        var values = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (key, value) in golden["args"]?.AsObject() ?? []) values[key] = value;
        foreach (var (key, value) in config) values[key] = value;
        SymbolicTensor[] inputs = [.. Inputs(golden).Select(Known)];
        if (operation.TakesList || operation.TakesMany) values[operation.Inputs[0]] = (object?[])inputs;
        else foreach ((int i, SymbolicTensor input) in inputs.Index()) values[operation.Inputs[i]] = input;
        return operation.Compute(new OperationArguments(values));
    }

    // The output of a layer whose batch is known, too.
    private static LayerOutput Between(Shape shape) => new(((LayerOutput)Input.Of(shape[1..])).Node, 0, shape);

    // A list and its only item are the same to Keras.
    private static bool Same(JsonNode? want, JsonNode? got) => (want, got) switch
    {
        (null, null) => true,
        (null, _) or (_, null) => false,
        (JsonArray w, JsonArray g) => w.Count == g.Count && w.Zip(g).All(p => Same(p.First, p.Second)),
        (JsonArray { Count: 1 } w, JsonValue) => Same(w[0], got),
        (JsonValue, JsonArray { Count: 1 } g) => Same(want, g[0]),
        _ when want.GetValueKind() == System.Text.Json.JsonValueKind.Number =>
            (float)double.Parse(want.ToJsonString(), System.Globalization.CultureInfo.InvariantCulture)
                == (float)double.Parse(got.ToJsonString(), System.Globalization.CultureInfo.InvariantCulture),
        _ => JsonNode.DeepEquals(want, got),
    };

    private static IReadOnlyList<SymbolicTensor> Call(JsonObject golden, SymbolicTensor[] inputs) =>
        OpsTable.Call((string)golden["op"]!, new OpsCall(inputs, golden["args"]?.AsObject() ?? []));

    private static SymbolicTensor Known(GoldenTensor tensor) => new ValueTensor(tensor.Shape, tensor.Floats);

    private static GoldenTensor[] Inputs(JsonObject golden) => [.. golden["inputs"]!.AsArray().Select(i => new GoldenTensor(i!))];

    private static GoldenTensor[] Outputs(JsonObject golden) => [.. golden["outputs"]!.AsArray().Select(o => new GoldenTensor(o!))];

    private static void Compare(GoldenTensor[] want, double[][] got, double tolerance, string what)
    {
        Assert.Equal(want.Length, got.Length);
        for (int i = 0; i < want.Length; i++)
            AssertClose.Equal(want[i].Values, Floats(got[i]), tolerance, tolerance, $"{what}, output {i}");
    }

    private static float[] Floats(double[] values) => Array.ConvertAll(values, v => (float)v);

    private static Dictionary<(string Area, string Name), JsonObject> Load()
    {
        string folder = Path.Combine(GoldenCase.Root, "ops");
        return Directory.GetFiles(folder, "*.json").Order(StringComparer.Ordinal)
            .SelectMany(file => JsonNode.Parse(File.ReadAllText(file))!["cases"]!.AsArray()
            .Select(c => (Area: Path.GetFileNameWithoutExtension(file), Case: c!.AsObject())))
            .ToDictionary(p => (p.Area, (string)p.Case["name"]!), p => p.Case);
    }
}
