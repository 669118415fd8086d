using System.Globalization;

namespace Fashion.Keras.Experiments;

/// <summary>The line that a study prints for a finished run.</summary>
internal static class ProgressLine
{
    public static string Of(StudyProgress progress, StudyRun run)
    {
        string metrics =
            string.Join(", ", run.Metrics.Select(m => string.Create(CultureInfo.InvariantCulture, $"{m.Key} {m.Value:0.0000}")));
        string left = progress.Finished == progress.Total ? "done" : progress.Left is { } time ? $"{Text(time)} left" : "";
        return string.Create(CultureInfo.InvariantCulture, $"[{progress.Finished}/{progress.Total}] {run.Variant}, seed {run.Seed}: " +
            $"{metrics}, {run.StoppedEpoch} epochs, {run.Seconds:0.0} s - {left}");
    }

    private static string Text(TimeSpan time) => time switch
    {
        { TotalMinutes: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0} s"),
        { TotalHours: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMinutes:0} min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(time.TotalHours):0} h {time.Minutes} min"),
    };
}
