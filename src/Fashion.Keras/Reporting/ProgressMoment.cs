namespace Fashion.Keras.Reporting;

/// <summary>What a progress bar shows at one time, before the values.</summary>
/// <param name="Current">Steps done.</param>
/// <param name="Target">Steps there will be; null where that is unknown.</param>
/// <param name="Final">Whether this is the last update.</param>
/// <param name="Elapsed">Seconds since the start.</param>
/// <param name="PerStep">Estimated seconds per step.</param>
/// <param name="Unit">What is counted: step.</param>
internal readonly record struct ProgressMoment(int Current, int? Target, bool Final, double Elapsed, double PerStep, string Unit)
{
    /// <summary>Whether there is a length to show: the target is known and not empty.</summary>
    public bool HasLength => Target > 0;

    /// <summary>Steps done, as wide as the target, and the target.</summary>
    public string Counter
    {
        get
        {
            string current = Current.ToString(System.Globalization.CultureInfo.InvariantCulture);
            if (!HasLength) return current.PadLeft(7) + "/Unknown";
            string target = Target!.Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
            return current.PadLeft(target.Length) + "/" + target;
        }
    }

    /// <summary>Cells of a bar that are done, rounded down.</summary>
    public int Done(int width) => (int)(width * ((double)Current / Target!.Value));

    /// <summary>Time left: 1:02:03, 2:03 or 3s, fractions of a second cut off.</summary>
    public string Eta
    {
        get
        {
            double left = PerStep * (Target!.Value - Current);
            long seconds = (long)left;
            if (left > 3600) return FormattableString.Invariant($"{seconds / 3600}:{seconds % 3600 / 60:00}:{seconds % 60:00}");
            return left > 60 ? FormattableString.Invariant($"{seconds / 60}:{seconds % 60:00}")
                : FormattableString.Invariant($"{seconds}s");
        }
    }

    /// <summary>Time per step in the unit that fits: 2s/step, 2ms/step, 319us/step.</summary>
    public string StepTime => PerStep switch
    {
        >= 1 or 0 => $"{PythonFormat.Fixed(PerStep, 0)}s/{Unit}",
        >= 1e-3 => $"{PythonFormat.Fixed(PerStep * 1e3, 0)}ms/{Unit}",
        _ => $"{PythonFormat.Fixed(PerStep * 1e6, 0)}us/{Unit}",
    };
}
