using System.Text.Json.Nodes;
using Fashion.Keras.Configuration;
using Fashion.Keras.Constraints;
using Fashion.Keras.Initializers;
using Fashion.Keras.Layers;
using Fashion.Keras.Losses;
using Fashion.Keras.Metrics;
using Fashion.Keras.Optimizers;
using Fashion.Keras.Optimizers.Schedules;
using Fashion.Keras.Regularizers;

namespace Fashion.Keras.Tests.Configuration;

/// <summary>
/// No option of Keras is passed over. KerasConfigs.json holds what get_config of Keras 3.16 gives for every exported class: of
/// the classes that we have, each key is read, or refused once it is switched on.
/// </summary>
public sealed class OptionsOfKerasTests
{
    private static readonly JsonObject Configs = JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Configuration", "KerasConfigs.json")))!.AsObject();

    private static readonly Dictionary<string, Func<NestedConfig, object?>> Readers = new()
    {
        ["layers"] = LayerTable.From,
        ["losses"] = LossTable.From,
        ["metrics"] = MetricTable.From,
        ["optimizers"] = OptimizerTable.From,
        ["initializers"] = InitializerTable.From,
        ["regularizers"] = RegularizerTable.From,
        ["constraints"] = ConstraintTable.From,
        ["schedules"] = ScheduleTable.From,
    };

    // Names and precision, how something is computed but not what, and numbers of options that are refused themselves.
    private static readonly string[] ChangeNothing = ["name", "trainable", "dtype", "seed", "unroll", "implementation", "use_cudnn", "autocast", "build_input_shape", "renorm_momentum", "renorm_clipping", "value_range", "data_format"];

    public static IEnumerable<TheoryDataRow<string, string>> Classes =>
        from kind in Configs
        from entry in kind.Value!.AsObject()
        where IsKnown(kind.Key, entry.Key)
        select new TheoryDataRow<string, string>(kind.Key, entry.Key);

    [Fact]
    public void Classes_OfEveryKind_AreThere() =>
        Assert.Equal(Readers.Keys.Order(), Classes.Select(c => c.Data.Item1).Distinct().Order());

    [Theory, MemberData(nameof(Classes))]
    public void From_EveryKeyOfKeras_IsReadOrRefused(string kind, string className)
    {
        JsonObject config = Configs[kind]![className]!.AsObject();
        NestedConfig nested = Nested(className, config);
        object made = Readers[kind](nested)!;
        var written = new ConfigWriter();
        ((IKerasObject)made).WriteConfig(written);
        foreach (string key in config.Select(c => c.Key).Where(k => !nested.Config.WasRead(k) && !written.Json.ContainsKey(k) && !ChangeNothing.Contains(k)))
        {
            JsonObject changed = config.DeepClone().AsObject();
            changed[key] = 12345;
            var error = Assert.Throws<ModelFormatException>(() => Readers[kind](Nested(className, changed)));
            Assert.Contains($"'{key}'", error.Message, StringComparison.Ordinal);
        }
    }

    [Theory, MemberData(nameof(Classes))]
    public void From_OptionThatNobodyKnows_IsRefused(string kind, string className)
    {
        // What old optimizers wrote beside their arguments says nothing to new ones, in Keras too.
        if (kind == "optimizers") return;
        JsonObject config = Configs[kind]![className]!.DeepClone().AsObject();
        config["some_option"] = 0.5;
        var error = Assert.Throws<ModelFormatException>(() => Readers[kind](Nested(className, config)));
        foreach (string part in (string[])["'some_option'", "0.5", className]) Assert.Contains(part, error.Message, StringComparison.Ordinal);
        config["some_option"] = null;
        Assert.NotNull(Readers[kind](Nested(className, config)));
    }

    private static bool IsKnown(string kind, string className)
    {
        try
        {
            return Readers[kind](Nested(className, Configs[kind]![className]!.AsObject())) is not null;
        }
        catch (ModelFormatException e) when (e.Message.Contains("nknown", StringComparison.Ordinal))
        {
            return false;
        }
    }

    private static NestedConfig Nested(string className, JsonObject config) =>
        NestedConfig.From(new JsonObject { ["class_name"] = className, ["config"] = config.DeepClone() }, "here");
}
