using System.Numerics.Tensors;
using Fashion.Keras.Internal;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Initializers;

/// <summary>
/// A random matrix with orthonormal rows or columns, whichever are fewer, times a gain (Saxe et al. 2014). Weights of more than two axes
/// are seen as a matrix (product of all but the last axis, last axis).
/// </summary>
/// <param name="gain">Factor.</param>
/// <param name="seed">Seed; null draws a fresh one.</param>
public sealed class Orthogonal(double gain = 1, int? seed = null) : Initializer
{
    private readonly Random _random = new(seed ?? SeedSource.Next());

    /// <summary>Factor.</summary>
    public double Gain { get; } = Guard.Finite(gain, nameof(Orthogonal));

    /// <summary>Seed that was given; null for a fresh one.</summary>
    public int? Seed { get; } = seed;

    /// <inheritdoc/>
    public override void Fill(Shape shape, Span<float> values)
    {
        ArgumentNullException.ThrowIfNull(shape);
        if (shape.Rank < 2)
            throw new ShapeMismatchException($"Orthogonal: weights need at least two axes, not {shape}.") { Received = shape };
        int columns = shape[^1], rows = columns == 0 ? 0 : values.Length / columns;
        bool wide = rows < columns;
        double[][] basis = OrthonormalBasis(Math.Min(rows, columns), Math.Max(rows, columns));
        for (int r = 0; r < rows; r++)
            for (int c = 0; c < columns; c++) values[r * columns + c] = (float)(Gain * (wide ? basis[r][c] : basis[c][r]));
    }

    // Modified Gram-Schmidt on normal draws: the Q of a QR decomposition whose R has a positive diagonal. The second pass
    // removes what rounding left over.
    private double[][] OrthonormalBasis(int count, int length)
    {
        var basis = new double[count][];
        for (int i = 0; i < count; i++)
        {
            var vector = new double[length];
            for (int j = 0; j < length; j++) vector[j] = Normal.Next(_random);
            for (int pass = 0; pass < 2; pass++)
                for (int k = 0; k < i; k++)
                {
                    double projection = TensorPrimitives.Dot<double>(vector, basis[k]);
                    TensorPrimitives.MultiplyAdd(basis[k], -projection, vector, vector);
                }
            TensorPrimitives.Divide(vector, TensorPrimitives.Norm<double>(vector), vector);
            basis[i] = vector;
        }
        return basis;
    }

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Write("gain", Gain).Write("seed", Seed);
    }
}
