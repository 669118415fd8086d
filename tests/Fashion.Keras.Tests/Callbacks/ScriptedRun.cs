using System.Text;
using System.Text.RegularExpressions;
using Fashion.Keras.Callbacks;

namespace Fashion.Keras.Tests.Callbacks;

/// <summary>
/// A model with one weight and a callback attached to it, driven by hand instead of by Fit; what the callback prints is kept.
/// </summary>
internal sealed partial class ScriptedRun
{
    public ScriptedRun(Callback callback, double learningRate = 0.1)
    {
        Model = ScriptedModel.Create(learningRate);
        Callback = callback;
        callback.Model = Model;
        callback.Output = new StringWriter();
    }

    public Model Model { get; }

    public Callback Callback { get; }

    public List<string> Warnings { get; } = [];

    /// <summary>The only weight.</summary>
    public float Weight
    {
        get => Model.Weights[0].ToArray()[0];
        set => Model.Weights[0].Set([value]);
    }

    /// <summary>What was printed since the last call; warnings are moved to <see cref="Warnings"/>.</summary>
    public string TakePrinted()
    {
        StringBuilder printed = ((StringWriter)Callback.Output).GetStringBuilder();
        string text = WarningLine().Replace(printed.ToString(), match =>
        {
            Warnings.Add(match.Groups[1].Value);
            return "";
        });
        printed.Clear();
        return text;
    }

    public static Logs LogsOf(params IEnumerable<(string Name, double Value)> values)
    {
        var logs = new Logs();
        foreach ((string name, double value) in values) logs[name] = value;
        return logs;
    }

    [GeneratedRegex(@"\nWarning: (.*)\n")]
    private static partial Regex WarningLine();
}
