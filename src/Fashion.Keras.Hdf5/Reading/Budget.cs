namespace Fashion.Keras.Hdf5;

/// <summary>
/// What one structure of many blocks may read: each place once, and all structures together no more than the file has. Blocks
/// that lead in circles or lie across each other come to an end here.
/// </summary>
/// <param name="file">The file.</param>
/// <param name="what">The structure, for messages.</param>
/// <param name="owner">Where the object starts that it belongs to; null for the object that is being read.</param>
internal sealed class Budget(Bytes file, string what, long? owner = null)
{
    private readonly HashSet<long> _seen = [];

    /// <summary>Reads a block that has not been read yet.</summary>
    public Block Block(long at, ulong count)
    {
        Spend(at, count);
        return file.Block(at, count);
    }

    public void Spend(long at, ulong count)
    {
        if (!_seen.Add(at)) throw file.Damaged($"{what} goes in circles", at);
        file.State.CountStructure(file, owner ?? file.Owner, at, count);
    }
}
