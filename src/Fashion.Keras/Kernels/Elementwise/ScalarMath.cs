namespace Fashion.Keras.Kernels;

/// <summary>Functions that the base class library does not have and that are too rare for vectors; accurate to a float.</summary>
internal static class ScalarMath
{
    private const int FractionSteps = 40;

    /// <summary>e^x - 1. Below 1e-7 it is x to the last place of a float; above, a double has digits enough for the difference.</summary>
    public static float ExpM1(float x) => MathF.Abs(x) < 1e-7f ? x : (float)(Math.Exp(x) - 1);

    /// <summary>log(e^x + e^y), without overflow; the difference of equal infinities is 0.</summary>
    public static float LogAddExp(float x, float y)
    {
        if (x == y) return x + 0.693147181f;
        float larger = MathF.Max(x, y);
        return float.IsNaN(larger) ? larger : (float)(larger + Math.Log(1 + Math.Exp(-Math.Abs((double)x - y))));
    }

    /// <summary>
    /// 1 - erf(x): up to 2 by the series of erf (Abramowitz and Stegun 7.1.6) in double precision, above by the continued
    /// fraction (7.1.14); erfc(-x) = 2 - erfc(x).
    /// </summary>
    public static float Erfc(float x)
    {
        double a = Math.Abs((double)x);
        double value = float.IsNaN(x) ? x : a < 2 ? 1 - Series(a) : a > 15 ? 0 : Fraction(a);
        return (float)(x < 0 ? 2 - value : value);
    }

    /// <summary>
    /// The number whose error function is x: the polynomials in -log(1 - x^2) of M. Giles, Approximating the erfinv function (2010).
    /// </summary>
    public static float ErfInv(float x)
    {
        if (MathF.Abs(x) == 1) return x * float.PositiveInfinity;
        double w = -Math.Log((1 - (double)x) * (1 + (double)x));
        ReadOnlySpan<double> p = w < 5
            ? [2.81022636e-08, 3.43273939e-07, -3.5233877e-06, -4.39150654e-06, 0.00021858087, -0.00125372503, -0.00417768164, 0.246640727,
                1.50140941]
            : [-0.000200214257, 0.000100950558, 0.00134934322, -0.00367342844, 0.00573950773, -0.0076224613, 0.00943887047, 1.00167406,
                2.83297682];
        double at = w < 5 ? w - 2.5 : Math.Sqrt(w) - 3, sum = 0;
        foreach (double coefficient in p) sum = sum * at + coefficient;
        return (float)(sum * x);
    }

    private static double Series(double a)
    {
        double term = a, sum = a;
        for (int n = 1; term > sum * 1e-17; n++)
        {
            term *= 2 * a * a / (2 * n + 1);
            sum += term;
        }
        return 2 / Math.Sqrt(Math.PI) * Math.Exp(-a * a) * sum;
    }

    private static double Fraction(double a)
    {
        double fraction = a;
        for (int n = FractionSteps; n > 0; n--) fraction = a + n / 2.0 / fraction;
        return Math.Exp(-a * a) / Math.Sqrt(Math.PI) / fraction;
    }
}
