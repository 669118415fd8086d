namespace Fashion.Keras.Layers;

/// <summary>The weights of the samples of a piece of a signal.</summary>
public enum WindowKind
{
    /// <summary>1/2 - 1/2 cos(2 pi i / n).</summary>
    Hann,

    /// <summary>0.54 - 0.46 cos(2 pi i / n).</summary>
    Hamming,

    /// <summary>All the same.</summary>
    Rectangular,
}
