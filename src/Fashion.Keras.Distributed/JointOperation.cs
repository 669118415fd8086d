namespace Fashion.Keras.Distributed;

/// <summary>What a rank does with the others; each operation begins with its number and length, so that different ones are seen.</summary>
internal enum JointOperation
{
    /// <summary>The end of the job.</summary>
    Leave,

    /// <summary>A wait for all.</summary>
    Barrier,

    /// <summary>Bytes of rank 0 for all.</summary>
    Broadcast,

    /// <summary>Sums of doubles.</summary>
    Sum,

    /// <summary>Means of floats.</summary>
    Average,
}
