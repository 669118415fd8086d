namespace Fashion.Keras.Engine;

/// <summary>
/// How a tensor is shared out: its memory is cut into <see cref="Rows"/> equal pieces (a weight in a layout of its own: into its
/// logical rows) and every worker owns a consecutive run of them, in whole groups of <see cref="Granule"/>. Two steps that touch a tensor
/// under the same partition never touch each other's pieces, so no barrier is needed between them. The default value stands for "any
/// worker, anywhere".
/// </summary>
/// <param name="Rows">Pieces; 0: a worker may touch everything.</param>
/// <param name="Granule">Pieces that stay together.</param>
internal readonly record struct Partition(int Rows, int Granule = 1)
{
    /// <summary>A worker may touch any part.</summary>
    public static Partition Any => default;

    /// <summary>One worker does it all.</summary>
    public static Partition Single => new(1);

    /// <summary>A flat array by whole cache lines of 16 floats.</summary>
    public static Partition Lines(int count) => new(count, 16);

    /// <summary>Groups of pieces that stay together: as many workers at most have something to do; 0 for <see cref="Any"/>.</summary>
    public int Groups => Rows == 0 ? 0 : (int)(((long)Rows + Granule - 1) / Granule);

    /// <summary>The pieces of one worker.</summary>
    public (int First, int End) Range(int worker, int workers) => (Edge(Groups, worker, workers), Edge(Groups, worker + 1, workers));

    // Rounded up, so that the first workers (the caller's own thread first) get work when there is little.
    private int Edge(long groups, int worker, int workers) => (int)Math.Min(Rows, (groups * worker + workers - 1) / workers * Granule);
}
