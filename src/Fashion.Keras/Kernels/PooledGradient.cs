namespace Fashion.Keras.Kernels;

/// <summary>
/// The gradient behind a pooled convolution, as its backward kernels take it: per window and filter a number and the place of
/// the window that it belongs to. Behind a relu it counts only where the maximum is not 0.
/// </summary>
/// <param name="values">(image, window, filter).</param>
/// <param name="places">Row * window width + column.</param>
/// <param name="pooled">The maxima behind relu; null without one.</param>
internal readonly unsafe struct PooledGradient(float* values, int* places, float* pooled)
{
    public float* Values { get; } = values;

    public int* Places { get; } = places;

    public float* Pooled { get; } = pooled;

    /// <summary>The same from an element on.</summary>
    public PooledGradient From(nint element) => new(Values + element, Places + element, Pooled == null ? null : Pooled + element);

    /// <summary>One number.</summary>
    public float At(int i) => Pooled != null && Pooled[i] == 0 ? 0 : Values[i];
}
