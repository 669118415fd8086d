using Fashion.Keras.Callbacks;

namespace Fashion.Keras.Experiments;

/// <summary>Which values are better.</summary>
internal static class Direction
{
    /// <summary>The direction of a value: what was said, else larger for accuracies and areas under curves, smaller for the rest.</summary>
    public static MonitorMode Of(string name, MonitorMode mode = MonitorMode.Auto) => mode != MonitorMode.Auto ? mode
        : name.EndsWith("accuracy", StringComparison.Ordinal) || name.EndsWith("auc", StringComparison.Ordinal)
            ? MonitorMode.Max
            : MonitorMode.Min;

    /// <summary>Whether a value beats another one; NaN never does, and any number beats it.</summary>
    public static bool Improves(double value, double best, MonitorMode mode) =>
        !double.IsNaN(value) && (double.IsNaN(best) || (mode == MonitorMode.Max ? value > best : value < best));
}
