namespace Fashion.Keras.Kernels;

/// <summary>Sizes of one dense layer, y = x w: x (Samples, Inputs), w (Inputs, Units), y (Samples, Units).</summary>
internal readonly record struct DenseSizes(int Samples, int Inputs, int Units)
{
    /// <summary>Panels of the weight.</summary>
    public int Panels => Dense.Panels(Units);

    /// <summary>Floats of the weight in panels.</summary>
    public nint PackedCount => (nint)Panels * Inputs * Dense.PanelWidth;

    /// <summary>Multiplications and additions of one product.</summary>
    public long Operations => 2L * Samples * Inputs * Units;
}
