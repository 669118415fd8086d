namespace Fashion.Keras;

/// <summary>Steps added or taken away before and after a sequence. A single number stands for both.</summary>
/// <param name="Before">Steps in front.</param>
/// <param name="After">Steps after it.</param>
public readonly record struct Margin1D(int Before, int After)
{
    /// <summary>The same number on both sides.</summary>
    public static implicit operator Margin1D(int size) => new(size, size);

    /// <summary>Before and after.</summary>
    public static implicit operator Margin1D((int Before, int After) margin) => new(margin.Before, margin.After);

    /// <inheritdoc/>
    public override string ToString() => $"({Before}, {After})";
}
