namespace Fashion.Keras.Tests.Engine.Architectures;

/// <summary>
/// How far a result may be from the reference engine's. Floats carry a relative error of 6e-8 per operation; what a model makes of it is
/// measured: the reference engine runs again with every intermediate number off by a random error of that size. Ties in a maximum, corners
/// of an activation, Adam's division by a tiny root, the sign that Lion takes, and a nearest pixel half way between two all show there, so
/// no such case needs a rule of its own.
/// </summary>
internal sealed class Tolerance(Outcome exact)
{
    // Winograd's transformations and long sums make more of an error than one rounding.
    private const double Error = 2.4e-7, Margin = 24, Floor = 2e-6;

    private readonly Dictionary<string, double> _spread = exact.Arrays.ToDictionary(a => a.Key, _ => 0.0);

    /// <summary>Takes another run with errors into account.</summary>
    public void Add(int seed, int noise)
    {
        Outcome disturbed = Outcome.Disturbed(seed, Error, noise);
        foreach (var (name, values) in exact.Arrays) _spread[name] = Math.Max(_spread[name], Distance(values, disturbed.Arrays[name]));
    }

    /// <summary>What is too far off; null if nothing is.</summary>
    public string? Check(Outcome got)
    {
        foreach (var (name, values) in exact.Arrays)
        {
            double distance = Distance(values, got.Arrays[name]), allowed = Allowed(name);
            if (!(distance <= allowed))
                return $"{name} is off by {distance:G3}; {allowed:G3} is allowed (largest number {Largest(values):G3})";
        }
        return null;
    }

    /// <summary>Whether errors stay small everywhere, so that a comparison says something.</summary>
    public bool IsStrict => exact.Arrays.All(a => Allowed(a.Key) <= 1e-2 * Math.Max(1e-2, Largest(a.Value)));

    private double Allowed(string name) => Margin * _spread[name] + Floor * Math.Max(1, Largest(exact.Arrays[name]));

    private static double Largest(float[] values) => values.Select(MathF.Abs).Where(float.IsFinite).DefaultIfEmpty().Max();

    // NaN and infinities must be the same.
    private static double Distance(float[] want, float[] got)
    {
        double worst = 0;
        for (int i = 0; i < want.Length; i++)
        {
            if (want[i].Equals(got[i])) continue;
            double distance = Math.Abs((double)want[i] - got[i]);
            worst = double.IsNaN(distance) ? double.PositiveInfinity : Math.Max(worst, distance);
        }
        return worst;
    }
}
