namespace Fashion.Keras.Graph;

/// <summary>What a window becomes.</summary>
internal enum PoolKind
{
    /// <summary>Its largest number.</summary>
    Max,

    /// <summary>The mean of its cells, padded ones left out.</summary>
    Average,
}
