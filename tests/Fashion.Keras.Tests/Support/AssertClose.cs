namespace Fashion.Keras.Tests.Support;

/// <summary>Comparison of number lists: |got - want| &lt;= atol + rtol * |want|; NaN and infinities must be the same.</summary>
public static class AssertClose
{
    public static void Equal(ReadOnlySpan<double> want, ReadOnlySpan<float> got, double atol, double rtol, string what)
    {
        var wide = new double[got.Length];
        for (int i = 0; i < wide.Length; i++) wide[i] = got[i];
        Equal(want, wide, atol, rtol, what);
    }

    public static void Equal(ReadOnlySpan<double> want, ReadOnlySpan<double> got, double atol, double rtol, string what)
    {
        if (want.Length != got.Length) Assert.Fail($"{what}: {got.Length} values instead of {want.Length}");
        int worst = -1;
        double worstExcess = 0;
        for (int i = 0; i < want.Length; i++)
        {
            double w = want[i], g = got[i];
            if (double.IsNaN(w) && double.IsNaN(g)) continue;
            if (!double.IsFinite(w) && w == g) continue;
            double excess = Math.Abs(g - w) - (atol + rtol * Math.Abs(w));
            if (!double.IsFinite(w) || double.IsNaN(excess)) excess = double.PositiveInfinity;
            if (excess <= worstExcess) continue;
            worstExcess = excess;
            worst = i;
        }
        if (worst >= 0) Assert.Fail($"{what}: element {worst} of {want.Length} is {got[worst]:R}, should be {want[worst]:R} (atol " +
            $"{atol}, rtol {rtol})");
    }
}
