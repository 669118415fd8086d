namespace Fashion.Keras.Reporting;

/// <summary>Keras 3: bold counter, green and white cells, bold time, and the time per step in every update.</summary>
/// <param name="cell">Cell of the bar; "=" for consoles that cannot show <see cref="HeavyLine"/>.</param>
internal sealed class Keras3Look(char cell) : ProgressLook
{
    public const char HeavyLine = '━';

    private const string Bold = "\u001b[1m", Green = "\u001b[32m", White = "\u001b[37m", Reset = "\u001b[0m";

    public override int DefaultWidth => 20;

    public override string Bar(in ProgressMoment moment, int width, bool fancy)
    {
        string time = moment.HasLength && !moment.Final ? moment.Eta : PythonFormat.Seconds(moment.Elapsed);
        string end = $" {Paint(Bold, time, fancy)} {moment.StepTime}";
        if (!moment.HasLength) return moment.Counter + end;
        int done = moment.Done(width);
        string bar = done > 0 ? Paint(Green, new string(cell, done), fancy) : "";
        return $"{Paint(Bold, moment.Counter, fancy)} {bar}{Paint(White, new string(cell, width - done), fancy)}{end}";
    }

    public override string Line(in ProgressMoment moment) =>
        $"{moment.Counter} - {PythonFormat.Seconds(moment.Elapsed)} - {moment.StepTime}";

    private static string Paint(string colour, string text, bool fancy) => fancy ? colour + text + Reset : text;
}
