namespace Fashion.Keras;

/// <summary>What happens at the borders of a convolution or pooling.</summary>
public enum Padding
{
    /// <summary>Only windows that lie fully inside: the output shrinks.</summary>
    Valid,

    /// <summary>Zeros around, the odd one at the end: with stride 1 the output keeps its size.</summary>
    Same,

    /// <summary>Zeros in front only, so that no step sees the future. One-dimensional convolutions only.</summary>
    Causal,
}
