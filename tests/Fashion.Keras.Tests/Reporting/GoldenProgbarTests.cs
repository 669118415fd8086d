using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Fashion.Keras.Callbacks;
using Fashion.Keras.Reporting;
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
            Display = golden["terminal"]!.GetValue<bool>() ? ProgressDisplay.InPlace : ProgressDisplay.NewLines,
            Output = output,
            Width = constructor?["width"]?.GetValue<int>(),
            Interval = TimeSpan.FromSeconds(constructor?["interval"]?.GetValue<double>() ?? 0.05),
            UnitName = constructor?["unit_name"]?.GetValue<string>() ?? "step",
            Averaged = Averaged(golden, constructor, events),
        };
        foreach (JsonNode? e in events)
        {
            clock.Now = e!["seconds_since_start"]!.GetValue<double>();
            (string, double)[] values = [.. e["values"]!.AsArray().Select(v => (v![0]!.GetValue<string>(), v[1]!.GetValue<double>()))];
            bar.Update(e["current"]!.GetValue<int>(), values, e["finalize"]!.GetValue<bool>());
            Assert.Equal(e["printed"]!.GetValue<string>(), output.ToString());
            output.GetStringBuilder().Clear();
        }
    }

    // Keras lists either the values that are averaged or those that are not; without both, all are.
    private static string[]? Averaged(GoldenCase golden, JsonNode? constructor, JsonArray events)
    {
        if (constructor?["stateless_metrics"] is JsonArray averaged) return [.. averaged.Select(n => n!.GetValue<string>())];
        if (constructor?["stateful_metrics"] is not JsonArray plain) return golden["style"] is null ? null : [];
        string[] shown = [.. plain.Select(n => n!.GetValue<string>())];
        return [.. events.SelectMany(e => e!["values"]!.AsArray()).Select(v => v![0]!.GetValue<string>()).Except(shown)];
    }

    // The whole output of fit, evaluate or predict under a clock that stands still: the numbers in it are replayed as logs.
    private static void CheckWholeOutput(GoldenCase golden)
    {
        string printed = golden.Text("printed");
        var output = new StringWriter();
        var logger = new ProgbarLogger(ProgressStyle.Keras3, output, new ScriptedClock(), ProgressDisplay.InPlace);
        Match[] updates = [.. Update().Matches(Escapes().Replace(printed, "")).Cast<Match>()];
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

    private static Verbosity VerbosityOf(GoldenCase golden) => (golden["verbose"] ?? golden["fit"]!["verbose"])!.GetValue<int>() switch
    {
        0 => Verbosity.Silent,
        1 => Verbosity.Bar,
        _ => Verbosity.Line,
    };

    private static Logs LogsOf(Match update)
    {
        var logs = new Logs();
        foreach (Match value in Value().Matches(update.Groups["values"].Value)) logs[value.Groups[1].Value] = double.Parse(value.Groups[2].Value, System.Globalization.CultureInfo.InvariantCulture);
        return logs;
    }

    [GeneratedRegex(@"\x1b\[[0-9]+m")]
    private static partial Regex Escapes();

    [GeneratedRegex(@"(?<current>\d+)/(?<target>\d+) (?=[━-])[^\r\n\x08]*?step(?<values>[^\r\n\x08]*)")]
    private static partial Regex Update();

    [GeneratedRegex(@" - (\w+): ([-+.e0-9]+)")]
    private static partial Regex Value();
}
