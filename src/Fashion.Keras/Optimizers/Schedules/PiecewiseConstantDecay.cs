using System.Globalization;
using Fashion.Keras.Internal;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Optimizers.Schedules;

/// <summary>
/// values[0] up to and including step boundaries[0], values[1] up to boundaries[1], and so on; the last value after the last boundary.
/// </summary>
public sealed class PiecewiseConstantDecay : LearningRateSchedule
{
    private readonly double[] _boundaries, _values;

    /// <summary>Makes a schedule of constant pieces.</summary>
    /// <param name="boundaries">Last steps of the pieces, rising.</param>
    /// <param name="values">Learning rates of the pieces, one more than boundaries.</param>
    /// <param name="name">Its name; null for Keras's own.</param>
    public PiecewiseConstantDecay(IReadOnlyList<double> boundaries, IReadOnlyList<double> values, string? name = null)
        : base(name ?? "PiecewiseConstant")
    {
        ArgumentNullException.ThrowIfNull(boundaries);
        ArgumentNullException.ThrowIfNull(values);
        if (values.Count != boundaries.Count + 1)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"PiecewiseConstantDecay: {boundaries.Count} " +
                $"boundaries make {boundaries.Count + 1} pieces, but {values.Count} values were given."), nameof(values));
        _boundaries = [.. Guard.Finite(boundaries, nameof(PiecewiseConstantDecay))!];
        _values = [.. Guard.Finite(values, nameof(PiecewiseConstantDecay))!];
    }

    /// <summary>Last steps of the pieces.</summary>
    public IReadOnlyList<double> Boundaries => _boundaries;

    /// <summary>Learning rates of the pieces.</summary>
    public IReadOnlyList<double> Values => _values;

    /// <inheritdoc/>
    public override double At(long step)
    {
        int piece = 0;
        while (piece < _boundaries.Length && step > _boundaries[piece]) piece++;
        return _values[piece];
    }

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Write("boundaries", _boundaries).Write("values", _values).Write("name", Name);
    }
}
