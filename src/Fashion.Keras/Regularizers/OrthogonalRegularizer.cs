using Fashion.Keras.Internal;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Regularizers;

/// <summary>What <see cref="OrthogonalRegularizer"/> compares with each other.</summary>
public enum OrthogonalMode
{
    /// <summary>The rows of the matrix.</summary>
    Rows,

    /// <summary>The columns of the matrix.</summary>
    Columns,
}

/// <summary>
/// Pushes the rows (or columns) of a matrix towards being orthogonal: factor times the mean of |cos| over all pairs.
/// </summary>
/// <param name="factor">Strength, &gt;= 0.</param>
/// <param name="mode">Rows or columns. <c>"rows"</c>, the default, or <c>"columns"</c>.</param>
public sealed class OrthogonalRegularizer(double factor = 0.01, Choice<OrthogonalMode> mode = default) : Regularizer
{
    /// <summary>Strength.</summary>
    public double Factor { get; } = Guard.InRange(factor, 0, double.MaxValue, nameof(OrthogonalRegularizer));

    /// <summary>Rows or columns.</summary>
    public OrthogonalMode Mode { get; } = mode.OrFirst();

    /// <inheritdoc/>
    public override SymbolicTensor Penalty(SymbolicTensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.Shape.Rank != 2)
            throw new ShapeMismatchException($"OrthogonalRegularizer: only weights of two axes have rows and columns, not {x.Shape}.")
            { Received = x.Shape };
        bool rows = Mode == OrthogonalMode.Rows;
        int count = rows ? x.Shape[0] : x.Shape[1];
        SymbolicTensor unit = x * Ops.Rsqrt(Ops.Maximum(Ops.Sum(Ops.Square(x), rows ? 1 : 0, keepDimensions: true), 1e-12));
        SymbolicTensor cosines = Ops.MatMul(unit, unit, transposeX: !rows, transposeY: rows);
        // The diagonal, each vector with itself, is taken out as its squared length.
        SymbolicTensor pairs = Ops.Sum(Ops.Abs(cosines)) - Ops.Sum(Ops.Square(unit));
        return Factor * 0.5 * pairs / (count * (count - 1.0) / 2);
    }

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Write("factor", Factor).WriteChoice<OrthogonalMode>("mode", Mode);
    }

    internal static OrthogonalRegularizer FromConfig(ConfigReader config) => new(config.GetDouble("factor", 0.01),
        config.Choice("mode", OrthogonalMode.Rows));
}
