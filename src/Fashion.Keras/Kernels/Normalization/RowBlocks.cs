namespace Fashion.Keras.Kernels;

/// <summary>How the rows of a matrix (Rows, Channels) fall into blocks of BlockRows; the last may have fewer.</summary>
internal readonly record struct RowBlocks(int Rows, int BlockRows, int Channels)
{
    /// <summary>Number of blocks.</summary>
    public int Count => (int)(((long)Rows + BlockRows - 1) / BlockRows);

    /// <summary>Rows of one block.</summary>
    public int RowsOf(int block) => Math.Min(BlockRows, Rows - block * BlockRows);

    /// <summary>Where a block begins, in floats.</summary>
    public nint Offset(int block) => (nint)block * BlockRows * Channels;
}
