namespace Fashion.Keras.Saving;

/// <summary>Where an object's header leads to.</summary>
internal sealed class Hdf5HeaderFacts
{
    /// <summary>Objects linked from the header itself (groups of the new style).</summary>
    public List<long> Links { get; } = [];

    /// <summary>Texts of the attributes: the collection that holds one, and its number there.</summary>
    public List<(long Heap, uint Number)> Texts { get; } = [];

    /// <summary>Tree of links of an old-style group, and the heap with their names.</summary>
    public long? SymbolTree { get; set; }

    public long SymbolHeap { get; set; }

    /// <summary>Whether other objects can be linked from here.</summary>
    public bool IsGroup => Links.Count > 0 || SymbolTree is not null;

    /// <summary>Tree of the chunks of a dataset, and how many numbers make up a chunk's place.</summary>
    public long? ChunkTree { get; set; }

    public int ChunkRank { get; set; }

    /// <summary>Numbers of a dataset, and the bytes of one.</summary>
    public ulong Elements { get; set; }

    public ulong ElementBytes { get; set; }

    /// <summary>Bytes that hold a dataset's numbers as they are; null when they lie in chunks.</summary>
    public ulong? StoredBytes { get; set; }
}
