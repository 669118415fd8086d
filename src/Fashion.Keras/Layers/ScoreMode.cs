namespace Fashion.Keras;

/// <summary>How <see cref="Layers.Attention"/> compares a step of the query with one of the key.</summary>
public enum ScoreMode
{
    /// <summary>Their dot product.</summary>
    Dot,

    /// <summary>The sum of the hyperbolic tangents of their sum, times a learned number.</summary>
    Concat,
}
