namespace Fashion.Keras;

/// <summary>Size of a part of a data set: a number of samples (<c>800</c>) or a fraction (<c>0.8</c>).</summary>
/// <example><code>var (left, right) = Utils.SplitDataset(dataset, leftSize: 0.8);</code></example>
public readonly record struct SplitSize
{
    private readonly double _size;
    private readonly bool _isFraction;

    private SplitSize(double size, bool isFraction) => (_size, _isFraction) = (size, isFraction);

    /// <summary>A number of samples.</summary>
    /// <param name="count">How many, at least 1.</param>
    public static implicit operator SplitSize(int count) => new(count, false);

    /// <summary>A fraction of the samples.</summary>
    /// <param name="fraction">Between 0 and 1, both excluded.</param>
    public static implicit operator SplitSize(double fraction) => new(fraction, true);

    /// <summary>The number of samples out of so many, halves to even as in Python.</summary>
    internal long Of(long total, string argument)
    {
        if (!(_size > 0) || _size >= (_isFraction ? 1 : total))
            throw new ArgumentOutOfRangeException(argument, _size, FormattableString.Invariant(
                $"SplitDataset: {argument} is {_size}, but must be a whole number from 1 to {total - 1}, or a fraction between 0 and 1."));
        long count = _isFraction ? (long)Math.Round(_size * total, MidpointRounding.ToEven) : (long)_size;
        return count > 0 ? count
            : throw new ArgumentOutOfRangeException(argument, _size, FormattableString.Invariant(
                $"SplitDataset: {argument} {_size} of {total} samples is none."));
    }

    /// <inheritdoc/>
    public override string ToString() => _size.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
