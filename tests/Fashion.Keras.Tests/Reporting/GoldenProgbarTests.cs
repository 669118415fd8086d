using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Fashion.Keras.Callbacks;
using Fashion.Keras.Reporting;
using Fashion.Keras.Tests.Callbacks;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Reporting;

/// <summary>Keras's own progress bars, character by character, under a scripted clock.</summary>
public sealed partial class GoldenProgbarTests
{
    public static IEnumerable<TheoryDataRow<string>> Cases => GoldenCase.Names("progbar");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Bar_AsScripted_PrintsWhatKerasPrints(string name)
    {
        GoldenCase golden = GoldenCase.Load("progbar", name);
        if (golden["events"] is JsonArray events) CheckBar(golden, events);
        else CheckWholeOutput(golden);
    }

    private static void CheckBar(GoldenCase golden, JsonArray events)
    {
        var clock = new ScriptedClock();
        var output = new StringWriter { NewLine = "\n" };
        JsonNode? constructor = golden["constructor"];
        var bar = new ProgressBar(golden["target"]?.GetValue<int>(), clock)
        {
            Style = golden["style"] is null ? ProgressStyle.Keras3 : ProgressStyle.Classic,
            Verbosity = VerbosityOf(golden),
            Display = golden["terminal"]?.GetValue<bool>() == true ? ProgressDisplay.InPlace : ProgressDisplay.NewLines,
            Output = output,
            Width = constructor?["width"]?.GetValue<int>(),
            Interval = TimeSpan.FromSeconds(constructor?["interval"]?.GetValue<double>() ?? 0.05),
            UnitName = constructor?["unit_name"]?.GetValue<string>() ?? "step",
            Averaged = Averaged(golden, constructor, events),
        };
        foreach (JsonNode? e in events)
        {
            clock.Now = e!["seconds_since_start"]!.GetValue<double>();
            int current = e["current"]!.GetValue<int>();
            (string, double)[] values = [.. ValuesOf(e).Select(v => (v![0]!.GetValue<string>(), CallbackConfig.NumberOf(v[1])!.Value))];
            // Without a word Keras finalizes when the target is reached.
            bar.Update(current, values, e["finalize"]?.GetValue<bool>() ?? current >= bar.Target);
            Assert.Equal(e["printed"]!.GetValue<string>(), output.ToString());
            output.GetStringBuilder().Clear();
        }
    }

    // Keras lists either the values that are averaged or those that are not; without both, all are.
    private static string[]? Averaged(GoldenCase golden, JsonNode? constructor, JsonArray events)
    {
        if (constructor?["stateless_metrics"] is JsonArray averaged) return [.. averaged.Select(n => n!.GetValue<string>())];
        if (constructor?["stateful_metrics"] is not JsonArray plain) return golden["style"] is null || constructor is not null ? null : [];
        string[] shown = [.. plain.Select(n => n!.GetValue<string>())];
        return [.. events.SelectMany(ValuesOf).Select(v => v![0]!.GetValue<string>()).Except(shown)];
    }

    // The whole output of fit, evaluate or predict under a clock that stands still: the numbers in it are replayed as logs.
    private static void CheckWholeOutput(GoldenCase golden)
    {
        string printed = golden.Text("printed");
        var output = new StringWriter();
        var logger = new ProgbarLogger(ProgressStyle.Keras3, output, new ScriptedClock(), ProgressDisplay.InPlace);
        if (VerbosityOf(golden) == Verbosity.Silent)
        {
            Assert.Equal("", printed);
            return;
        }
        Match[] updates = [.. Update().Matches(Escapes().Replace(printed, "")).Cast<Match>()];
        Assert.True(updates.Length > 0, $"{golden}: no update of a bar is found in what was printed.");
        int epochs = golden["fit"]?["epochs"]?.GetValue<int>() ?? 1;
        logger.Parameters = new CallbackParameters(epochs, int.Parse(updates[0].Groups["target"].Value, null), VerbosityOf(golden));
        bool fit = golden["fit"] is not null;
        bool predict = golden.Text("what").StartsWith("predict", StringComparison.Ordinal);
        int epoch = -1;
        if (fit) logger.OnTrainBegin();
        bool running = false;
        foreach (Match update in updates)
        {
            int current = int.Parse(update.Groups["current"].Value, null);
            if (!running)
            {
                if (fit) logger.OnEpochBegin(++epoch);
                else if (predict) logger.OnPredictBegin();
                else logger.OnTestBegin();
            }
            running = current < logger.Parameters.Steps;
            Logs logs = LogsOf(update);
            if (running && fit) logger.OnTrainBatchEnd(current - 1, logs);
            else if (running && predict) logger.OnPredictBatchEnd(current - 1);
            else if (running) logger.OnTestBatchEnd(current - 1, logs);
            else if (fit) logger.OnEpochEnd(epoch, logs);
            else if (predict) logger.OnPredictEnd();
            else logger.OnTestEnd(logs);
        }
        Assert.Equal(printed, output.ToString());
    }

    private static JsonArray ValuesOf(JsonNode? e) => e!["values"]?.AsArray() ?? [];

    // Missing means Keras's default, "auto", which is the bar.
    private static Verbosity VerbosityOf(GoldenCase golden) => (golden["verbose"] ?? golden["fit"]?["verbose"])?.ToJsonString() switch
    {
        "0" or "false" => Verbosity.Silent,
        "2" => Verbosity.Line,
        null or "1" or "true" or "\"auto\"" => Verbosity.Bar,
        string other => throw new InvalidOperationException($"{golden}: there is no verbosity {other} in Keras."),
    };

    private static Logs LogsOf(Match update)
    {
        var logs = new Logs();
        foreach (Match value in Value().Matches(update.Groups["values"].Value))
            logs[value.Groups[1].Value] = double.Parse(value.Groups[2].Value, System.Globalization.CultureInfo.InvariantCulture);
        return logs;
    }

    [GeneratedRegex(@"\x1b\[[0-9]+m")]
    private static partial Regex Escapes();

    [GeneratedRegex(@"(?<current>\d+)/(?<target>\d+) (?=[━-])[^\r\n\x08]*?step(?<values>[^\r\n\x08]*)")]
    private static partial Regex Update();

    [GeneratedRegex(@" - (\w+): ([-+.e0-9]+)")]
    private static partial Regex Value();
}
