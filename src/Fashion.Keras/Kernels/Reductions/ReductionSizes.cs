namespace Fashion.Keras.Kernels;

/// <summary>Sizes of one reduction of x (Outer, Reduced, Inner) to y (Outer, Inner).</summary>
/// <param name="Outer">Independent reductions.</param>
/// <param name="Reduced">Rows that are folded into one.</param>
/// <param name="Inner">Numbers side by side in a row.</param>
/// <param name="Row">Floats from a row of x to the next; more than Inner where only some columns are reduced.</param>
internal readonly record struct ReductionSizes(int Outer, int Reduced, int Inner, nint Row)
{
    /// <summary>Floats from the first to the last that is read, inclusive.</summary>
    public nint SourceSpan => Outer == 0 || Reduced == 0 || Inner == 0 ? 0 : ((nint)Outer * Reduced - 1) * Row + Inner;
}
