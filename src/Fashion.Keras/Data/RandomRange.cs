namespace Fashion.Keras;

/// <summary>Limits of a random draw. A single number f stands for -f to f.</summary>
/// <param name="Low">Smallest value.</param>
/// <param name="High">Largest value.</param>
public readonly record struct RandomRange(double Low, double High)
{
    /// <summary>From -f to f.</summary>
    public static implicit operator RandomRange(double size) => new(-size, size);

    /// <summary>From low to high; equal limits fix the draw.</summary>
    public static implicit operator RandomRange((double Low, double High) range) => new(range.Low, range.High);
}
