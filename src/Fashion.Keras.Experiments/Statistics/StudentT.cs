namespace Fashion.Keras.Experiments;

/// <summary>Student's t distribution, by the regularized incomplete beta function.</summary>
internal static class StudentT
{
    private const double Tiny = 1e-300;

    /// <summary>The value below which a share of the distribution lies.</summary>
    /// <param name="probability">Above 0 and below 1.</param>
    /// <param name="degrees">Degrees of freedom, at least 1.</param>
    public static double Quantile(double probability, int degrees)
    {
        if (probability == 0.5) return 0;
        if (probability < 0.5) return -Quantile(1 - probability, degrees);
        double low = 0, high = 1;
        while (Cumulative(high, degrees) < probability) high *= 2;
        while (true)
        {
            double middle = low + (high - low) / 2;
            if (middle <= low || middle >= high) return middle;
            if (Cumulative(middle, degrees) < probability) low = middle;
            else high = middle;
        }
    }

    /// <summary>The share of the distribution below a value.</summary>
    /// <param name="t">The value.</param>
    /// <param name="degrees">Degrees of freedom, at least 1.</param>
    public static double Cumulative(double t, int degrees)
    {
        if (t == 0) return 0.5;
        double tail = IncompleteBeta(degrees / 2.0, 0.5, degrees / (degrees + t * t)) / 2;
        return t > 0 ? 1 - tail : tail;
    }

    // Continued fraction of the incomplete beta function (Abramowitz and Stegun, 26.5.8), by Lentz's method.
    private static double IncompleteBeta(double a, double b, double x)
    {
        if (x is 0 or 1) return x;
        double front = Math.Exp(LogGamma(a + b) - LogGamma(a) - LogGamma(b) + a * Math.Log(x) + b * Math.Log(1 - x));
        return x < (a + 1) / (a + b + 2) ? front * Fraction(a, b, x) / a : 1 - front * Fraction(b, a, 1 - x) / b;
    }

    private static double Fraction(double a, double b, double x)
    {
        double c = 1, d = 1 / NotZero(1 - (a + b) * x / (a + 1)), result = d;
        for (int m = 1; m < 10_000; m++)
        {
            NextFactor(m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)));
            double change = NextFactor(-(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)));
            if (Math.Abs(change - 1) < 1e-15) break;
        }
        return result;

        double NextFactor(double term)
        {
            d = 1 / NotZero(1 + term * d);
            c = NotZero(1 + term / c);
            result *= d * c;
            return d * c;
        }
    }

    private static double NotZero(double value) => Math.Abs(value) < Tiny ? Tiny : value;

    // The arguments are halves: products from gamma(1) = 1 or gamma(1/2) = sqrt(pi) are exact but for rounding.
    private static double LogGamma(double halves)
    {
        double x = halves % 1 == 0 ? 1 : 0.5, log = x == 1 ? 0 : Math.Log(Math.PI) / 2;
        for (; x < halves; x++) log += Math.Log(x);
        return log;
    }
}
