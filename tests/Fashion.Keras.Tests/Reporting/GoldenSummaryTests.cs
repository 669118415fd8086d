using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Fashion.Keras.Layers;
using Fashion.Keras.Reporting;
using Fashion.Keras.Serialization;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Reporting;

/// <summary>Summaries as Keras prints them, of models put together from Keras's own configuration.</summary>
public sealed partial class GoldenSummaryTests
{
    public static IEnumerable<TheoryDataRow<string>> Cases => GoldenCase.Names("summary");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Summary_OfModel_IsKerassText(string name)
    {
        GoldenCase golden = GoldenCase.Load("summary", name);
        JsonNode? arguments = golden["arguments"];
        if (arguments?["layer_range"] is not null) Assert.Skip("not built yet: summaries of a range of layers");
        string expected = golden.Text("text");
        Model model = Build(golden["model_config"]!.AsObject());
        if (golden["compiled"]!.GetValue<bool>()) Compile(model, golden["optimizer_built"]!.GetValue<bool>(), expected);

        // The cases were made with a terminal of 120 columns unless their name says otherwise.
        SummaryContent content = model.Summarize(Flag(arguments, "expand_nested"), Flag(arguments, "show_trainable"));
        double[]? positions = arguments?["positions"] is JsonArray array ? [.. array.Select(p => p!.GetValue<double>())] : null;
        string text = SummaryTable.Render(content, Columns().Match(name) is { Success: true } m ? int.Parse(m.Groups[1].Value, null) : 120,
            arguments?["line_length"]?.GetValue<int>(), positions);

        Assert.Equal(expected, text);
        if (golden["count_params"] is { } count) Assert.Equal(count.GetValue<int>(), model.CountParams());
    }

    // The optimizer is not named; its number of variables per weight tells which it was.
    private static void Compile(Model model, bool built, string text)
    {
        long kept = OptimizerLine().Match(text) is { Success: true } m
            ? long.Parse(m.Groups[1].Value.Replace(",", "", StringComparison.Ordinal), null)
            : 0;
        string optimizer = (kept / Math.Max(1, model.TrainableWeights.Sum(w => w.Shape.ElementCount))) switch
        {
            0 => "sgd",
            1 => "rmsprop",
            _ => "adam"
        };
        model.Compile(optimizer, "mse");
        if (built) model.Optimizer!.Build(model.TrainableWeights);
    }

    private static Model Build(JsonObject config)
    {
        IEnumerable<JsonObject> layers = config["layers"]!.AsArray().Select(l => l!.AsObject());
        if (config["input_layers"] is null) return new Sequential(layers.Select(LayerOf), config["name"]!.GetValue<string>());

        var tensors = new Dictionary<string, SymbolicTensor>();
        foreach (JsonObject entry in layers)
        {
            Layer layer = LayerOf(entry);
            string name = entry["name"]!.GetValue<string>();
            if (layer is Input input) tensors[$"{name}/0/0"] = input.Output;
            int node = 0;
            foreach (JsonNode? use in entry["inbound_nodes"]!.AsArray())
            {
                SymbolicTensors outputs = layer.Apply([.. Sources(use!["args"]!).Select(k => tensors[k])]);
                for (int i = 0; i < outputs.Count; i++) tensors[$"{name}/{node}/{i}"] = outputs[i];
                node++;
            }
        }
        return new Model(Tensors(config["input_layers"]!, tensors), Tensors(config["output_layers"]!, tensors),
            config["name"]!.GetValue<string>());
    }

    private static Layer LayerOf(JsonObject entry) =>
        entry["class_name"]!.GetValue<string>() is "Sequential" or "Functional"
            ? Build(entry["config"]!.AsObject())
            : LayerTable.From(NestedConfig.From(entry, "model_config"));

    private static IEnumerable<string> Sources(JsonNode node) => node switch
    {
        JsonArray array => array.SelectMany(n => Sources(n!)),
        JsonObject { } o when o["config"]?["keras_history"] is JsonArray history => [Key(history)],
        _ => [],
    };

    private static SymbolicTensor[] Tensors(JsonNode node, Dictionary<string, SymbolicTensor> tensors) =>
        node[0] is JsonArray ? [.. node.AsArray().Select(n => tensors[Key(n!.AsArray())])] : [tensors[Key(node.AsArray())]];

    private static string Key(JsonArray history) => string.Join('/', history.Select(h => h!.ToString()));

    private static bool Flag(JsonNode? arguments, string key) => arguments?[key]?.GetValue<bool>() ?? false;

    [GeneratedRegex(@"_(\d+)_columns")]
    private static partial Regex Columns();

    [GeneratedRegex(@"Optimizer params: ([\d,]+)")]
    private static partial Regex OptimizerLine();
}
