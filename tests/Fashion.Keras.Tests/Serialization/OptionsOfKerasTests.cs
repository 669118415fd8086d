using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Fashion.Keras.Constraints;
using Fashion.Keras.Initializers;
using Fashion.Keras.Layers;
using Fashion.Keras.Losses;
using Fashion.Keras.Metrics;
using Fashion.Keras.Optimizers;
using Fashion.Keras.Optimizers.Schedules;
using Fashion.Keras.Regularizers;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Tests.Serialization;

/// <summary>
/// No option of Keras is passed over. KerasOptions.json holds what get_config of Keras 3.16 gives for every exported class, and what
/// changes there with each argument of its own (Golden/scripts/options.py wrote it). Of the classes that we have, each changed
/// option comes back from the object that was made of it, or is refused by name.
/// </summary>
public sealed class OptionsOfKerasTests
{
    private static readonly JsonObject Entries =
        JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Serialization", "KerasOptions.json")))!.AsObject();

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

    public static IEnumerable<TheoryDataRow<string, string>> Classes =>
        from kind in Entries
        from entry in kind.Value!.AsObject()
        where IsKnown(kind.Key, entry.Key)
        select new TheoryDataRow<string, string>(kind.Key, entry.Key);

    public static IEnumerable<TheoryDataRow<string, string, string>> Options =>
        from known in Classes
        from option in Entries[known.Data.Item1]![known.Data.Item2]!["options"]!.AsObject()
        select new TheoryDataRow<string, string, string>(known.Data.Item1, known.Data.Item2, option.Key);

    [Fact]
    public void Classes_OfEveryKind_AreThere() =>
        Assert.Equal(Readers.Keys.Order(), Classes.Select(c => c.Data.Item1).Distinct().Order());

    [Theory, MemberData(nameof(Classes))]
    public void From_EveryKeyOfKeras_IsReadOrRefused(string kind, string className)
    {
        JsonObject config = Config(kind, className);
        NestedConfig nested = Nested(className, config);
        object made = Readers[kind](nested)!;
        var written = new ConfigWriter();
        ((IKerasObject)made).WriteConfig(written);
        foreach (string key in config.Select(c => c.Key).Where(k => !nested.Config.WasRead(k) && !written.Json.ContainsKey(k)))
        {
            JsonObject changed = config.DeepClone().AsObject();
            changed[key] = 12345;
            var error = Assert.Throws<ModelFormatException>(() => Readers[kind](Nested(className, changed)));
            Assert.Contains($"'{key}'", error.Message, StringComparison.Ordinal);
        }
    }

    [Theory, MemberData(nameof(Options))]
    public void From_OptionOfKeras_ComesBackOrIsRefusedByName(string kind, string className, string option)
    {
        JsonObject config = Config(kind, className).DeepClone().AsObject(),
            changed = Entries[kind]![className]!["options"]![option]!.AsObject();
        foreach ((string key, JsonNode? value) in changed) config[key] = value?.DeepClone();
        var written = new ConfigWriter();
        try
        {
            ((IKerasObject)Readers[kind](Nested(className, config))!).WriteConfig(written);
        }
        catch (ModelFormatException e)
        {
            Assert.Contains(changed,
                c => Regex.IsMatch(e.Message, $@"\b{c.Key.Replace("_", "_?", StringComparison.Ordinal)}\b",
                    RegexOptions.IgnoreCase | RegexOptions.CultureInvariant));
            return;
        }
        foreach ((string key, JsonNode? value) in changed)
            Assert.True(ChangesNothing(className, key) || IsSame(value, written.Json[key]),
                $"{className}: '{key}' was {value?.ToJsonString()}, and came back as {written.Json[key]?.ToJsonString() ?? "nothing"}.");
    }

    [Theory, MemberData(nameof(Classes))]
    public void From_OptionThatNobodyKnows_IsRefused(string kind, string className)
    {
        // What old optimizers wrote besides their arguments says nothing to new ones, in Keras too.
        if (kind == "optimizers") return;
        JsonObject config = Config(kind, className).DeepClone().AsObject();
        config["some_option"] = 0.5;
        var error = Assert.Throws<ModelFormatException>(() => Readers[kind](Nested(className, config)));
        foreach (string part in (string[])["'some_option'", "0.5", className])
            Assert.Contains(part, error.Message, StringComparison.Ordinal);
        config["some_option"] = null;
        Assert.NotNull(Readers[kind](Nested(className, config)));
    }

    private static bool IsKnown(string kind, string className)
    {
        try
        {
            return Readers[kind](Nested(className, Config(kind, className))) is not null;
        }
        catch (ModelFormatException e) when (e.Message.Contains("nknown", StringComparison.Ordinal))
        {
            return false;
        }
    }

    private static JsonObject Config(string kind, string className) => Entries[kind]![className]!["config"]!.AsObject();

    // How a recurrent layer is computed, and numbers of an option that is switched off.
    private static bool ChangesNothing(string className, string key) =>
        key is "unroll" || className is "BatchNormalization" && key is "renorm_clipping" or "renorm_momentum";

    // Keras rounds some numbers to float32. A single number stands for a list of it, or for a range around 0; a name for a policy.
    private static bool IsSame(JsonNode? want, JsonNode? got) => (want, got) switch
    {
        (null, null) => true,
        (JsonArray x, JsonArray y) => x.Count == y.Count && x.Zip(y).All(pair => IsSame(pair.First, pair.Second)),
        (JsonArray x, JsonValue y) => (x.Count > 0 && x.All(item => IsSame(item, y))) || IsSame(y, x),
        (JsonValue x, JsonArray y) when JsonValues.TryNumber(x, out double size) =>
            y.All(item => IsSame(x, item)) || y.Count == 2 && IsSame(-size, y[0]) && IsSame(x, y[1]),
        (JsonObject x, JsonValue y) when x["class_name"]?.GetValue<string>() == "DTypePolicy" =>
            JsonNode.DeepEquals(x["config"]!["name"], y),
        (JsonObject x, JsonObject y) =>
            x.All(entry => y.ContainsKey(entry.Key)
                ? entry.Key is "module" or "registered_name" || IsSame(entry.Value, y[entry.Key])
                : UnknownOptions.IsOff(entry.Value)),
        (JsonValue x, JsonValue y) when JsonValues.TryNumber(x, out double a) && JsonValues.TryNumber(y, out double b) =>
            Math.Abs(a - b) <= 1e-6 * Math.Abs(a),
        _ => JsonNode.DeepEquals(want, got),
    };

    private static NestedConfig Nested(string className, JsonObject config) =>
        NestedConfig.From(new JsonObject { ["class_name"] = className, ["config"] = config.DeepClone() }, "here");
}
