namespace Fashion.Keras.Reference;

/// <summary>Functions of one number, element by element; here those that <see cref="Math"/> does not have or defines otherwise.</summary>
internal static class Unary
{
    public static double[] Forward(double[] x, Func<double, double> function) => Array.ConvertAll(x, v => function(v));

    public static double Sign(double x) => double.IsNaN(x) ? x : Math.Sign(x);

    public static double Relu(double x) => x > 0 || double.IsNaN(x) ? x : 0;

    public static double Heaviside(double x) => x > 0 ? 1 : 0;

    public static double Sigmoid(double x) => x >= 0 ? 1 / (1 + Math.Exp(-x)) : Math.Exp(x) / (1 + Math.Exp(x));

    public static double Softplus(double x) => Math.Max(x, 0) + Log1P(Math.Exp(-Math.Abs(x)));

    /// <summary>log(1 + x); the rounding error of the sum is divided out again (Kahan).</summary>
    public static double Log1P(double x)
    {
        double sum = 1 + x;
        if (double.IsPositiveInfinity(sum)) return sum;
        return sum == 1 ? x : Math.Log(sum) * (x / (sum - 1));
    }

    /// <summary>e^x - 1; the rounding error of the exponential is divided out again (Kahan).</summary>
    public static double ExpM1(double x)
    {
        double y = Math.Exp(x);
        if (y == 1) return x;
        return y - 1 == -1 || double.IsPositiveInfinity(y) ? y - 1 : (y - 1) * x / Math.Log(y);
    }

    /// <summary>1 - erf(x), far out without the subtraction.</summary>
    public static double Erfc(double x)
    {
        if (!(x > 3)) return 1 - Erf(x);
        double fraction = x;
        for (int n = 60; n > 0; n--) fraction = x + n / 2.0 / fraction;
        return Math.Exp(-x * x) / Math.Sqrt(Math.PI) / fraction;
    }

    /// <summary>The number whose error function is x, by bisection and a step of Newton's.</summary>
    public static double ErfInv(double x)
    {
        if (!(Math.Abs(x) < 1)) return Math.Abs(x) == 1 ? x * double.PositiveInfinity : double.NaN;
        double low = 0, high = 6, size = Math.Abs(x);
        for (int i = 0; i < 60; i++)
        {
            double middle = (low + high) / 2;
            if (Erf(middle) < size) low = middle;
            else high = middle;
        }
        double root = low + (size - Erf(low)) * Math.Sqrt(Math.PI) / 2 * Math.Exp(low * low);
        return Math.CopySign(root, x);
    }

    /// <summary>
    /// The error function: near 0 by erf(x) = 2/sqrt(pi) e^(-x^2) sum of 2^n x^(2n+1) / (1*3*..*(2n+1)), a series of positive
    /// terms; far out by the continued fraction of 1 - erf (Abramowitz and Stegun 7.1.6, 7.1.14).
    /// </summary>
    public static double Erf(double x)
    {
        if (double.IsNaN(x) || x == 0) return x;
        double a = Math.Abs(x);
        if (a > 6) return Math.Sign(x);
        double scale = Math.Exp(-a * a) / Math.Sqrt(Math.PI);
        if (a > 3)
        {
            double fraction = a;
            for (int n = 60; n > 0; n--) fraction = a + n / 2.0 / fraction;
            return Math.Sign(x) * (1 - scale / fraction);
        }
        double term = a, sum = a;
        for (int n = 1; term > sum * 1e-17; n++)
        {
            term *= 2 * a * a / (2 * n + 1);
            sum += term;
        }
        return Math.Sign(x) * 2 * scale * sum;
    }
}
