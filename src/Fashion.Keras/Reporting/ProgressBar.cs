using System.Text;

namespace Fashion.Keras.Reporting;

/// <summary>
/// A progress bar for work that is counted in steps: what Fit, Evaluate and Predict draw, and of use in loops of your own.
/// On a terminal it is redrawn in place, at most every <see cref="Interval"/> and made to fit its width; elsewhere only its last
/// state is written, as one plain line.
/// </summary>
/// <example><code>
/// var bar = new ProgressBar(target: 100);
/// for (int step = 1; step &lt;= 100; step++) bar.Update(step, ("loss", Work()));
/// </code></example>
public sealed class ProgressBar
{
    private const int FewestCells = 5;

    private readonly TimeProvider _clock;
    private readonly long _start;
    private readonly List<string> _order = [];
    private readonly Dictionary<string, (double Sum, int Count)> _values = [];
    private double _lastDrawn = double.NegativeInfinity;
    private double? _firstStepDone;
    private int _seen;
    private int _drawnWidth;
    private ProgressLook? _look;

    /// <summary>Starts the clock.</summary>
    /// <param name="target">Steps there will be; null if unknown.</param>
    public ProgressBar(int? target) : this(target, TimeProvider.System) { }

    internal ProgressBar(int? target, TimeProvider clock)
    {
        if (target < 0) throw new ArgumentOutOfRangeException(nameof(target), target,
            $"ProgressBar: the target is a number of steps (>= 0) or null, not {target}.");
        Target = target;
        _clock = clock;
        _start = clock.GetTimestamp();
    }

    /// <summary>Steps there will be; null while that is not known.</summary>
    public int? Target { get; private set; }

    /// <summary>Its look. <value>The default is <see cref="ProgressStyle.Classic"/>.</value></summary>
    public ProgressStyle Style { get; init; }

    /// <summary>A bar, one line at the end, or nothing. <value>The default is <see cref="Verbosity.Bar"/>.</value></summary>
    public Verbosity Verbosity { get; init; }

    /// <summary>Cells of the bar. <value>The default is null: 30 in the classic style, 20 in Keras 3's.</value></summary>
    public int? Width { get; init; }

    /// <summary>Shortest time between two redraws. <value>The default is 0.05 s.</value></summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(0.05);

    /// <summary>What is counted. <value>The default is "step".</value></summary>
    public string UnitName { get; init; } = "step";

    /// <summary>
    /// Names of the values that are averaged over the steps; the others are shown as given. The last update shows every value
    /// as given. <value>The default is null: all are averaged.</value>
    /// </summary>
    public IReadOnlyCollection<string>? Averaged { get; init; }

    /// <summary>Where it is drawn. <value>The default is null: the console.</value></summary>
    public TextWriter? Output { get; init; }

    /// <summary>How updates follow each other; null: in place on a terminal, else the last one only.</summary>
    internal ProgressDisplay? Display { get; init; }

    /// <summary>Columns of the terminal; null: asked of the console, and no limit elsewhere.</summary>
    internal int? Columns { get; init; }

    /// <summary>Steps done at the last update.</summary>
    internal int Seen => _seen;

    private double Elapsed => _clock.GetElapsedTime(_start).TotalSeconds;

    /// <summary>Whether an update that is not the last would be drawn now, for callers to whom the values are work.</summary>
    internal bool IsDue =>
        Verbosity == Verbosity.Bar && DisplayNow != ProgressDisplay.LastOnly && Elapsed - _lastDrawn >= Interval.TotalSeconds;

    private TextWriter Writer => Output ?? ConsoleOutput.Writer;

    private ProgressDisplay DisplayNow =>
        Display ?? (ConsoleOutput.IsTerminal(Writer) ? ProgressDisplay.InPlace : ProgressDisplay.LastOnly);

    /// <summary>Shows how far the work is; reaching <see cref="Target"/> ends the bar.</summary>
    /// <param name="current">Steps done.</param>
    /// <param name="values">Values of the last step.</param>
    public void Update(int current, params ReadOnlySpan<(string Name, double Value)> values) =>
        Update(current, values, final: current >= Target);

    /// <summary>Shows that some more steps are done.</summary>
    /// <param name="steps">How many.</param>
    /// <param name="values">Values of the last step.</param>
    public void Add(int steps, params ReadOnlySpan<(string Name, double Value)> values) => Update(_seen + steps, values);

    internal void Update(int current, ReadOnlySpan<(string Name, double Value)> values, bool final)
    {
        // The end tells how many steps there were.
        if (final) Target ??= current;
        Record(current, values, final);
        double now = Elapsed;
        var moment = new ProgressMoment(current, Target, final, now, StepDuration(current, now), UnitName);
        if (Verbosity == Verbosity.Line && final && moment.HasLength) Writer.Write(Look.Line(moment) + Values(signed: false) + "\n");
        if (Verbosity != Verbosity.Bar || (!final && now - _lastDrawn < Interval.TotalSeconds)) return;
        Draw(moment);
        _lastDrawn = now;
    }

    private ProgressLook Look => _look ??= ProgressLook.Of(Style, Writer.Encoding);

    private void Draw(in ProgressMoment moment)
    {
        ProgressDisplay display = DisplayNow;
        if (display == ProgressDisplay.LastOnly && !moment.Final) return;
        string line = Line(moment, display);
        int width = ProgressLook.VisibleLength(line);
        var message = new StringBuilder();
        if (display == ProgressDisplay.InPlace) message.Append('\b', _drawnWidth).Append('\r');
        if (display == ProgressDisplay.NewLines) message.Append('\n');
        message.Append(line).Append(' ', Math.Max(0, _drawnWidth - width));
        if (moment.Final) message.Append('\n');
        Writer.Write(message.ToString());
        Writer.Flush();
        _drawnWidth = width;
    }

    // A line that wraps cannot be redrawn in place: while the work runs, cells of the bar and then the line's end give way.
    private string Line(in ProgressMoment moment, ProgressDisplay display)
    {
        string values = Values(signed: true);
        bool fancy = display != ProgressDisplay.LastOnly;
        int cells = Width ?? Look.DefaultWidth;
        string line = Look.Bar(moment, cells, fancy) + values;
        if (moment.Final || display != ProgressDisplay.InPlace || (Columns ?? ConsoleOutput.ColumnsOf(Writer)) is not { } columns)
            return line;
        int tooLong = ProgressLook.VisibleLength(line) - (columns - 1);
        if (tooLong <= 0) return line;
        return ProgressLook.Cut(Look.Bar(moment, Math.Max(Math.Min(cells, FewestCells), cells - tooLong), fancy) + values, columns - 1);
    }

    private void Record(int current, ReadOnlySpan<(string Name, double Value)> values, bool final)
    {
        int steps = Math.Max(current - _seen, 1);
        foreach ((string name, double value) in values)
        {
            if (!_values.TryGetValue(name, out (double Sum, int Count) known)) _order.Add(name);
            bool average = !final && (Averaged is null || Averaged.Contains(name));
            _values[name] = average ? (known.Sum + value * steps, known.Count + steps) : (value, 1);
        }
        _seen = current;
    }

    private string Values(bool signed)
    {
        var text = new StringBuilder();
        foreach (string name in _order)
        {
            (double sum, int count) = _values[name];
            text.Append(" - ").Append(name).Append(": ").Append(PythonFormat.LogValue(sum / count, signed));
        }
        return text.ToString();
    }

    // The first step is left out where possible: it contains the start-up.
    private double StepDuration(int current, double now)
    {
        if (current == 0) return 0;
        double duration = _firstStepDone is { } first && current > 1 ? (now - first) / (current - 1) : now / current;
        if (current == 1) _firstStepDone = now;
        return duration;
    }
}
