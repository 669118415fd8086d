namespace Fashion.Keras.Plotting;

/// <summary>Where the picture of a model goes from its inputs.</summary>
public enum RankDirection
{
    /// <summary>Down; Keras's <c>"TB"</c>.</summary>
    TopToBottom,

    /// <summary>To the right; Keras's <c>"LR"</c>.</summary>
    LeftToRight,
}
