namespace Fashion.Keras.Kernels;

/// <summary>
/// The gradient of a pooled convolution, as its backward kernels take it: per window and filter a number and the place of
/// the window that it belongs to. Where relu let nothing pass the place is <see cref="PooledConv2DSizes.Closed"/> or more, and
/// the number does not count.
/// </summary>
/// <param name="values">(image, window, filter).</param>
/// <param name="places">Row * window width + column, as the forward pass left them.</param>
internal readonly unsafe struct PooledGradient(float* values, int* places)
{
    public float* Values { get; } = values;

    public int* Places { get; } = places;

    /// <summary>The same from an element on.</summary>
    public PooledGradient From(nint element) => new(Values + element, Places + element);

    /// <summary>One number.</summary>
    public float At(int i) => Places[i] >= PooledConv2DSizes.Closed ? 0 : Values[i];
}
