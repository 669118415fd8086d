namespace Fashion.Keras.Hdf5;

/// <summary>
/// What one structure of many blocks may read: each place once, and all of it no more than the file has. Blocks that lead in
/// circles or lie across each other come to an end here.
/// </summary>
internal sealed class Budget(Bytes file, string what)
{
    private readonly HashSet<long> _seen = [];
    private long _left = file.Length;

    /// <summary>Reads a block that has not been read yet.</summary>
    public Block Block(long at, ulong count)
    {
        Spend(at, count);
        return file.Block(at, count);
    }

    public void Spend(long at, ulong count)
    {
        if (!_seen.Add(at)) throw file.Damaged($"{what} goes in circles", at);
        file.Require(at, count);
        if ((_left -= (long)count) < 0) throw file.Damaged($"parts of {what} lie across each other", at);
    }
}
