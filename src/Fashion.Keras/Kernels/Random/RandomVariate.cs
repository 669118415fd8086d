using System.Diagnostics.CodeAnalysis;
using Fashion.Keras.Internal;

namespace Fashion.Keras.Kernels;

/// <summary>
/// Draws of one element of a tensor, as many as it takes: the n-th is a fixed function of a key, the element and n. Parameters without a
/// meaning give NaN.
/// </summary>
/// <param name="key">The key of the tensor, see <see cref="RandomBits.Key"/>.</param>
/// <param name="element">The element's place.</param>
[Experimental(ExperimentalApi.Engines)]
public struct RandomVariate(ulong key, uint element)
{
    // Below so many expected successes a binomial number is found by adding up probabilities.
    private const double FewSuccesses = 10;

    private readonly ulong _key = RandomBits.Key(key, 0, element);
    private uint _next;

    /// <summary>In (0, 1).</summary>
    public double Uniform() => (RandomBits.Bits(_key, _next++) + 0.5) / 4294967296.0;

    /// <summary>Standard normal (Box and Muller, 1958).</summary>
    public double Normal() => Math.Sqrt(-2 * Math.Log(Uniform())) * Math.Cos(2 * Math.PI * Uniform());

    /// <summary>Standard normal, drawn again until it lies within -2 and 2.</summary>
    public double TruncatedNormal()
    {
        while (true)
            if (Normal() is > -2 and < 2 and var x) return x;
    }

    /// <summary>A whole number in [0, count).</summary>
    /// <param name="count">The first number that is too large; at least 1.</param>
    public int Below(int count) => (int)(((ulong)RandomBits.Bits(_key, _next++) * (uint)count) >> 32);

    /// <summary>Gamma distributed with scale 1.</summary>
    /// <param name="alpha">The shape parameter, positive.</param>
    public double Gamma(double alpha) => Math.Exp(LogGamma(alpha));

    /// <summary>Beta distributed: from two gamma numbers, by their logarithms, which do not underflow.</summary>
    /// <param name="alpha">The first parameter, positive.</param>
    /// <param name="beta">The second parameter, positive.</param>
    public double Beta(double alpha, double beta)
    {
        double x = LogGamma(alpha), y = LogGamma(beta);
        return 1 / (1 + Math.Exp(y - x));
    }

    /// <summary>Successes of a number of trials.</summary>
    /// <param name="count">How many trials, at least 0; a fraction is cut off.</param>
    /// <param name="probability">Probability of a success, in [0, 1].</param>
    public double Binomial(double count, double probability)
    {
        if (!(count >= 0 && count <= int.MaxValue && probability is >= 0 and <= 1)) return double.NaN;
        count = Math.Floor(count);
        if (probability > 0.5) return count - Binomial(count, 1 - probability);
        if (count == 0 || probability == 0) return 0;
        return count * probability < FewSuccesses ? BinomialBySums(count, probability) : BinomialByRejection(count, probability);
    }

    // The logarithm of a gamma number (Marsaglia and Tsang 2000); below 1 by one of alpha + 1.
    private double LogGamma(double alpha)
    {
        if (!(alpha > 0 && double.IsFinite(alpha))) return double.NaN;
        double smaller = alpha < 1 ? Math.Log(Uniform()) / alpha : 0;
        double d = (alpha < 1 ? alpha + 1 : alpha) - 1.0 / 3, c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            double x = Normal(), t = 1 + c * x;
            if (t <= 0) continue;
            double v = t * t * t;
            if (Math.Log(Uniform()) < 0.5 * x * x + d - d * v + d * Math.Log(v)) return Math.Log(d * v) + smaller;
        }
    }

    private double BinomialBySums(double count, double probability)
    {
        double odds = probability / (1 - probability), none = Math.Exp(count * Math.Log(1 - probability));
        while (true)
        {
            double rest = Uniform(), share = none;
            for (double k = 0; k <= count; k++)
            {
                if (rest <= share) return k;
                rest -= share;
                share *= odds * (count - k) / (k + 1);
            }
        }
    }

    // Transformed rejection (Hoermann 1993, BTRS); the constants are the paper's.
    private double BinomialByRejection(double count, double probability)
    {
        double deviation = Math.Sqrt(count * probability * (1 - probability)), odds = probability / (1 - probability);
        double b = 1.15 + 2.53 * deviation, a = -0.0873 + 0.0248 * b + 0.01 * probability, c = count * probability + 0.5;
        double sure = 0.92 - 4.2 / b, alpha = (2.83 + 5.1 / b) * deviation, mode = Math.Floor((count + 1) * probability);
        while (true)
        {
            double u = Uniform() - 0.5, v = Uniform(), edge = 0.5 - Math.Abs(u);
            double k = Math.Floor((2 * a / edge + b) * u + c);
            if (k < 0 || k > count) continue;
            if (edge >= 0.07 && v <= sure) return k;
            double limit = (mode + 0.5) * Math.Log((mode + 1) / (odds * (count - mode + 1)))
                + (count + 1) * Math.Log((count - mode + 1) / (count - k + 1))
                + (k + 0.5) * Math.Log(odds * (count - k + 1) / (k + 1)) + Stirling(mode) + Stirling(count - mode) - Stirling(k)
                - Stirling(count - k);
            if (Math.Log(v * alpha / (a / (edge * edge) + b)) <= limit) return k;
        }
    }

    // log(n!) less Stirling's formula for it, of n + 1.
    private static double Stirling(double n)
    {
        double m = n + 1, square = m * m;
        if (n > 9) return (1.0 / 12 - (1.0 / 360 - 1.0 / 1260 / square) / square) / m;
        double factorial = 1;
        for (int i = 2; i <= n; i++) factorial *= i;
        return Math.Log(factorial) - (0.5 * Math.Log(2 * Math.PI) + (n + 0.5) * Math.Log(m) - m);
    }
}
