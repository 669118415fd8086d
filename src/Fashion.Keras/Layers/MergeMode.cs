namespace Fashion.Keras;

/// <summary>How a <see cref="Layers.Bidirectional"/> combines the outputs of both directions.</summary>
public enum MergeMode
{
    /// <summary>One after the other along the last axis, which becomes twice as long.</summary>
    Concat,

    /// <summary>Their sum.</summary>
    Sum,

    /// <summary>Their product, element by element.</summary>
    Mul,

    /// <summary>Their mean.</summary>
    Ave,
}
